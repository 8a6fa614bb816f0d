import { BlockList, isIP } from "node:net";
import { matchesArn, matchesText, type Token } from "./pattern";

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
}

const literal = (tokens: readonly Token[]) =>
  tokens.map((token) => ("text" in token ? token.text : token.wildcard)).join("");

function comparison(
  matches: (actual: string, written: string) => boolean,
  accepts: (written: string) => boolean = () => true,
  variables = false,
): Comparison {
  return {
    accepts,
    matches: (actual, written) => matches(actual, literal(written)),
    variables,
    negated: false,
  };
}

const any = (): boolean => true;
const not = (positive: Comparison): Comparison => ({ ...positive, negated: true });

const stringEquals = comparison((actual, written) => actual === written, any, true);
const stringEqualsIgnoreCase = comparison(
  (actual, written) => actual.toLowerCase() === written.toLowerCase(),
  any,
  true,
);
const stringLike: Comparison = {
  accepts: any,
  matches: (actual, written) => matchesText(written, actual),
  variables: true,
  negated: false,
};
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
/** W3C's profile of ISO 8601, or seconds since 1970: nothing else that a JavaScript engine takes for a date. */
const isoDate = /^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?$/;
const date = (text: string) =>
  /^\d+$/.test(text) ? Number(text) * 1000 : isoDate.test(text) ? Date.parse(text) : NaN;

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

const ipAddress = comparison(
  (actual, written) => network(written).check(actual, isIP(actual) === 4 ? "ipv4" : "ipv6"),
  isNetwork,
);

function isNetwork(text: string): boolean {
  const [address, prefix, ...rest] = text.split("/");
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  return (
    family !== 0 && rest.length === 0 && (prefix === undefined || (/^\d+$/.test(prefix) && +prefix <= most))
  );
}

function network(text: string): BlockList {
  const [address, prefix] = text.split("/");
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(address, Number(prefix ?? (family === "ipv4" ? 32 : 128)), family);
  return list;
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
