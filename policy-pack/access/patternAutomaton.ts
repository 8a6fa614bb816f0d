import type { Automaton } from "./automaton";
import type { Token } from "./token";

/**
 * How patterns are compared: with regard to case or without, and whether a wildcard stays within a segment between
 * colons. At the end of a segment `*` always reaches beyond.
 */
export type Mode = "exact" | "ignoreCase" | "withinSegments";

/** A place in the patterns. Those that begin alike share their beginning. */
interface Node {
  readonly id: number;
  /** Which characters may be repeated here: it stands for a `*`. */
  readonly repeats?: Reach;
  readonly literals: Map<string, Node>;
  readonly wildcards: Map<string, Node>;
  isEnd: boolean;
}

type Reach = "all" | "segment";

interface State {
  readonly nodes: readonly Node[];
  readonly accepts: boolean;
  readonly next: Map<string, number>;
}

const dead = 0;

/**
 * The texts that any of the patterns matches. Its states are sets of places in the patterns and are made when they are
 * first reached, so that to match a text takes time in proportion to the text, whatever the patterns.
 */
export class PatternAutomaton implements Automaton {
  readonly start: number;
  readonly symbols = new Set<string>();
  static #count = 0;
  /** Tells it from all others. */
  readonly id = (PatternAutomaton.#count += 1);
  readonly #states: State[] = [];
  readonly #byNodes = new Map<string, number>();
  #nodes = 0;

  constructor(
    patterns: readonly (readonly Token[])[],
    private readonly mode: Mode,
  ) {
    const root = this.#node();
    patterns.forEach((pattern) => {
      this.#add(root, pattern);
    });
    this.#state([]);
    this.start = this.#state(patterns.length === 0 ? [] : [root]);
  }

  next(from: number, symbol: string): number {
    const { nodes, next } = this.#states[from];
    const known = next.get(symbol);
    if (known !== undefined) return known;
    const to = this.#state(nodes.flatMap((node) => follow(node, this.#folded(symbol))));
    next.set(symbol, to);
    return to;
  }

  classOf(symbol: string): string {
    return this.symbols.has(symbol) ? this.#folded(symbol) : "";
  }

  accepts(state: number): boolean {
    return this.#states[state].accepts;
  }

  isDead(state: number): boolean {
    return state === dead;
  }

  matches(text: string): boolean {
    let state = this.start;
    for (let index = 0; index < text.length && state !== dead; index += 1) {
      state = this.next(state, text[index]);
    }
    return this.#states[state].accepts;
  }

  #add(root: Node, pattern: readonly Token[]): void {
    let node = root;
    pattern.forEach((token, index) => {
      if ("text" in token) for (const symbol of token.text.split("")) node = this.#literal(node, symbol);
      else node = this.#wildcard(node, token.wildcard, this.#reach(token.wildcard, pattern.at(index + 1)));
    });
    node.isEnd = true;
  }

  #literal(from: Node, symbol: string): Node {
    const folded = this.#folded(symbol);
    this.symbols.add(folded);
    if (this.mode === "ignoreCase") this.symbols.add(folded.toUpperCase()[0]);
    return child(from.literals, folded, () => this.#node());
  }

  #wildcard(from: Node, sign: "*" | "?", reach: Reach): Node {
    if (reach === "segment") this.symbols.add(":");
    return child(from.wildcards, `${sign}${reach}`, () => this.#node(sign === "*" ? reach : undefined));
  }

  #reach(sign: "*" | "?", next: Token | undefined): Reach {
    const endsSegment = next === undefined || ("text" in next && next.text.startsWith(":"));
    return this.mode !== "withinSegments" || (sign === "*" && endsSegment) ? "all" : "segment";
  }

  #node(repeats?: Reach): Node {
    this.#nodes += 1;
    const id = this.#nodes;
    return { id, ...(repeats && { repeats }), literals: new Map(), wildcards: new Map(), isEnd: false };
  }

  #state(reached: readonly Node[]): number {
    const nodes = withStars(reached);
    const key = nodes.map(({ id }) => id).join();
    const known = this.#byNodes.get(key);
    if (known !== undefined) return known;
    const state =
      this.#states.push({ nodes, accepts: nodes.some(({ isEnd }) => isEnd), next: new Map() }) - 1;
    this.#byNodes.set(key, state);
    return state;
  }

  #folded(symbol: string): string {
    return this.mode === "ignoreCase" ? lowerCase(symbol) : symbol;
  }
}

/** Of the pairs of letters only: "K" and the sign of the kelvin have one small letter between them. */
function lowerCase(symbol: string): string {
  const lower = symbol.toLowerCase();
  return lower.toUpperCase() === symbol ? lower : symbol;
}

function child(children: Map<string, Node>, key: string, make: () => Node): Node {
  const found = children.get(key) ?? make();
  children.set(key, found);
  return found;
}

function follow(node: Node, symbol: string): readonly Node[] {
  const literal = node.literals.get(symbol);
  if (node.wildcards.size === 0 && node.repeats === undefined) return literal ? [literal] : [];
  const [any, inSegment] = [node.wildcards.get("?all"), node.wildcards.get("?segment")];
  return [
    ...(literal ? [literal] : []),
    ...(any ? [any] : []),
    ...(inSegment && symbol !== ":" ? [inSegment] : []),
    ...(node.repeats === "all" || (node.repeats === "segment" && symbol !== ":") ? [node] : []),
  ];
}

/** With the places behind each `*` that takes nothing, each place once and in one order. */
function withStars(reached: readonly Node[]): readonly Node[] {
  const found = new Map<number, Node>();
  const visit = (node: Node): void => {
    if (found.has(node.id)) return;
    found.set(node.id, node);
    for (const reach of ["*all", "*segment"]) {
      const star = node.wildcards.get(reach);
      if (star) visit(star);
    }
  };
  reached.forEach(visit);
  return [...found.values()].sort((a, b) => a.id - b.id);
}
