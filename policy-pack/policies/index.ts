import type { Policies } from "@pulumi/policy";
import { accessPolicies } from "./access";
import { codecommitPolicies } from "./codecommit";
import { crossAccountPolicies } from "./crossAccount";
import { reportExemptions } from "./framework/reportExemptions";
import { replicaPolicies } from "./replica";

/** In the order in which they are reported. */
export const policies: Policies = [
  ...codecommitPolicies,
  ...accessPolicies,
  ...replicaPolicies,
  ...crossAccountPolicies,
  reportExemptions,
];
