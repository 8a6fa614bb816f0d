import { documentsOf, type Mutant, rewritten, type Statement } from "../mutant";
import type { Part } from "../scene";

/** Who may use what: trust policies, and the policies of keys, topics, queues, buckets. */
export function widerResourcePolicies(parts: readonly Part[]): Mutant[] {
  return documentsOf(parts).flatMap((document) =>
    document.statements
      .filter(({ Principal }) => Principal !== undefined)
      .flatMap((statement) =>
        changesOf(statement, document.part.goal.type).map(([what, replacement]) => ({
          name: `${document.part.goal.name}: ${statement.Sid} ${what}`,
          parts: rewritten(parts, document, statement, replacement),
        })),
      ),
  );
}

function changesOf(statement: Statement, type: string): [string, object | undefined][] {
  if (statement.Effect === "Deny") return [["is gone", undefined]];
  const { Condition, ...unconditional } = statement;
  return [
    ["is for everybody", { ...unconditional, Principal: "*" }],
    ["is for every account", { ...unconditional, Principal: { AWS: "*" } }],
    // A service acts for anybody's resources where nothing says for whose. Not every service tells.
    ...(Condition === undefined || type === "aws:iam/role:Role"
      ? []
      : [["lacks its condition", unconditional] as [string, object]]),
  ];
}
