import { definePolicy } from "../framework/definePolicy";
import { findingsOf } from "../framework/finding";
import { proveAdministration } from "./administrationProof";
import { administratorsConfig } from "./administrators";

export const restrictAdministration = definePolicy({
  name: "codecommit-repository-restrict-administration",
  description:
    "Only administrators override approvals, change approval rules, and create, delete, rename, re-key or re-tag " +
    "repositories, their default branches and their triggers.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html",
  remediation: [
    "Attach this to every group and role that does not administer. AWSCodeCommitPowerUser allows nearly all of it:",
    "",
    '    { Effect: "Deny", Action: administrationActions, Resource: "*" }',
  ],
  config: { administrators: administratorsConfig },
  judgeStack: (stack, { administrators }) =>
    findingsOf((report) => proveAdministration(stack, administrators, report)),
});
