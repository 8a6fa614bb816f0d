import { zeroOid } from "../../replicator/git/advertisement";

/** Every value that each ref of the source had, oldest first; it begins with {@link zeroOid}, which is "absent". */
export class History {
  private readonly values = new Map<string, string[]>();

  /** To be called before the source has the value: a replication may be quicker than its record. */
  add(ref: string, value: string): void {
    const values = this.values.get(ref);
    if (values === undefined) this.values.set(ref, [zeroOid, value]);
    else values.push(value);
  }

  of(ref: string): readonly string[] {
    return this.values.get(ref) ?? [zeroOid];
  }
}
