/** A piece of a pattern: literal text, or a wildcard. Text that came from a policy variable is always literal. */
export type Token = { readonly text: string } | { readonly wildcard: "*" | "?" };

/** The value of a policy variable's key, or undefined when the request has no single value for it. */
export type Resolve = (key: string) => string | undefined;

/**
 * Splits a pattern into literal text and wildcards and replaces `${key}` and `${key, 'default'}`.
 * `${*}`, `${?}` and `${$}` are the literal characters. Without `resolve` (policy version 2008-10-17) variables are text.
 * @returns undefined when a variable has neither a value nor a default.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function tokenize(pattern: string, resolve?: Resolve): readonly Token[] | undefined {
  if (resolve && pattern.includes("${")) return split(pattern, resolve);
  const known = constants.get(pattern) ?? split(pattern);
  if (known) constants.set(pattern, known);
  return known;
}

/** Patterns without variables are the same for every request; a proof asks thousands. */
const constants = new Map<string, readonly Token[]>();

function split(pattern: string, resolve?: Resolve): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pieces = resolve ? /\$\{([^}]*)\}|[*?]|[^*?$]+|\$/g : /()[*?]|[^*?]+/g;
  for (const [piece, variable] of pattern.matchAll(pieces)) {
    if (piece === "*" || piece === "?") tokens.push({ wildcard: piece });
    else if (!variable) tokens.push({ text: piece });
    else {
      const text = resolve && substitute(variable, resolve);
      if (text === undefined) return undefined;
      tokens.push({ text });
    }
  }
  return tokens;
}

function substitute(variable: string, resolve: Resolve): string | undefined {
  if (["*", "?", "$"].includes(variable)) return variable;
  const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/.exec(variable) ?? [];
  return key ? (resolve(key) ?? fallback) : undefined;
}

/** Matches text in which `*` is any run of characters and `?` any single one. */
export function matchesText(tokens: readonly Token[], value: string, ignoreCase = false): boolean {
  return expression(tokens, ignoreCase ? "ignoreCase" : "exact").test(value);
}

/**
 * Matches a Resource element. AWS documents that a wildcard stays within its colon-separated segment, and that `*`
 * as the last character of a segment may reach beyond; it does not promise that any other wildcard stays within.
 * So a `wide` reading lets every wildcard cross colons and a narrow one only where AWS says so: callers read what
 * grants widely and what protects narrowly.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesResource(tokens: readonly Token[], value: string, wide: boolean): boolean {
  return expression(tokens, wide ? "exact" : "withinSegments").test(value);
}

/**
 * Matches an ARN in a condition: each of the six components on its own; the sixth runs to the end, colons and all.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(tokens: readonly Token[], value: string): boolean {
  const patterns = components(tokens);
  const parts = components([{ text: value }]);
  if (patterns.length !== 6 || parts.length !== 6) return false;
  return patterns.every((pattern, index) => matchesText(pattern, parts[index].map(textOf).join("")));
}

function components(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [[]];
  for (const token of tokens) {
    if ("wildcard" in token) found[found.length - 1].push(token);
    else {
      const room = 6 - found.length;
      const pieces = token.text.split(":");
      const kept = [
        ...pieces.slice(0, room),
        ...(pieces.length > room ? [pieces.slice(room).join(":")] : []),
      ];
      kept.forEach((text, index) =>
        index === 0 ? found[found.length - 1].push({ text }) : found.push([{ text }]),
      );
    }
  }
  return found;
}

const textOf = (token: Token): string => ("text" in token ? token.text : token.wildcard);

type Mode = "exact" | "ignoreCase" | "withinSegments";

const expressions: Readonly<Record<Mode, WeakMap<readonly Token[], RegExp>>> = {
  exact: new WeakMap(),
  ignoreCase: new WeakMap(),
  withinSegments: new WeakMap(),
};

function expression(tokens: readonly Token[], mode: Mode): RegExp {
  const known = expressions[mode].get(tokens);
  if (known) return known;
  const source = tokens.map((token, index) =>
    "text" in token
      ? token.text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      : wildcard(token.wildcard, mode, tokens[index + 1]),
  );
  const built = new RegExp(`^${source.join("")}$`, mode === "ignoreCase" ? "is" : "s");
  expressions[mode].set(tokens, built);
  return built;
}

function wildcard(sign: "*" | "?", mode: Mode, next: Token | undefined): string {
  const endsSegment = next === undefined || ("text" in next && next.text.startsWith(":"));
  if (mode !== "withinSegments" || (sign === "*" && endsSegment)) return sign === "*" ? ".*" : ".";
  return sign === "*" ? "[^:]*" : "[^:]";
}
