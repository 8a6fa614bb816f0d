import { documentsOf, type Mutant, ofType, rewritten, type Statement } from "../mutant";
import { added, type Part } from "../scene";

const key = "codecommit:References";

/** Guards that leave a name out which no list of names would have, and grants on such names. */
export function leakingPatterns(parts: readonly Part[]): Mutant[] {
  return [...leakingGuards(parts), ...leakingRegions(parts), ...oddGrants(parts)];
}

function leakingGuards(parts: readonly Part[]): Mutant[] {
  return documentsOf(parts).flatMap((document) =>
    document.statements.flatMap((statement) => {
      const references = referencesOf(statement);
      return references === undefined
        ? []
        : leaksOf(statement, references).map(([what, replacements]) => ({
            name: `${document.part.goal.name}: ${statement.Sid} ${what}`,
            parts: rewritten(parts, document, statement, replacements),
          }));
    }),
  );
}

/** What a guard compares references with. */
export function referencesOf({ Effect, Condition }: Statement): readonly string[] | undefined {
  const written = Condition?.StringLikeIfExists?.[key];
  if (Effect !== "Deny" || written === undefined) return undefined;
  return (Array.isArray(written) ? written : [written]).filter((value) => typeof value === "string");
}

/** The statement with other conditions on references, and those on everything else. */
export function comparingBy(statement: Statement, condition: object): Statement {
  const others = Object.entries(statement.Condition ?? {}).filter(
    ([operator]) => operator !== "StringLikeIfExists",
  );
  return { ...statement, Condition: { ...Object.fromEntries(others), ...condition } };
}

/** Each takes some reference that the statement protects from behind it. */
function leaksOf(statement: Statement, references: readonly string[]): [string, object[]][] {
  const { Condition = {}, Resource } = statement;
  const comparing = (condition: object) => [comparingBy(statement, condition)];
  const beside = (condition: object) => [{ ...statement, Condition: { ...Condition, ...condition } }];
  const [first] = references;
  const gap = member(first);
  const resources = (Array.isArray(Resource) ? Resource : [Resource]).filter(
    (arn) => typeof arn === "string",
  );
  return [
    [
      "spares names of a certain end",
      beside({ StringNotLike: { [key]: first.replace(/..$/, "??").replace("*", "?") } }),
    ],
    ["spares one name", beside({ StringNotEquals: { [key]: gap } })],
    [
      "spares one name, whatever its case",
      beside({ StringNotEqualsIgnoreCase: { [key]: gap.toUpperCase() } }),
    ],
    ["spares what has a second word", beside({ StringNotLike: { [key]: `${gap.slice(0, -1)}*` } })],
    [
      "compares in capitals",
      comparing({ StringLikeIfExists: { [key]: references.map((each) => each.toUpperCase()) } }),
    ],
    ["holds if all of a push is protected", comparing({ "ForAllValues:StringLike": { [key]: references } })],
    [
      "is for a tag of who asks, or else for the branch",
      comparing({
        StringLike: { [key]: references.map((each) => `\${aws:PrincipalTag/branch, '${each}'}`) },
      }),
    ],
    [
      "is for repositories by a tag of who asks",
      [
        {
          ...statement,
          Resource: resources.map((arn) => arn.replace(/:([^:]*)$/, ":${aws:PrincipalTag/repository, '$1'}")),
        },
      ],
    ],
    [
      "is two halves with a gap",
      [
        ...comparing({ StringLike: { [key]: references }, StringNotLike: { [key]: `${gap}*` } }),
        ...comparing({ StringLike: { [key]: `${gap}*` }, StringNotEquals: { [key]: gap } }).map((half) => ({
          ...half,
          Sid: "OtherHalf",
        })),
      ],
    ],
    [
      "asks for one character more",
      comparing({ StringLike: { [key]: references.map((each) => `${each.replace("*", "?*")}?`) } }),
    ],
  ];
}

/** A name that a pattern matches. */
const member = (pattern: string) => pattern.replaceAll("*", "odd").replaceAll("?", "o");

/** The deny for all regions but one, with an exemption too many. */
function leakingRegions(parts: readonly Part[]): Mutant[] {
  return documentsOf(parts).flatMap((document) =>
    document.statements.flatMap((statement) => {
      const home = statement.NotResource;
      if (statement.Effect !== "Deny" || typeof home !== "string" || !home.includes(":codecommit:"))
        return [];
      const [arn, partition, service, region] = home.split(":");
      const sparing = (NotResource: unknown) => [{ ...statement, NotResource }];
      const leaks: [string, object[]][] = [
        ["spares all by an incomplete ARN", sparing(`${arn}:${partition}:${service}`)],
        ["spares a region by an incomplete ARN", sparing([home, `${arn}:${partition}:${service}:sa-east-1`])],
        [
          "spares regions that are called alike",
          sparing(home.replace(`:${region}:`, `:${region.replace(/\d$/, "?")}:`)),
        ],
        ["spares regions by their number", sparing([home, home.replace(`:${region}:`, ":*-?est-3:")])],
        [
          "is for regions by a condition that leaves some out",
          [
            {
              ...statement,
              NotResource: home,
              Condition: { StringNotLike: { "aws:RequestedRegion": "??-*-7" } },
            },
          ],
        ],
      ];
      return leaks.map(([what, replacements]) => ({
        name: `${document.part.goal.name}: ${statement.Sid} ${what}`,
        parts: rewritten(parts, document, statement, replacements),
      }));
    }),
  );
}

/** A group behind no guard, with a grant on protected references of one repository, in other words. */
function oddGrants(parts: readonly Part[]): Mutant[] {
  return ofType(parts, "codecommit-platform:index:BranchGuard").flatMap((guard) => {
    const { references, repositories } = guard.outputs as unknown as {
      readonly references: readonly string[];
      readonly repositories: readonly [string, ...string[]];
    };
    const [first] = references;
    const gap = member(first);
    const on = (condition: object) => ({ Resource: repositories[0], Condition: condition });
    const grants: [string, object][] = [
      ["what ends alike", on({ StringLike: { [key]: `refs/*/${gap.split("/").at(-1) ?? ""}` } })],
      ["names of as many characters", on({ StringLike: { [key]: gap.replace(/[^/]/g, "?") } })],
      ["one name, whatever its case", on({ StringEqualsIgnoreCase: { [key]: gap.toUpperCase() } })],
      ["all but other names", on({ StringNotLike: { [key]: ["refs/heads/elsewhere", "refs/notes/*"] } })],
      [
        "any push with an unprotected branch in it",
        on({ "ForAnyValue:StringLike": { [key]: "refs/heads/elsewhere" } }),
      ],
      ["an incomplete ARN", { Resource: repositories[0].split(":").slice(0, 3).join(":") }],
      ["an incomplete ARN of the region", { Resource: repositories[0].split(":").slice(0, 4).join(":") }],
      ["an incomplete ARN that is exempted elsewhere", { NotResource: "arn:aws:s3" }],
      [
        "a repository by a tag with another default",
        { Resource: named(repositories[0], "${aws:PrincipalTag/repository, 'elsewhere'}") },
      ],
    ];
    return grants.map(([what, statement]) => ({
      name: `${guard.goal.name}: a group may push to ${what}`,
      parts: withGroup(parts, guard, { Effect: "Allow", Action: "codecommit:GitPush", ...statement }),
    }));
  });
}

const named = (arn: string, name: string) => arn.split(":").with(5, name).join(":");

/** The stack with one more group, of nobody yet, that a statement is given to. */
export function withGroup(parts: readonly Part[], beside: Part, statement: object): Part[] {
  const provider = ofType(parts, "aws:iam/policy:Policy").at(0) ?? beside;
  const group = added(parts, provider, "aws:iam/group:Group", "odd", { name: "odd", path: "/" });
  return added(group, provider, "aws:iam/groupPolicy:GroupPolicy", "odd", {
    group: "odd",
    name: "odd",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Odd", ...statement }] }),
  });
}
