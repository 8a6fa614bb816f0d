import { createHash } from "node:crypto";
import { type PolicyDocument, policyText } from "./policyDocument";

/** IAM counts the characters of a managed policy without white space. Source: IAM user guide, "IAM and AWS STS quotas". */
export const managedPolicyCharacters = 6144;

/** Policies of as few documents as fit the limit. See {@link pack}. */
export function packDocuments(
  names: readonly string[],
  build: (names: readonly string[]) => PolicyDocument,
  maximumCharacters = managedPolicyCharacters,
): PolicyDocument[] {
  return pack(names, build, (document) => policyText(document).length, maximumCharacters, "policy");
}

/**
 * Spreads names over as few documents as fit the limit. A name's document depends on the name and the number of
 * documents only, so adding one name changes one document, until their number doubles.
 *
 * @param what the kind of document, for the error
 * @throws RangeError when one name alone does not fit.
 */
export function pack<T>(
  names: readonly string[],
  build: (names: readonly string[]) => T,
  lengthOf: (document: T) => number,
  maximumCharacters: number,
  what: string,
): T[] {
  for (let count = 1; ; count *= 2) {
    const shards = shard(names, count);
    const documents = shards.map(build);
    if (documents.every((document) => lengthOf(document) <= maximumCharacters)) {
      return documents;
    }
    if (shards.some((names, index) => names.length === 1 && lengthOf(documents[index]) > maximumCharacters)) {
      throw new RangeError(`A ${what} for one name alone has more than ${maximumCharacters} characters.`);
    }
  }
}

function shard(names: readonly string[], count: number): string[][] {
  const shards = Array.from({ length: count }, (): string[] => []);
  for (const name of names) {
    shards[createHash("sha256").update(name).digest().readUInt32BE(0) % count].push(name);
  }
  return shards.filter((names) => names.length > 0);
}
