import { identitiesOf, type Identity } from "../../access/identities";
import type { Stack } from "../../access/resources";
import { declaredPrimaries, declaredReplicas } from "../declarations";
import { definePolicy } from "../framework/definePolicy";
import { findingsOf, type Report } from "../framework/finding";
import { capitalised, list, who } from "../wording";
import { administrations, type Administration } from "./administration";
import { administrationActions } from "./administrationActions";
import { administratorsConfig, administratorsOf, isAmong } from "./administrators";

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
  judgeStack: (stack, { administrators }) => findingsOf((report) => judge(stack, administrators, report)),
});

function judge(stack: Stack, configured: readonly string[], report: Report): void {
  if (!stack.resources.some(({ type }) => /^(aws:codecommit\/|codecommit-platform:)/.test(type))) return;
  const { names, problems } = administratorsOf(stack, configured);
  problems.forEach(({ message, urn }) => report(message, urn));
  const { all, gaps } = identitiesOf(stack.resources);
  gaps.forEach((gap) => report(`It cannot be told who can administer repositories: ${gap}.`));
  const declared = [...declaredPrimaries(stack.resources), ...declaredReplicas(stack.resources)];
  const values = declared.flatMap((found) => ("value" in found ? [found.value] : []));
  const repositories = values.flatMap((value) => ("copies" in value ? value.copies : value.repositories));
  const writers = values.flatMap((value) => ("writer" in value ? [`role/${value.writer}`] : []));
  const others = all.filter((identity) => !isAmong(names, identity));
  for (const found of administrations(others, repositories, actionsFor(writers))) {
    const only = names.length > 0 ? `Only ${list(names)} may` : "Nobody may";
    const urn = found.identity.urn ?? declared.at(0)?.urn;
    report(`${deed(found)}. ${only}. Deny it the actions of administration on every repository.`, urn);
  }
}

/** The default branch of a copy is its writer's to set. */
const actionsFor = (writers: readonly string[]) => (identity: Identity) =>
  administrationActions.filter(
    (action) => action !== "codecommit:UpdateDefaultBranch" || !isAmong(writers, identity),
  );

function deed({ identity, verdict, decision, actions, repositories }: Administration): string {
  const what = `${list(actions)} on ${list(repositories)}`;
  return verdict === "allowed"
    ? `${capitalised(who(identity))} is allowed ${what}: ${decision.explanation}, and no deny stops it`
    : `It cannot be told whether ${who(identity)} is allowed ${what}: ${list(identity.gaps)}`;
}
