import type { PushResult } from "./git/sendPack";
import { isUnusable, plainest } from "./relay";
import { saysTooLarge, wasTooLarge } from "./tooLarge";

/** What was wrong with the packs of one replication so far. It decides how the next one is made. */
export class PackTroubles {
  /** How many the target could not complete. */
  unusable = 0;
  /** How many objects were too many, where that is known. */
  tooMany: number | undefined;
  /** Reasons to think that a push was too large. */
  private oversize = 0;

  /** True if history has to go over in stages. */
  get tooLarge(): boolean {
    return this.oversize >= 2;
  }

  /** True if the target could use no pack, not even one with everything: another try would only send that again. */
  get unmendable(): boolean {
    return this.unusable > plainest;
  }

  /**
   * Takes note of a report.
   *
   * @param objects How many the pack had, if it had come so far.
   */
  reported(result: PushResult, objects: number | undefined): void {
    if (saysTooLarge(result)) this.oversized(2, objects);
    else if (isUnusable(result)) this.unusable += 1;
  }

  /** Takes note of a push that broke off. A gateway that has enough may just hang up; so may any other, once. */
  brokeOff(error: unknown, sent: number, objects: number | undefined): void {
    const tooLarge = wasTooLarge(error, sent);
    if (tooLarge !== undefined) this.oversized(tooLarge === "known" ? 2 : 1, objects);
  }

  private oversized(reasons: number, objects: number | undefined): void {
    this.oversize += reasons;
    if (objects !== undefined) this.tooMany = Math.min(this.tooMany ?? Infinity, objects);
  }
}
