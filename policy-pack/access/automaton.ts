/** A language over text, as a deterministic automaton. States are numbers; they may be found as they are reached. */
export interface Automaton {
  readonly start: number;
  /** The characters (UTF-16 code units) that it tells from all others. All others it treats alike. */
  readonly symbols: ReadonlySet<string>;
  /** The same for characters that it treats alike everywhere. */
  classOf(symbol: string): string;
  next(state: number, symbol: string): number;
  accepts(state: number): boolean;
  /** Whether nothing that begins so is accepted, however it goes on. */
  isDead(state: number): boolean;
}

/** The state after some text. */
export function walk(automaton: Automaton, text: string, from = automaton.start): number {
  let state = from;
  for (let index = 0; index < text.length && !automaton.isDead(state); index += 1) {
    state = automaton.next(state, text[index]);
  }
  return state;
}
