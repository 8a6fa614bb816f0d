import type { ReplicationReport } from "./report";

/** Why a replication failed; each code says whether trying again later can help. */
const codes = {
  aborted: "transient",
  "access-denied": "permanent",
  "corrupt-pack": "transient",
  damaged: "permanent",
  "deletion-unconfirmed": "transient",
  environment: "permanent",
  "http-status": "permanent",
  network: "transient",
  "not-converged": "transient",
  "not-found": "permanent",
  "not-our-ref": "transient",
  "over-limit": "transient",
  protocol: "permanent",
  redirected: "permanent",
  rejected: "permanent",
  "remote-error": "transient",
  "repository-corrupt": "permanent",
  "same-repository": "permanent",
  "source-empty": "permanent",
  timeout: "transient",
  "too-large": "transient",
  truncated: "transient",
  unavailable: "transient",
  unsplittable: "permanent",
  unsupported: "permanent",
  untrusted: "permanent",
  usage: "permanent",
} as const;

export type ReplicationErrorCode = keyof typeof codes;

/**
 * The one error of the replicator. The message says what happened and how to get out of it, and never holds
 * a secret.
 */
export class ReplicationError extends Error {
  override readonly name = "ReplicationError";
  /** What was done before it failed, if a replication had begun. */
  report?: ReplicationReport;

  constructor(
    readonly code: ReplicationErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** True if the same call may succeed later without anybody changing anything. */
  get transient(): boolean {
    return codes[this.code] === "transient";
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  // Of a host with several addresses: one error each, and no message of its own.
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
