import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { branchGuard } from "./documents/branchGuard";
import { type Place, repositoryArn } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import type { Repository } from "./repository";
import type { Policies } from "./team";

export interface BranchGuardArgs {
  /** The protection's name in the settings. */
  readonly protection: string;
  /** Full references, `refs/heads/main` or `refs/tags/v*`; `*` and `?` match as in IAM. */
  readonly references: readonly string[];
  readonly place: Place;
  readonly repositories: readonly Repository[];
  /**
   * The names of all repositories to guard. Those that the stack deletes are among them: updates come before deletions,
   * and a repository is guarded until it is gone.
   */
  readonly guarded: readonly string[];
  /**
   * Who may move the references: the members of IAM groups, by the groups' names, and roles, as `role/<name>`. The policy
   * pack proves that nobody else can.
   */
  readonly pushers: readonly string[];
  /**
   * Who may merge a pull request into the branches. `everyone`: merges are left to approval rules, which every branch
   * then needs.
   */
  readonly pullRequests: "pushers" | "everyone";
  /** What must stand before everyone may merge. */
  readonly approvals: readonly pulumi.Resource[];
}

/**
 * Policies that deny moving, creating and deleting the protected branches and tags. Who is not a pusher gets them attached;
 * a deny wins over every allow.
 *
 * @example
 * new BranchGuard("ccp-dev-guard-trunk", {
 *   protection: "trunk",
 *   references: ["refs/heads/main"],
 *   place,
 *   repositories: [paymentsApi],
 *   guarded: ["payments-api"],
 *   pushers: ["ccp-dev-release-managers"],
 *   pullRequests: "pushers",
 *   approvals: [],
 * });
 */
export class BranchGuard extends pulumi.ComponentResource {
  /** One policy for each shard. */
  readonly policies: Policies;

  constructor(name: string, args: BranchGuardArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:BranchGuard", name, {}, opts);

    const { protection, references, place, pushers, pullRequests } = args;
    const arn = (name: string) => repositoryArn(place, place.region, name);
    const repositories = args.repositories.map(({ repositoryName }) => arn(repositoryName));
    const guarded = args.guarded.map(arn);
    this.policies = Object.fromEntries(
      branchGuard({ protection, references, repositories: guarded, pullRequests }).map((document, shard) => [
        `guard-${protection}-${shard}`,
        new aws.iam.Policy(
          `${name}-${shard}`,
          {
            name: `${name}-${shard}`,
            description: `Protected references (${protection}): only pushers may move them.`,
            policy: policyText(document),
          },
          { parent: this, dependsOn: [...args.repositories, ...args.approvals] },
        ),
      ]),
    );
    this.registerOutputs({ protection, references, repositories, pushers, pullRequests });
  }
}
