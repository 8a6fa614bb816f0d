import type { Identity } from "./identities";
import { tokenize, matchesText } from "./pattern";
import type { Statement } from "./policy";
import { referencesKey } from "./refMovingActions";

/** What `*` is tried with: nothing, names as people give them, nested ones, one that nobody would have listed. */
const fillings = ["", "1", "1.0", "next", "2031/hotfix", "probe-7f3a91"];

/**
 * References that stand for all that match the patterns: each `*` filled in several ways, and with what the policies of
 * the identities single out, by name or by a piece of one, where an exemption would hide.
 */
export function referenceProbes(
  patterns: readonly string[],
  identities: readonly Identity[],
): readonly string[] {
  const tokens = patterns.map((pattern) => tokenize(pattern) ?? []);
  const singledOut = namedReferences(identities).filter((reference) =>
    tokens.some((pattern) => matchesText(pattern, reference)),
  );
  // "*hotfix*" exempts refs/heads/release/hotfix, which neither list has.
  const pieces = writtenReferences(identities)
    .flatMap((value) => value.split(/[*?]+/))
    .filter((piece) => !piece.startsWith("refs/"));
  const filled = patterns.flatMap((pattern) => fill(pattern, [...fillings, ...pieces]));
  return [...new Set([...filled, ...singledOut])];
}

/** The references that the policies of the identities name, patterns filled in. */
export function namedReferences(identities: readonly Identity[]): readonly string[] {
  const named = writtenReferences(identities).filter((value) => value.startsWith("refs/"));
  return [...new Set(named.flatMap((value) => fill(value, fillings)))];
}

/** The values with which the policies of the identities compare references. */
function writtenReferences(identities: readonly Identity[]): readonly string[] {
  return statementsOf(identities).flatMap(({ conditions }) =>
    conditions
      .filter(({ key, test }) => test.kind !== "null" && key.toLowerCase() === referencesKey.toLowerCase())
      .flatMap(({ values }) => values),
  );
}

/** Some regions of each partition, one that does not exist, and every one that the identities' policies name. */
export function regionProbes(identities: readonly Identity[]): readonly string[] {
  const written = statementsOf(identities).flatMap(({ resources, conditions }) => [
    ...(resources?.patterns ?? []),
    ...conditions.flatMap(({ values }) => values),
  ]);
  const named = written.flatMap((text) => text.match(/\b[a-z]{2}(-[a-z]+)+-\d\b/g) ?? []);
  return [...new Set(["us-east-1", "eu-west-1", "ap-southeast-2", "xx-nowhere-1", ...named])];
}

/** No reference ends in a slash or has two in a row: of those nothing needs to be proved. */
function fill(pattern: string, using: readonly string[]): readonly string[] {
  if (!/[*?]/.test(pattern)) return [pattern];
  return using
    .map((filling) => pattern.replaceAll("*", () => filling).replaceAll("?", "x"))
    .filter((reference) => !/\/(\/|$)/.test(reference));
}

function statementsOf(identities: readonly Identity[]): readonly Statement[] {
  const policies = new Set(
    identities.flatMap(({ policies: own, boundary }) =>
      [...own, ...(boundary ? [boundary] : [])].map(({ policy }) => policy),
    ),
  );
  return [...policies].flatMap(({ statements }) => statements);
}
