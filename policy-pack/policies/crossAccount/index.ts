import { forbidAnyPrincipal } from "./forbidAnyPrincipal";
import { limitSession } from "./limitSession";
import { requireExternalId } from "./requireExternalId";
import { requireMfa } from "./requireMfa";

export const crossAccountPolicies = [forbidAnyPrincipal, requireExternalId, requireMfa, limitSession];
