import type { Policies } from "@pulumi/policy";
import { reportExemptions } from "./framework/reportExemptions";
import { requireCustomerManagedKey } from "./requireCustomerManagedKey";
import { requireSingleWriter } from "./requireSingleWriter";
import { restrictPushers } from "./restrictPushers";

/** In the order in which they are reported. */
export const policies: Policies = [
  requireCustomerManagedKey,
  restrictPushers,
  requireSingleWriter,
  reportExemptions,
];
