import { forbidAnyPrincipal } from "./forbidAnyPrincipal";
import { limitSession } from "./limitSession";
import { requireExternalId } from "./requireExternalId";
import { requireMfa } from "./requireMfa";
import { requireSourceAccount } from "./requireSourceAccount";

export const crossAccountPolicies = [
  forbidAnyPrincipal,
  requireExternalId,
  requireMfa,
  requireSourceAccount,
  limitSession,
];
