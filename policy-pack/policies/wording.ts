import { label, type Identity } from "../access/identities";
import type { RefMove } from "../access/refMoves";

/** "every member of group developers", "user ada", "role deploy" */
export function who(identity: Identity): string {
  return identity.kind === "group" ? `every member of ${label(identity)}` : label(identity);
}

/** "a, b, c and 4 more" */
export function list(items: readonly string[], most = 3): string {
  const shown =
    items.length > most + 1 ? [...items.slice(0, most), `${items.length - most} more`] : [...items];
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}

/** What an identity can do, or may be able to do, and why: without a full stop. */
export function finding(move: RefMove): string {
  const { identity, verdict, decision, doubts, actions, repositories, references } = move;
  const deed = `move ${list(references.map(quote))} of ${list(repositories)} with ${list(actions)}`;
  return verdict === "allowed"
    ? `${capitalised(who(identity))} can ${deed}: ${decision.explanation}, and no deny stops it`
    : `It cannot be told whether ${who(identity)} can ${deed}: ${list(doubts)}`;
}

const quote = (text: string) => `"${text}"`;
export const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
