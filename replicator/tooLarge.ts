import type { PushResult } from "./git/sendPack";
import { ReplicationError, type ReplicationErrorCode } from "./replicationError";

/** A push of this size that breaks off may have been too large for the target, in bytes. */
const suspiciousBytes = 8 * 1024 * 1024;

/** How a gateway that has enough, or no patience, breaks off. */
const hangUps = new Set<ReplicationErrorCode>([
  "network",
  "remote-error",
  "timeout",
  "truncated",
  "unavailable",
]);

/** True if a target says that it was too much, in the words of git or of a gateway. */
export function saysTooLarge({ messages, rejected }: PushResult): boolean {
  return /maximum allowed size|too large/i.test([messages, ...[...rejected.values()].slice(0, 1)].join(" "));
}

/**
 * Whether a push that failed was too large for the target: `suspected` where it just broke off on the way.
 *
 * @param sent How many bytes went out to the target.
 */
export function wasTooLarge(error: unknown, sent: number): "known" | "suspected" | undefined {
  if (!(error instanceof ReplicationError) || error.message.startsWith("source ")) return undefined;
  if (error.code === "too-large") return "known";
  return hangUps.has(error.code) && sent > suspiciousBytes ? "suspected" : undefined;
}
