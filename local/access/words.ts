import type { Decision } from "../../policy-pack/access/evaluate";
import { otherBranches } from "./columns";
import type { Answer } from "./verdict";

/** An answer in a cell of the table. */
export const shortAnswers: Readonly<Record<Answer, string>> = {
  yes: "yes",
  "with-mfa": "mfa",
  "on-conditions": "if",
  "cannot-tell": "?",
  no: "no",
};

/** "main", "tag v*", "any other branch" */
export function referenceText(reference: string, isOnly = false): string {
  if (reference === otherBranches) {
    return isOnly ? "any branch" : "any other branch";
  }
  return reference.replace(/^refs\/heads\//, "").replace(/^refs\/tags\//, "tag ");
}

/** "statement GuardTrunk", "statement 2" */
export function statementText(statement: string): string {
  return /^statement \d+$/.test(statement) ? statement : `statement ${statement}`;
}

/** How a decision reaches somebody: "group ccp-dev-developers → policy AWSCodeCommitPowerUser → statement 1". */
export function pathText({ path, policy, statement, explanation }: Decision): string {
  if (path === undefined || policy === undefined) {
    return explanation;
  }
  return [path, `policy ${policy}`, ...(statement === undefined ? [] : [statementText(statement)])].join(
    " → ",
  );
}

/** "a, b, c and 7 more" */
export function shortList(items: readonly string[], longest: number): string {
  const more = items.length - longest;
  return more > 1 ? `${items.slice(0, longest).join(", ")} and ${more} more` : items.join(", ");
}
