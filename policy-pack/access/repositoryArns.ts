import type { Automaton } from "./automaton";

const small = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";
const name = `${small}${small.toUpperCase()}${digits}._-`;

/** The characters of each field of a repository's ARN. */
const fields = [small, `${small}-`, small, `${small}${digits}-`, digits, name].map(
  (letters) => new Set(letters),
);

/**
 * The ARNs that repositories may have, as far as their characters tell.
 * @see https://docs.aws.amazon.com/codecommit/latest/APIReference/API_RepositoryMetadata.html
 */
export const repositoryArns: Automaton = {
  // States: the field, from 1.
  start: 1,
  symbols: new Set(`${name}:`),
  classOf: (symbol) =>
    symbol === ":" ? symbol : fields.map((letters) => Number(letters.has(symbol))).join(""),
  next: (state, symbol) => {
    if (state === 0) return 0;
    if (symbol === ":") return state < fields.length ? state + 1 : 0;
    return fields[state - 1].has(symbol) ? state : 0;
  },
  accepts: (state) => state === fields.length,
  isDead: (state) => state === 0,
};

/** The ARNs of which one field is in a language: a condition on the region, for example, is one on the resource. */
export function fieldOf(inner: Automaton, index: number): Automaton {
  // States: the fields before; from `index` on in and behind it by turns, for each state of the language.
  const [inside, behind] = [(state: number) => index + 2 * state, (state: number) => index + 2 * state + 1];
  const isBehind = (state: number) => (state - index) % 2 === 1;
  const innerOf = (state: number) => Math.floor((state - index) / 2);
  return {
    start: index === 0 ? inside(inner.start) : 0,
    symbols: new Set([...inner.symbols, ":"]),
    classOf: (symbol) => (symbol === ":" ? symbol : inner.classOf(symbol)),
    next(state, symbol) {
      if (state < index) {
        if (symbol !== ":") return state;
        return state + 1 < index ? state + 1 : inside(inner.start);
      }
      if (isBehind(state)) return state;
      return symbol === ":" ? behind(innerOf(state)) : inside(inner.next(innerOf(state), symbol));
    },
    accepts: (state) => state >= index && inner.accepts(innerOf(state)),
    isDead: (state) => state >= index && inner.isDead(innerOf(state)),
  };
}
