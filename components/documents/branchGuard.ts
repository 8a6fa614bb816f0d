import { directMoveActions, refMovingActions } from "./actions";
import { packDocuments } from "./pack";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/** `release/*` → `refs/heads/release/*`: what the condition key `codecommit:References` holds. */
export function branchReference(branch: string): string {
  return `refs/heads/${branch}`;
}

/** `v*` → `refs/tags/v*`. */
export function tagReference(tag: string): string {
  return `refs/tags/${tag}`;
}

export interface Guard {
  /** The protection's name in the settings: lower-case words joined by "-". */
  readonly protection: string;
  /** Full references; `*` and `?` match as in IAM. */
  readonly references: readonly string[];
  /** ARNs. */
  readonly repositories: readonly string[];
  /** Who may merge a pull request. `everyone`: the guard leaves merges to the approval rules. */
  readonly pullRequests: "pushers" | "everyone";
}

/**
 * Denies every action that moves one of the references in one of the repositories, in as few managed policies as hold
 * them.
 *
 * @throws RangeError when the references fit in no policy.
 */
export function branchGuard({ protection, references, repositories, pullRequests }: Guard): PolicyDocument[] {
  return packDocuments(repositories, (arns) =>
    policyDocument({
      Sid: `Guard${pascalCase(protection)}`,
      Effect: "Deny",
      Action: pullRequests === "everyone" ? directMoveActions : refMovingActions,
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
