import type { Identity } from "../../policy-pack/access/identities";
import { numberOf } from "./numberOf";
import type { Right } from "./rights";

/** What must be equal for rights to share a row: answers and deciding statements, or also how those reach somebody. */
export type Likeness = "statements" | "paths";

/** Equal for equal rights. */
export function keyOfRight(right: Right | undefined, likeness: Likeness): string {
  if (right === undefined) {
    return "";
  }
  const { may, conditions, actions, only, decisions } = right;
  const decided = decisions.map(({ policy, statement, boundary, path }) => [
    policy,
    statement,
    boundary,
    ...(likeness === "paths" ? [path] : []),
  ]);
  return JSON.stringify([may, conditions, actions, only, decided]);
}

/** Equal for those whom the same policies decide for, by nothing of their own: judging one of them is enough. */
export function keyOfIdentity({ kind, name, policies, boundary, gaps }: Identity): string {
  const all = [...policies, ...(boundary === undefined ? [] : [boundary])];
  const isPersonal = all.some(({ policy }) => policy.statements.some(readsTheCaller));
  return JSON.stringify([
    kind,
    isPersonal ? name : null,
    gaps.length > 0,
    boundary !== undefined,
    all.map((attached) => numberOf(attached)),
  ]);
}

/** Whether a statement that may be about CodeCommit asks who it is that asks. */
function readsTheCaller(statement: object): boolean {
  const text = JSON.stringify(statement);
  return /"codecommit:|"\*|"negated":true/i.test(text) && /aws:(username|userid|PrincipalArn)/i.test(text);
}
