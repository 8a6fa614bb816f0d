import { ReplicationError } from "./replicationError";

/** What went wrong on the way, mended or not. */
export class Troubles {
  guardStops = 0;
  readonly retries: Record<string, number> = {};

  failed(error: unknown): void {
    if (error instanceof ReplicationError && isGuardStop(error)) this.guardStops += 1;
  }

  retried({ code }: ReplicationError): void {
    this.retries[code] = (this.retries[code] ?? 0) + 1;
  }
}

/** True of the errors that keep a list of the source that cannot be trusted from deleting anything. */
function isGuardStop({ code }: ReplicationError): boolean {
  return code === "source-empty" || code === "deletion-unconfirmed";
}
