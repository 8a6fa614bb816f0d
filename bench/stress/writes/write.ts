import type { Random } from "../random";
import type { Writer } from "../writer";

/** Something that somebody may do to a repository, and that a copy may get wrong. */
export interface Write {
  readonly name: string;
  /** How often it happens, against the others. */
  readonly weight: number;
  /** @returns false if there is nothing to do it to */
  readonly write: (writer: Writer, random: Random) => Promise<boolean>;
}
