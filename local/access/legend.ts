import type { Decision } from "../../policy-pack/access/evaluate";
import type { Painter } from "../paint";
import { shortList, statementText } from "./words";

interface Entry {
  readonly number: number;
  readonly effect: string;
  readonly what: string;
  readonly paths: Set<string>;
}

/** How many paths an entry lists. */
const longestList = 4;

/** Numbers the statements that decide, in the order of their first use. */
export class Legend {
  readonly #entries = new Map<string, Entry>();

  /** Empty when no statement decides. */
  numberOf({ effect, policy, statement, path, boundary }: Decision): string {
    if (policy === undefined || path === undefined) {
      return "";
    }
    const missing = boundary !== undefined && statement === undefined;
    const what = missing
      ? `policy ${policy}, which does not allow it`
      : `${statementText(statement ?? "")} of policy ${policy}`;
    const verb = effect === "allow" ? "allowed by" : missing ? "bounded by" : "denied by";
    const entry = this.#entries.get(`${verb} ${what}`) ?? {
      number: this.#entries.size + 1,
      effect: verb,
      what,
      paths: new Set(),
    };
    entry.paths.add(path);
    this.#entries.set(`${verb} ${what}`, entry);
    return String(entry.number);
  }

  lines(paint: Painter): readonly string[] {
    return [...this.#entries.values()].map(
      ({ number, effect, what, paths }) =>
        `${String(number).padStart(3)}  ${effect} ${what} ${paint("dim", `(${shortList([...paths], longestList)})`)}`,
    );
  }
}
