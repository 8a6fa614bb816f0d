import { holds } from "../../access/condition";
import type { Statement } from "../../access/policy";
import { referencesKey } from "../../access/refMovingActions";
import { definePolicy } from "../framework/definePolicy";
import { grantTypes, names, statementsOf } from "./statements";

export const requireNullCompanion = definePolicy({
  name: "codecommit-branch-require-null-companion",
  description: "A branch guard denies pushes to its branches, not every push.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-conditional-branch.html",
  remediation: [
    "The first request of a git push names no reference, and `…IfExists` matches what is missing:",
    "",
    '    Condition: { StringLikeIfExists: { "codecommit:References": ["refs/heads/main"] },',
    '                 Null: { "codecommit:References": "false" } }',
  ],
  types: grantTypes,
  judge: (subject) =>
    statementsOf(subject)
      .filter(({ statement }) => statement.effect === "Deny" && names(statement, "codecommit:GitPush"))
      .filter(({ statement }) => stopsEveryPush(statement))
      .map(
        ({ where }) =>
          `The deny of ${where} also holds when a request names no reference, as the first of every git push. Add ` +
          '`"Null": {"codecommit:References": "false"}` to its condition.',
      ),
});

function stopsEveryPush({ conditions }: Statement): boolean {
  const onReferences = conditions.filter(({ key }) => key.toLowerCase() === referencesKey.toLowerCase());
  const request = { valuesOf: () => [], effect: "Deny", unnamedKeys: "missing" } as const;
  return onReferences.length > 0 && onReferences.every((condition) => holds(condition, request));
}
