import type { Identity } from "./identities";
import { tokenize, matchesText } from "./pattern";
import type { Statement } from "./policy";
import { referencesKey } from "./refMovingActions";

/** What `*` is tried with: nothing, names as people give them, nested ones, one that nobody would have listed. */
const fillings = ["", "1", "1.0", "next", "2031/hotfix", "probe-7f3a91"];

/**
 * References that stand for all that match the patterns: each `*` filled in several ways, and what the policies of the
 * identities single out by name, where an exemption would hide.
 */
export function referenceProbes(
  patterns: readonly string[],
  identities: readonly Identity[],
): readonly string[] {
  const tokens = patterns.map((pattern) => tokenize(pattern) ?? []);
  const singledOut = namedReferences(identities).filter((reference) =>
    tokens.some((pattern) => matchesText(pattern, reference)),
  );
  return [...new Set([...patterns.flatMap(fill), ...singledOut])];
}

/** The references that the policies of the identities name, patterns filled in. */
export function namedReferences(identities: readonly Identity[]): readonly string[] {
  const named = statementsOf(identities).flatMap(({ conditions }) =>
    conditions.filter(({ key }) => key.toLowerCase() === referencesKey.toLowerCase()),
  );
  return [
    ...new Set(
      named
        .flatMap(({ values }) => values)
        .filter((value) => value.startsWith("refs/"))
        .flatMap(fill),
    ),
  ];
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

function fill(pattern: string): readonly string[] {
  if (!/[*?]/.test(pattern)) return [pattern];
  return fillings.map((filling) => pattern.replaceAll("*", filling).replaceAll("?", "x"));
}

function statementsOf(identities: readonly Identity[]): readonly Statement[] {
  const policies = new Set(identities.flatMap((identity) => identity.policies.map(({ policy }) => policy)));
  return [...policies].flatMap(({ statements }) => statements);
}
