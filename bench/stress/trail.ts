import { zeroOid } from "../../replicator/git/advertisement";

/** Follows one ref of the copy on its way through the source's history of that ref. */
export class Trail {
  private place = 0;
  private value = zeroOid;

  /**
   * Each place is taken to be the earliest that is possible, which leaves the most of the way open.
   *
   * @param history What the ref was on the source, oldest first.
   * @returns what is wrong with the step, if anything is
   */
  step(to: string, history: readonly string[]): string | undefined {
    const from = this.value;
    this.value = to;
    const next = history.indexOf(to, this.place);
    if (next >= 0) {
      this.place = next;
      return undefined;
    }
    if (!history.includes(to)) return "was never that on the source";
    // Compare-and-swap cannot tell a value from the same one that comes again: a replication that had read the copy at
    // the first and the source right after it may push when the copy is at the second.
    const earlier = history.indexOf(to, history.indexOf(from) + 1);
    if (earlier < 0) return "went back to what the source had before";
    this.place = earlier;
    return undefined;
  }
}
