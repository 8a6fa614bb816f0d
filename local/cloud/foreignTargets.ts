import type { Account } from "./account";

/** What the program names itself begins so. */
const ownPrefix = "ccp-";

/**
 * Whether a function, topic, queue or event bus that nothing here made may be supposed to exist: it belongs to another
 * account, or its name is none of the program's. What is sent to it is kept as a record and goes no further.
 *
 * @param targetArn An ARN whose sixth part is the name, perhaps after its kind: `function:payments`, `event-bus/audit`.
 */
export function isForeign(account: Account, targetArn: string): boolean {
  const [, , , , owner, ...rest] = targetArn.split(":");
  if (owner !== account.accountId) return true;
  const name = rest.join(":").replace(/^(function:|event-bus\/)/, "");
  return !name.startsWith(ownPrefix);
}
