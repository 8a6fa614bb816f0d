import { zeroOid } from "../../replicator/git/advertisement";
import type { GitRepository } from "../../test/support/git";
import { History } from "./history";
import type { Random } from "./random";

/** Somebody who works on the source. Same seed, same work, down to the ids of the commits. */
export class Writer {
  readonly history = new History();
  /** The source's refs. */
  readonly refs = new Map<string, string>();
  /** The source's default branch, by its full name. */
  head = "refs/heads/main";
  private count = 0;

  constructor(
    private readonly repository: GitRepository,
    private readonly random: Random,
  ) {}

  /** A commit with one file that resembles those of other commits, and some bytes that nothing resembles. */
  async commit(parent?: string, noise = 20): Promise<string> {
    this.count += 1;
    const lines = Array.from({ length: 40 }, (_, line) => `line ${line}\n`);
    lines[this.random.below(40)] = `changed by commit ${this.count}\n`;
    const content = `${lines.join("")}${this.random.bytes(noise).toString("base64")}\n`;
    const blob = await this.repository.writeObject("blob", content);
    const entry = Buffer.concat([Buffer.from("100644 file.txt\0"), Buffer.from(blob, "hex")]);
    const tree = await this.repository.writeObject("tree", entry);
    const parents = parent === undefined ? "" : `parent ${parent}\n`;
    return await this.repository.writeObject(
      "commit",
      `tree ${tree}\n${parents}author ${this.signature}\ncommitter ${this.signature}\n\ncommit ${this.count}\n`,
    );
  }

  /** An annotated tag of anything. */
  async tag(oid: string, type: "blob" | "tree" | "commit" | "tag", name: string): Promise<string> {
    this.count += 1;
    const head = `object ${oid}\ntype ${type}\ntag ${name}\ntagger ${this.signature}\n`;
    return await this.repository.writeObject("tag", `${head}\ntag ${this.count}\n`);
  }

  /** The tree or the file of a commit. */
  async partOf(commit: string, part: "tree" | "blob"): Promise<string> {
    return await this.repository.git(
      "rev-parse",
      part === "tree" ? `${commit}^{tree}` : `${commit}:file.txt`,
    );
  }

  /** Moves refs in one step; undefined deletes. */
  async move(changes: Readonly<Record<string, string | undefined>>): Promise<void> {
    for (const [ref, oid] of Object.entries(changes)) {
      this.history.add(ref, oid ?? zeroOid);
      if (oid === undefined) this.refs.delete(ref);
      else this.refs.set(ref, oid);
    }
    await this.repository.updateRefs(changes);
  }

  async setHead(ref: string): Promise<void> {
    this.head = ref;
    await this.repository.git("symbolic-ref", "HEAD", ref);
  }

  refsUnder(prefix: string): string[] {
    return [...this.refs.keys()].filter((ref) => ref.startsWith(prefix));
  }

  /** Whether a ref of this name can be made: there is none, none that is its directory, and none that it is one of. */
  isFree(ref: string): boolean {
    return ![...this.refs.keys()].some(
      (other) => other === ref || other.startsWith(`${ref}/`) || ref.startsWith(`${other}/`),
    );
  }

  private get signature(): string {
    return `Ada <ada@example.com> ${1_700_000_000 + this.count} +0000`;
  }
}
