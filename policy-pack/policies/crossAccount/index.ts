import { disallowAnyPrincipal } from "./disallowAnyPrincipal";
import { limitSession } from "./limitSession";
import { requireExternalId } from "./requireExternalId";
import { requireMfa } from "./requireMfa";

export const crossAccountPolicies = [disallowAnyPrincipal, requireExternalId, requireMfa, limitSession];
