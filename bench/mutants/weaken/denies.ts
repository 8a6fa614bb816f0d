import { documentsOf, list, type Mutant, rewritten, type Statement } from "../mutant";
import { type Part, without } from "../scene";

/** What takes from the statements that deny: action by action, condition by condition, and whole. */
export function weakerDenies(parts: readonly Part[]): Mutant[] {
  const documents = documentsOf(parts).filter(({ part }) => part.goal.type === "aws:iam/policy:Policy");
  return documents.flatMap((document) =>
    document.statements
      .filter(({ Effect, Sid }) => Effect === "Deny" && !unproved.includes(Sid))
      .flatMap((statement) => [
        ...changesOf(statement).map(([what, replacement]) => ({
          name: `${document.part.goal.name}: ${statement.Sid} ${what}`,
          parts: rewritten(parts, document, statement, replacement),
        })),
      ]),
  );
}

/**
 * What no access level allows in the first place: the statement names them against levels to come, and nobody gains
 * anything where it does not.
 */
const allowedToNobody = [
  "codecommit:DeleteApprovalRuleTemplate",
  "codecommit:DeletePullRequestApprovalRule",
  "codecommit:DeleteRepository",
  "codecommit:UpdateRepositoryName",
];

/** What no policy of the pack is about: names stay because copies follow them. */
const unproved = ["NamesStay"];

function changesOf(statement: Statement): [string, object][] {
  const actions = list(statement.Action);
  const { Condition = {}, ...unconditional } = statement;
  return [
    ...actions
      .filter((action) => !allowedToNobody.includes(action))
      .map((action): [string, object] => [
        `lacks ${action}`,
        { ...statement, Action: actions.filter((other) => other !== action) },
      ]),
    [
      "is gone",
      { ...statement, Effect: "Allow", Action: "codecommit:ListRepositories", Resource: "*", Condition: {} },
    ],
    ["is for another branch", { ...unconditional, Condition: elsewhere(Condition) }],
    [
      "is for sessions of people with a tag",
      { ...statement, Condition: { ...Condition, StringEquals: { "aws:PrincipalTag/guarded": "yes" } } },
    ],
    [
      "is for one address",
      { ...statement, Condition: { ...Condition, IpAddress: { "aws:SourceIp": "203.0.113.7/32" } } },
    ],
    ...Object.keys(Condition)
      .filter((operator) => operator === "Null")
      .map((operator): [string, object] => [
        `lacks ${operator}`,
        {
          ...statement,
          Condition: Object.fromEntries(Object.entries(Condition).filter(([key]) => key !== operator)),
        },
      ]),
  ];
}

/** References of its own, whatever it was for. */
function elsewhere(condition: object): object {
  return {
    ...condition,
    StringLikeIfExists: { "codecommit:References": ["refs/heads/elsewhere"] },
    Null: { "codecommit:References": "false" },
  };
}

/** A guard that a team has no longer, of those that keep it from what its access level allows. */
export function missingGuards(parts: readonly Part[]): Mutant[] {
  const attachments = parts.filter(({ goal }) => /^aws:iam\/(group|role)PolicyAttachment:/.test(goal.type));
  const has = (suffix: RegExp, { inputs: { group, role } }: Part) =>
    attachments.some(
      ({ goal, inputs }) => suffix.test(goal.name) && inputs.group === group && inputs.role === role,
    );
  return attachments
    .filter(
      (part) =>
        // Contributors push, to their own repositories; readers do nothing that a guard could keep them from.
        (/-guard-[^/]*$/.test(part.goal.name) && has(/-(administrator|power-user|contributor)$/, part)) ||
        (part.goal.name.endsWith("-copies-read-only") && has(/-(administrator|power-user)$/, part)) ||
        (part.goal.name.endsWith("-no-administration") && has(/-power-user$/, part)),
    )
    .map(({ urn, goal }) => ({ name: `${goal.name}: is gone`, parts: without(parts, urn) }));
}
