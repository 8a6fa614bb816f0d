import type { Command } from "./git/sendPack";
import type { RefAtOid } from "./report";

/** The names that a target's refs leave to others. Some stores of refs do not tell `A` from `a`: those are one name here. */
export class TakenNames {
  private readonly refs = new Map<string, RefAtOid>();
  /** Git keeps no `a` beside `a/b`. */
  private readonly directories = new Set<string>();

  constructor(refs: ReadonlyMap<string, string>) {
    for (const [ref, oid] of refs) this.add({ ref, oid });
  }

  /**
   * Takes the name of a ref that is to be created, which has no directories but `refs/heads/`.
   *
   * @returns the ref that has this name and value then, or had it before; undefined if another one is in the way
   */
  take({ ref, to: oid }: Command): string | undefined {
    const name = ref.toLowerCase();
    const there = this.refs.get(name);
    if (there !== undefined) return there.oid === oid ? there.ref : undefined;
    if (this.directories.has(name)) return undefined;
    this.add({ ref, oid });
    return ref;
  }

  private add(entry: RefAtOid): void {
    const name = entry.ref.toLowerCase();
    this.refs.set(name, entry);
    for (let end = name.lastIndexOf("/"); end > 0; end = name.lastIndexOf("/", end - 1)) {
      this.directories.add(name.slice(0, end));
    }
  }
}
