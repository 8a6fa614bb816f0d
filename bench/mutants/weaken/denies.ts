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

/** What no policy of the pack is about: MFA is a choice of each team, and names stay because copies follow them. */
const unproved = ["CodeCommitNeedsMfa", "NamesStay"];

function changesOf(statement: Statement): [string, object][] {
  const actions = list(statement.Action);
  const { Condition = {}, ...unconditional } = statement;
  return [
    ...actions.map((action): [string, object] => [
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

/** A guard that a team has no longer. */
export function missingGuards(parts: readonly Part[]): Mutant[] {
  return parts
    .filter(
      ({ goal }) =>
        /^aws:iam\/(group|role)PolicyAttachment:/.test(goal.type) &&
        /-(guard-.*|copies-read-only|no-administration)$/.test(goal.name),
    )
    .map(({ urn, goal }) => ({ name: `${goal.name}: is gone`, parts: without(parts, urn) }));
}
