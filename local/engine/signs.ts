import type { styleText } from "node:util";
import type { Operation } from "./steps";

type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

interface Sign {
  readonly sign: string;
  readonly style: Style;
  /** Follows a count at preview. */
  readonly planned: string;
  /** Follows a count after an update. */
  readonly done: string;
}

/** How each operation is shown, in the order of the counts. */
export const SIGNS: Readonly<Record<Operation, Sign>> = {
  create: { sign: "+", style: "green", planned: "to create", done: "created" },
  import: { sign: "=", style: "cyan", planned: "to import", done: "imported" },
  update: { sign: "~", style: "yellow", planned: "to update", done: "updated" },
  replace: { sign: "±", style: "magenta", planned: "to replace", done: "replaced" },
  delete: { sign: "-", style: "red", planned: "to delete", done: "deleted" },
  read: { sign: ">", style: "cyan", planned: "to read", done: "read" },
  same: { sign: " ", style: "gray", planned: "unchanged", done: "unchanged" },
};
