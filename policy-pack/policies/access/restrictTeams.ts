import { codeCommitActions } from "../../access/codeCommitActions";
import { evaluateWithin } from "../../access/evaluate";
import { identitiesOf, label, type Identity } from "../../access/identities";
import { refMoves } from "../../access/refMoves";
import type { Stack } from "../../access/resources";
import { bearingOn, requestOf, whoCan } from "../../access/whoCan";
import { declaredPrimaries, declaredTeams } from "../declarations";
import { definePolicy } from "../framework/definePolicy";
import { findingsOf, type Report } from "../framework/finding";
import { capitalised, finding, list, who } from "../wording";

const teamType = "codecommit-platform:index:Team";
const approval = "codecommit:UpdatePullRequestApprovalState";

export const restrictTeams = definePolicy({
  name: "codecommit-team-restrict-access",
  description:
    "Teams of readers and reviewers move no reference of any repository, readers approve nothing, and a team that requires a second factor is denied all of CodeCommit without one.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/security-iam-awsmanpol.html",
  remediation: [
    "Give readers AWSCodeCommitReadOnly and nothing that writes; deny a team that requires a second factor",
    "",
    '    { Effect: "Deny", Action: "codecommit:*", Resource: "*",',
    '      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } }',
  ],
  concerns: teamType,
  judgeStack: (stack) => findingsOf((report) => judge(stack, report)),
});

function judge({ resources }: Stack, report: Report): void {
  // Teams that cannot be read are reported where administrators are.
  const teams = declaredTeams(resources).flatMap((found) =>
    "value" in found ? [{ ...found.value, urn: found.urn }] : [],
  );
  const repositories = declaredPrimaries(resources).flatMap((found) =>
    "value" in found ? found.value.repositories : [],
  );
  const { all } = identitiesOf(resources);
  const accessOf = new Map(teams.map(({ groupName, access }) => [groupName, access]));
  /** Of one who is in several teams the widest counts; of a member of no team there is nothing to hold to. */
  const isOnly = (levels: readonly string[]) => (identity: Identity) => {
    const names = identity.kind === "group" ? [identity.name] : identity.groups;
    const own = names.flatMap((name) => accessOf.get(name) ?? []);
    return own.length > 0 && own.every((access) => levels.includes(access));
  };
  const readers = all.filter(isOnly(["reader", "reviewer"]));
  for (const move of refMoves(readers, {
    repositories,
    references: ["refs/?*"],
    preferred: ["refs/heads/main"],
  })) {
    report(`${finding(move)}. Readers and reviewers only read and comment: take it away.`, move.identity.urn);
  }
  for (const reader of all.filter(isOnly(["reader"]))) judgeApproval(reader, repositories, report);
  for (const { groupName, requireMfa, urn } of teams) {
    const group = all.find(({ kind, name }) => kind === "group" && name === groupName);
    if (!requireMfa || !group) continue;
    const open = openWithoutMfa(group, repositories);
    if (open.length === 0) continue;
    report(
      `${capitalised(label(group))} requires a second factor, and is not denied ${list(open)} without one. ` +
        "Deny it codecommit:* with BoolIfExists of aws:MultiFactorAuthPresent, on everything.",
      group.urn ?? urn,
    );
  }
}

function judgeApproval(reader: Identity, repositories: readonly string[], report: Report): void {
  const groups = bearingOn(reader, approval).alike(repositories);
  const found = groups.flatMap(([resource]) => whoCan({ action: approval, resource }, [reader]));
  const certain = found.find(({ verdict }) => verdict === "allowed");
  if (!certain) return;
  report(
    `${capitalised(who(reader))} can approve pull requests: ${certain.decision.explanation}. A reader approves nothing: ` +
      "take it away, or make the team one of reviewers.",
    reader.urn,
  );
}

/** The actions that no deny stops where the session shows no second factor: it says so, or says nothing. */
function openWithoutMfa(group: Identity, repositories: readonly string[]): readonly string[] {
  return codeCommitActions.filter((action) =>
    bearingOn(group, action)
      .alike(repositories)
      .some(([resource]) =>
        [undefined, "refs/heads/main"].some((reference) =>
          [["false"], []].some((mfa) => {
            const request = requestOf(group, action, resource, reference);
            const context = { ...request.context, "aws:MultiFactorAuthPresent": mfa };
            const { effect } = evaluateWithin(
              group.boundary,
              { ...request, context },
              group.policies,
              "anything",
            );
            return effect !== "explicitDeny";
          }),
        ),
      ),
  );
}
