import type { Value, Values } from "../../local/engine";
import { documentsOf, list, type Mutant, ofType, rewritten, set } from "./mutant";
import { added, changed, type Part } from "./scene";
import { comparingBy, referencesOf, withGroup } from "./weaken/patterns";

/** Changes that weaken nothing: a pack that reports one of them cries wolf. */
export function harmlessChanges(parts: readonly Part[]): Mutant[] {
  return [...texts(parts), ...documents(parts), ...otherPatterns(parts), ...more(parts), ...stricter(parts)];
}

/** Words, sizes and times that no security hangs on. */
function texts(parts: readonly Part[]): Mutant[] {
  return [
    ...set(parts, "aws:codecommit/repository:Repository", "is described in other words", {
      description: "Something else entirely.",
    }),
    ...set(parts, "aws:kms/key:Key", "is described in other words", { description: "Another key." }),
    ...set(parts, "aws:iam/policy:Policy", "is described in other words", { description: "Other words." }),
    ...set(parts, "aws:lambda/function:Function", "has more memory and time", {
      memorySize: 512,
      timeout: 60,
    }),
    ...set(parts, "aws:ecs/taskDefinition:TaskDefinition", "is larger", { cpu: "1024", memory: "2048" }),
    ...set(parts, "aws:sqs/queue:Queue", "keeps messages for ten days", { messageRetentionSeconds: 864_000 }),
    ...ofType(parts, "aws:cloudwatch/metricAlarm:MetricAlarm")
      .slice(0, 3)
      .map(({ urn, goal }) => ({
        name: `${goal.name}: rings later`,
        parts: changed(parts, urn, { threshold: 7, evaluationPeriods: 2 }),
      })),
    ...set(parts, "aws:sns/topic:Topic", "has one more tag", ({ tags }) => ({
      tags: { ...(tags as Values | undefined), floor: "3" },
    })),
  ];
}

/** The same said otherwise. */
function documents(parts: readonly Part[]): Mutant[] {
  return documentsOf(parts).flatMap((document) => {
    const [statement] = document.statements;
    const { name } = document.part.goal;
    const actions = list(statement.Action);
    return [
      {
        name: `${name}: another Sid`,
        parts: rewritten(parts, document, statement, { ...statement, Sid: "SameAsBefore" }),
      },
      ...(actions.length < 2
        ? []
        : [
            {
              name: `${name}: actions in another order`,
              parts: rewritten(parts, document, statement, { ...statement, Action: [...actions].reverse() }),
            },
          ]),
    ];
  });
}

/** Guards that protect the same in other words, and grants that come near a protected reference and do not reach it. */
function otherPatterns(parts: readonly Part[]): Mutant[] {
  const key = "codecommit:References";
  const guards = documentsOf(parts).flatMap((document) =>
    document.statements.flatMap((statement) => {
      const references = referencesOf(statement);
      if (references === undefined) return [];
      const comparing = (condition: object) => comparingBy(statement, condition);
      const patterns = references.map((each) => each.replace(/\/\*$/, "/?*"));
      const said: [string, object | object[]][] = [
        ["compares without IfExists", comparing({ StringLike: { [key]: references } })],
        ["leaves names out that git does not allow", comparing({ StringLike: { [key]: patterns } })],
        ["compares as a set", comparing({ "ForAnyValue:StringLike": { [key]: references } })],
        [
          "matches more",
          comparing({ StringLike: { [key]: references.map((each) => each.replace("refs/", "*/")) } }),
        ],
        [
          "is two halves",
          [
            comparing({ StringLike: { [key]: references }, StringNotLike: { [key]: "*q*" } }),
            { ...comparing({ StringLike: { [key]: "*q*" } }), Sid: "OtherHalf" },
          ],
        ],
      ];
      return said.map(([what, replacement]) => ({
        name: `${document.part.goal.name}: ${statement.Sid} ${what}`,
        parts: rewritten(parts, document, statement, replacement),
      }));
    }),
  );
  const grants = ofType(parts, "codecommit-platform:index:BranchGuard")
    .slice(0, 1)
    .flatMap((guard) => {
      const [repository] = guard.outputs.repositories as readonly string[];
      return ["refs/heads/people/${aws:username}/*", "refs/heads/elsewhere", "refs/heads/odd/??"].map(
        (reference) => ({
          name: `${guard.goal.name}: a group may push to ${reference}`,
          parts: withGroup(parts, guard, {
            ...{ Effect: "Allow", Action: "codecommit:GitPush", Resource: repository },
            Condition: { StringLike: { [key]: reference } },
          }),
        }),
      );
    });
  return [...guards, ...grants];
}

/** More of what is allowed: readers, logs, denies, and things of others. */
function more(parts: readonly Part[]): Mutant[] {
  const tagged = {
    tags: { "codecommit-platform:environment": "prod", "cost-center": "42", "data-class": "public" },
  };
  return [
    ...ofType(parts, "aws:iam/group:Group").map((group) => ({
      name: `${group.goal.name}: is denied one thing more`,
      parts: added(parts, group, "aws:iam/groupPolicy:GroupPolicy", `${group.goal.name}-more`, {
        group: group.inputs.name,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Sid: "NoMore", Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" }],
        }),
      }),
    })),
    ...ofType(parts, "aws:iam/user:User").map((user) => ({
      name: `${user.goal.name}: has one more tag`,
      parts: changed(parts, user.urn, { tags: { ...(user.inputs.tags as Values | undefined), floor: "3" } }),
    })),
    ...ofType(parts, "pulumi:providers:aws")
      .slice(0, 1)
      .flatMap((provider) => [
        {
          name: "a table of somebody else",
          parts: added(parts, provider, "aws:dynamodb/table:Table", "orders", { name: "orders", ...tagged }),
        },
        {
          name: "a parameter of somebody else",
          parts: added(parts, provider, "aws:ssm/parameter:Parameter", "size", {
            ...{ name: "/size", type: "String", value: "3", description: "A size" },
            ...tagged,
          }),
        },
      ]),
  ];
}

/** Stricter than before. */
function stricter(parts: readonly Part[]): Mutant[] {
  return [
    ...set(
      parts,
      "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate",
      "names its approvers in another order",
      ({ content }) => {
        const document = JSON.parse(String(content)) as { Statements: Values[] };
        const Statements = document.Statements.map(({ ApprovalPoolMembers: pool, ...rest }) =>
          Array.isArray(pool) ? { ...rest, ApprovalPoolMembers: [...(pool as Value[])].reverse() } : rest,
        );
        return { content: JSON.stringify({ ...document, Statements }) };
      },
    ),
    ...set(parts, "aws:cloudwatch/logGroup:LogGroup", "is kept for ten years", { retentionInDays: 3653 }),
    ...documentsOf(parts).flatMap((document) =>
      document.statements
        .filter(({ Sid }) => Sid === "TakenByTask")
        .map((statement) => ({
          name: `${document.part.goal.name}: is taken from its own network only`,
          parts: rewritten(parts, document, statement, {
            ...statement,
            Condition: { ...statement.Condition, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
          }),
        })),
    ),
    ...set(
      parts,
      "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate",
      "needs one approval more",
      ({ content }) => {
        const document = JSON.parse(String(content)) as { Statements: { NumberOfApprovalsNeeded: number }[] };
        const Statements = document.Statements.map((statement) => ({
          ...statement,
          NumberOfApprovalsNeeded: statement.NumberOfApprovalsNeeded + 1,
        }));
        return { content: JSON.stringify({ ...document, Statements }) };
      },
    ),
  ];
}
