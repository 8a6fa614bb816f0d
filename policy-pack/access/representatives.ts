import { walk, type Automaton } from "./automaton";
import { groupBy } from "./groupBy";

/** A language that texts may differ in. */
export interface Distinction {
  readonly automaton: Automaton;
  /** Where it begins; by default where the automaton does. */
  readonly start?: number;
  /** What it says of a text that has led to a state; by default whether it accepts it. */
  readonly observe?: (state: number) => number | boolean;
}

export interface Search {
  /** Texts to choose before all others, where they will do. */
  readonly preferred?: readonly string[];
  /** How many states to look at: patterns can be written that have more than anybody could. */
  readonly most?: number;
}

const usualMost = 50_000;

/**
 * A shortest text for each way in which the distinctions can turn out for a text of the universe, which is what all its
 * languages accept. What depends on nothing but these distinctions, and is so for none of the texts returned, is so for no
 * text of the universe: that is a proof.
 *
 * It goes through the product of all automata, breadth first, as far as the universe reaches.
 * @returns undefined when there are more states than `most`.
 * @example
 * representatives([any("refs/heads/release/*")], [{ automaton: any("refs/heads/*" + "/qq") }]);
 *   // ["refs/heads/release/x", "refs/heads/release/qq"]
 */
export function representatives(
  universe: readonly Automaton[],
  distinctions: readonly Distinction[],
  { preferred = [], most = usualMost }: Search = {},
): readonly string[] | undefined {
  const automata = [...universe, ...distinctions.map(({ automaton }) => automaton)];
  const accepts = (states: readonly number[]) => universe.every((each, index) => each.accepts(states[index]));
  const observed = (states: readonly number[]) =>
    distinctions
      .map(({ automaton, observe }, index) => {
        const state = states[universe.length + index];
        return Number(observe ? observe(state) : automaton.accepts(state));
      })
      .join();

  const found = new Map<string, string>();
  const consider = (text: string, states: readonly number[]) => {
    if (!accepts(states)) return;
    const key = observed(states);
    if (!found.has(key)) found.set(key, text);
  };
  const start = [
    ...universe.map((each) => each.start),
    ...distinctions.map((each) => each.start ?? each.automaton.start),
  ];
  for (const text of preferred)
    consider(
      text,
      automata.map((each, index) => walk(each, text, start[index])),
    );

  const symbols = alphabetOf(automata);
  const seen = new Set([start.join()]);
  let reached: readonly { readonly text: string; readonly states: readonly number[] }[] = [
    { text: "", states: start },
  ];
  while (reached.length > 0) {
    const next: { text: string; states: number[] }[] = [];
    for (const { text, states } of reached) {
      consider(text, states);
      for (const symbol of symbols) {
        const to = step(universe, automata, states, symbol);
        const key = to?.join();
        if (to === undefined || key === undefined || seen.has(key)) continue;
        seen.add(key);
        if (seen.size > most) return undefined;
        next.push({ text: text + symbol, states: to });
      }
    }
    reached = next;
  }
  return [...found.values()];
}

/** The next states; undefined when the text leaves the universe for good. */
function step(
  universe: readonly Automaton[],
  automata: readonly Automaton[],
  states: readonly number[],
  symbol: string,
): number[] | undefined {
  const to: number[] = [];
  for (let index = 0; index < automata.length; index += 1) {
    const state = automata[index].next(states[index], symbol);
    if (index < universe.length && automata[index].isDead(state)) return undefined;
    to.push(state);
  }
  return to;
}

/** One character of each kind that the automata tell apart, and one that none of them knows. */
function alphabetOf(automata: readonly Automaton[]): readonly string[] {
  const told = new Set(automata.flatMap(({ symbols }) => [...symbols]));
  const all = [otherThan(told), ...[...told].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))];
  const kind = (symbol: string) => automata.map((each) => each.classOf(symbol)).join();
  return [...groupBy(all, kind).values()].map(([first]) => first);
}

/** Witnesses are for people: letters and digits first. */
const rank = (symbol: string): number => (/[a-z]/.test(symbol) ? 0 : /[A-Z\d]/.test(symbol) ? 1 : 2);

const readable = "xyzwvutsrqponmlkjihgfedcba0123456789XYZWVUTSRQPONMLKJIHGFEDCBA_";

function otherThan(told: ReadonlySet<string>): string {
  const letter = [...readable].find((symbol) => !told.has(symbol));
  if (letter !== undefined) return letter;
  let code = 0xc0;
  while (told.has(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}
