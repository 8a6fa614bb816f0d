import { forbidAnyPrincipal } from "./forbidAnyPrincipal";
import { limitSession } from "./limitSession";
import { requireExternalId } from "./requireExternalId";
import { requireMfa } from "./requireMfa";
import { requireSourceAccount } from "./requireSourceAccount";
import { restrictFederation } from "./restrictFederation";

export const crossAccountPolicies = [
  forbidAnyPrincipal,
  restrictFederation,
  requireExternalId,
  requireMfa,
  requireSourceAccount,
  limitSession,
];
