import { createHash } from "node:crypto";

/** Source: CodeStar Notifications API reference, CreateNotificationRule. */
const maximumLength = 64;

/**
 * The name of a notification rule: unique in the account, at most 64 letters, digits, `-` and `_`. What does not fit ends
 * in a hash of the whole, so that it stays the same and apart from others.
 */
export function notificationRuleName(prefix: string, rule: string, repository: string): string {
  const whole = `${prefix}-${rule}-${repository}`;
  if (whole.length <= maximumLength && /^[\w-]+$/.test(whole)) {
    return whole;
  }
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  return `${whole.replace(/[^\w-]/g, "-").slice(0, maximumLength - hash.length - 1)}-${hash}`;
}
