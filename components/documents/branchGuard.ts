import { refMovingActions } from "./actions";
import { packDocuments } from "./pack";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/** `release/*` → `refs/heads/release/*`: what the condition key `codecommit:References` holds. */
export function branchReference(branch: string): string {
  return `refs/heads/${branch}`;
}

/**
 * Denies every action that moves one of the references in one of the repositories (ARNs), in as few managed policies
 * as hold them.
 */
export function branchGuard(
  protection: string,
  references: readonly string[],
  repositories: readonly string[],
): PolicyDocument[] {
  return packDocuments(repositories, (arns) =>
    policyDocument({
      Sid: `Guard${pascalCase(protection)}`,
      Effect: "Deny",
      Action: refMovingActions,
      Resource: arns,
      Condition: {
        StringLikeIfExists: { "codecommit:References": references },
        // A push is authorised twice, first without references; without this line every push would be denied.
        // Source: CodeCommit user guide, "Limit pushes and merges to branches".
        Null: { "codecommit:References": "false" },
      },
    }),
  );
}

/** A Sid has letters and digits only. */
function pascalCase(name: string): string {
  return name.replace(/(^|-)(.)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
