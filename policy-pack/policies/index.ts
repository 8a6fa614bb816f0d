import type { Policies } from "@pulumi/policy";
import { accessPolicies } from "./access";
import { codecommitPolicies } from "./codecommit";
import { computePolicies } from "./compute";
import { crossAccountPolicies } from "./crossAccount";
import { reportExemptions } from "./framework/reportExemptions";
import { messagingPolicies } from "./messaging";
import { networkPolicies } from "./network";
import { operationsPolicies } from "./operations";
import { replicaPolicies } from "./replica";

/** In the order in which they are reported. */
export const policies: Policies = [
  ...codecommitPolicies,
  ...accessPolicies,
  ...replicaPolicies,
  ...crossAccountPolicies,
  ...messagingPolicies,
  ...computePolicies,
  ...networkPolicies,
  ...operationsPolicies,
  reportExemptions,
];
