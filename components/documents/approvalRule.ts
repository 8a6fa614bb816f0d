import { createHash } from "node:crypto";
import { branchReference } from "./branchGuard";

/** CodeCommit user guide, "Quotas": the content of an approval rule. */
export const approvalRuleCharacters = 3000;

/** The grammar of an approval rule. Source: CodeCommit user guide, "Create an approval rule template". */
export interface ApprovalRuleContent {
  readonly Version: "2018-11-08";
  /** Left out: every branch. */
  readonly DestinationReferences?: readonly string[];
  readonly Statements: readonly [
    {
      readonly Type: "Approvers";
      readonly NumberOfApprovalsNeeded: number;
      /** Left out: everybody who may approve. */
      readonly ApprovalPoolMembers?: readonly string[];
    },
  ];
}

export interface ApprovalRule {
  /** The target of pull requests: `main`, `release/*`; `*` alone is every branch. */
  readonly branch: string;
  readonly needed: number;
  /**
   * ARNs of users and of sessions of assumed roles; a group's or a role's own would match nobody. The other form,
   * `CodeCommitApprovers:<account>:<name>`, would also count a federated user of that name, which whoever may call
   * GetFederationToken makes up.
   */
  readonly pool?: readonly string[];
}

export function approvalRule({ branch, needed, pool }: ApprovalRule): ApprovalRuleContent {
  return {
    Version: "2018-11-08",
    // A filter may not begin with "*".
    ...(branch !== "*" && { DestinationReferences: [branchReference(branch)] }),
    Statements: [
      {
        Type: "Approvers",
        NumberOfApprovalsNeeded: needed,
        ...(pool && { ApprovalPoolMembers: pool }),
      },
    ],
  };
}

/** Text for a resource argument. Its length is what CodeCommit counts. */
export function approvalRuleText(content: ApprovalRuleContent): string {
  return JSON.stringify(content);
}

/**
 * The name of a rule, which people read in the pull request: `ccp-dev-trunk.main`. CodeCommit takes 100 letters, digits,
 * `.`, `_` and `-`, not ending in `.git`; what does not fit is left out, and a digest tells such branches apart.
 * A protection's name has no dot, so that two protections never come to one name.
 */
export function approvalRuleName(prefix: string, protection: string, branch: string): string {
  const name = `${prefix}-${protection}.${branch}`;
  if (/^[\w.-]{1,100}$/.test(name) && !name.endsWith(".git")) {
    return name;
  }
  const digest = createHash("sha256").update(branch).digest("hex").slice(0, 8);
  const readable = branch.replace(/[^\w.-]+/g, "-").replace(/^-+|-+$/g, "");
  return `${`${prefix}-${protection}.${readable}`.slice(0, 91).replace(/-+$/, "")}-${digest}`;
}
