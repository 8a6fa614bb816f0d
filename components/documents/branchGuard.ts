import { createHash } from "node:crypto";
import { refMovingActions } from "./actions";
import { policyDocument, type PolicyDocument, policyText } from "./policyDocument";

/** `release/*` → `refs/heads/release/*`: what the condition key `codecommit:References` holds. */
export function branchReference(branch: string): string {
  return `refs/heads/${branch}`;
}

/**
 * Denies every action that moves one of the references in one of the repositories, in as few documents as fit
 * `maximumCharacters`. A repository's shard depends on its name and the number of shards only, so adding one
 * repository changes one document.
 *
 * @throws RangeError when a single repository does not fit, which takes several thousand characters of references.
 */
export function branchGuard(
  protection: string,
  references: readonly string[],
  repositories: readonly string[],
  maximumCharacters: number,
): PolicyDocument[] {
  for (let count = 1; count <= 1024; count *= 2) {
    const documents = shards(repositories, count).map((shard) => guard(protection, references, shard));
    if (documents.every((document) => policyText(document).length <= maximumCharacters)) {
      return documents;
    }
  }
  throw new RangeError(
    `The branches of protection "${protection}" do not fit in a policy of ${maximumCharacters} characters; use fewer branches, or patterns such as "release/*".`,
  );
}

function shards(repositories: readonly string[], count: number): string[][] {
  const result = Array.from({ length: count }, (): string[] => []);
  for (const arn of repositories) {
    result[createHash("sha256").update(arn).digest().readUInt32BE(0) % count]?.push(arn);
  }
  return result.filter((shard) => shard.length > 0);
}

function guard(
  protection: string,
  references: readonly string[],
  repositories: readonly string[],
): PolicyDocument {
  return policyDocument({
    Sid: `Guard${protection.replace(/(^|-)(.)/g, (_match, _dash, letter: string) => letter.toUpperCase())}`,
    Effect: "Deny",
    Action: refMovingActions,
    Resource: repositories,
    Condition: {
      StringLikeIfExists: { "codecommit:References": references },
      // A push is authorised twice, first without references; without this line every push would be denied.
      // Source: CodeCommit user guide, "Limit pushes and merges to branches".
      Null: { "codecommit:References": "false" },
    },
  });
}
