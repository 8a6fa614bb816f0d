import type { PushResult } from "./git/sendPack";
import { isUnusable, type Moved } from "./relay";
import { ReplicationError } from "./replicationError";
import { saysTooLarge } from "./stages";

/** A push of this size that breaks off may have been too large for the target, in bytes. */
const suspiciousBytes = 8 * 1024 * 1024;

/** What was wrong with the packs of one replication so far. It decides how the next one is made. */
export class PackTroubles {
  /** How many the target could not complete. */
  unusable = 0;
  /** Reasons to think that a push was too large. */
  private oversize = 0;
  /** Of the last pack. */
  private objects: number | undefined;

  /** True if history has to go over in stages. */
  get tooLarge(): boolean {
    return this.oversize >= 2;
  }

  /** How many objects were too many, where that is known. */
  get tooMany(): number | undefined {
    return this.tooLarge ? this.objects : undefined;
  }

  /** Takes note of a report. */
  reported(result: PushResult, { objects }: Moved): void {
    this.objects = objects;
    if (saysTooLarge(result.messages)) this.oversize = 2;
    else if (isUnusable(result)) this.unusable += 1;
  }

  /** Takes note of a push that broke off. A gateway that has enough may just hang up; so may any other, once. */
  brokeOff(error: unknown, { bytes, objects }: Moved): void {
    this.objects = objects;
    if (!(error instanceof ReplicationError)) return;
    if (error.code === "too-large") this.oversize = 2;
    else if (bytes > suspiciousBytes && error.transient) this.oversize += 1;
  }
}
