import { BlockList, isIP } from "node:net";
import { matchesArn, matchesText, textOf, type Token } from "./pattern";

/** How a condition operator compares one value of the request with one value of the policy. */
export interface Comparison {
  /** Whether the value in the policy can be read at all; a policy with one that cannot is refused. */
  readonly accepts: (written: string) => boolean;
  /** @param wide How to read what AWS leaves open. */
  readonly matches: (actual: string, written: readonly Token[], wide: boolean) => boolean;
  /** Whether policy variables are replaced in the policy's value. */
  readonly variables: boolean;
  /** "Not" operators: true when no value of the policy matches, and on a missing key. */
  readonly negated: boolean;
  /** Of operators on text: the pattern that a value of the policy stands for, and whether case matters. */
  readonly text?: TextComparison;
}

export interface TextComparison {
  readonly patternOf: (written: readonly Token[]) => readonly Token[];
  readonly ignoreCase: boolean;
}

const literal = (tokens: readonly Token[]) => tokens.map(textOf).join("");
const isOpen = (token: Token) => "open" in token;

function comparison(
  matches: (actual: string, written: string) => boolean,
  accepts: (written: string) => boolean = () => true,
  variables = false,
): Comparison {
  return {
    accepts,
    // What a variable stands for that may be anything, matches.
    matches: (actual, written) => written.some(isOpen) || matches(actual, literal(written)),
    variables,
    negated: false,
  };
}

const any = (): boolean => true;
const not = (positive: Comparison): Comparison => ({ ...positive, negated: true });

function textual(text: TextComparison): Comparison {
  return {
    accepts: any,
    matches: (actual, written) => matchesText(text.patternOf(written), actual, text.ignoreCase),
    variables: true,
    negated: false,
    text,
  };
}

/** The signs `*` and `?` as they are. The same tokens give the same pattern, so that it is read once. */
function verbatim(written: readonly Token[]): readonly Token[] {
  const known =
    verbatims.get(written) ?? written.map((token) => (isOpen(token) ? token : { text: textOf(token) }));
  verbatims.set(written, known);
  return known;
}

const verbatims = new WeakMap<readonly Token[], readonly Token[]>();

const stringEquals = textual({ patternOf: verbatim, ignoreCase: false });
const stringEqualsIgnoreCase = textual({ patternOf: verbatim, ignoreCase: true });
const stringLike = textual({ patternOf: (written) => written, ignoreCase: false });
// "ArnEquals and ArnLike behave identically." Whether a lone `*`, which has no components, is any ARN AWS does not say.
const arnLike: Comparison = {
  accepts: any,
  matches: (actual, written, wide) => matchesArn(written, actual) || (wide && isStar(written)),
  variables: true,
  negated: false,
};

const isStar = (tokens: readonly Token[]) =>
  tokens.length === 1 && "wildcard" in tokens[0] && tokens[0].wildcard === "*";

const number = (text: string) => (/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text) ? Number(text) : NaN);
/**
 * W3C's profile of ISO 8601, whose shortest form is a year of four digits, or seconds since 1970: nothing else that a
 * JavaScript engine takes for a date.
 */
const isoDate = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const date = (text: string) =>
  isoDate.test(text) ? Date.parse(text) : /^\d+$/.test(text) ? Number(text) * 1000 : NaN;

function ordered(
  read: (text: string) => number,
  compare: (actual: number, written: number) => boolean,
): Comparison {
  return comparison(
    (actual, written) => compare(read(actual), read(written)),
    (written) => !Number.isNaN(read(written)),
  );
}

const bool = comparison(
  (actual, written) => actual.toLowerCase() === written.toLowerCase(),
  (written) => /^(true|false)$/i.test(written) || written.includes("${"),
  true,
);

const binaryEquals = comparison(
  (actual, written) => Buffer.from(actual, "base64").equals(Buffer.from(written, "base64")),
  (written) => /^[A-Za-z0-9+/]*={0,2}$/.test(written),
);

const ipAddress = comparison((actual, written) => contains(networkOf(written), networkOf(actual)), isNetwork);

interface Network {
  readonly family: "ipv4" | "ipv6";
  readonly address: string;
  readonly bits: number;
}

function isNetwork(text: string): boolean {
  return networkOf(text) !== undefined;
}

/** An address, or a range in CIDR notation. IPv4 mapped into IPv6 (RFC 4291, section 2.5.5.2) is IPv4. */
function networkOf(text: string): Network | undefined {
  const [address, prefix, ...rest] = text.split("/");
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  if (
    family === 0 ||
    rest.length > 0 ||
    (prefix !== undefined && !(/^\d+$/.test(prefix) && +prefix <= most))
  ) {
    return undefined;
  }
  const bits = Number(prefix ?? most);
  if (family === 4) return { family: "ipv4", address, bits };
  const mapped = bits >= 96 ? mappedAddress(address) : undefined;
  return mapped === undefined
    ? { family: "ipv6", address, bits }
    : { family: "ipv4", address: mapped, bits: bits - 96 };
}

/** "203.0.113.7" of "::ffff:203.0.113.7", however that is written. */
function mappedAddress(address: string): string | undefined {
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, "")}]`);
  const [, high, low] = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(hostname) ?? [];
  if (high === undefined) return undefined;
  return [high, low]
    .map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");
}

/** An IPv4 address is in no range of IPv6, though `BlockList` has it in `::/0`. */
function contains(range: Network | undefined, { family, address }: Partial<Network> = {}): boolean {
  if (range === undefined || address === undefined || range.family !== family) return false;
  const list = new BlockList();
  list.addSubnet(range.address, range.bits, range.family);
  return list.check(address, family);
}

const numericEquals = ordered(number, (actual, written) => actual === written);
const dateEquals = ordered(date, (actual, written) => actual === written);

/**
 * Every condition operator but `Null`, which compares nothing.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ["StringEquals", stringEquals],
  ["StringNotEquals", not(stringEquals)],
  ["StringEqualsIgnoreCase", stringEqualsIgnoreCase],
  ["StringNotEqualsIgnoreCase", not(stringEqualsIgnoreCase)],
  ["StringLike", stringLike],
  ["StringNotLike", not(stringLike)],
  ["NumericEquals", numericEquals],
  ["NumericNotEquals", not(numericEquals)],
  ["NumericLessThan", ordered(number, (actual, written) => actual < written)],
  ["NumericLessThanEquals", ordered(number, (actual, written) => actual <= written)],
  ["NumericGreaterThan", ordered(number, (actual, written) => actual > written)],
  ["NumericGreaterThanEquals", ordered(number, (actual, written) => actual >= written)],
  ["DateEquals", dateEquals],
  ["DateNotEquals", not(dateEquals)],
  ["DateLessThan", ordered(date, (actual, written) => actual < written)],
  ["DateLessThanEquals", ordered(date, (actual, written) => actual <= written)],
  ["DateGreaterThan", ordered(date, (actual, written) => actual > written)],
  ["DateGreaterThanEquals", ordered(date, (actual, written) => actual >= written)],
  ["Bool", bool],
  ["BinaryEquals", binaryEquals],
  ["IpAddress", ipAddress],
  ["NotIpAddress", not(ipAddress)],
  ["ArnEquals", arnLike],
  ["ArnLike", arnLike],
  ["ArnNotEquals", not(arnLike)],
  ["ArnNotLike", not(arnLike)],
]);
