import type { Policies } from "@pulumi/policy";
import { computePolicies } from "./compute";
import { reportExemptions } from "./framework/reportExemptions";
import { messagingPolicies } from "./messaging";
import { networkPolicies } from "./network";
import { operationsPolicies } from "./operations";
import { requireCustomerManagedKey } from "./requireCustomerManagedKey";
import { requireSingleWriter } from "./requireSingleWriter";
import { restrictPushers } from "./restrictPushers";

/** In the order in which they are reported. */
export const policies: Policies = [
  requireCustomerManagedKey,
  restrictPushers,
  requireSingleWriter,
  ...messagingPolicies,
  ...computePolicies,
  ...networkPolicies,
  ...operationsPolicies,
  reportExemptions,
];
