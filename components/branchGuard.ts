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
  /** Full references, `refs/heads/main`; `*` and `?` match as in IAM. */
  readonly references: readonly string[];
  readonly place: Place;
  readonly repositories: readonly Repository[];
  /**
   * Who may move the references: the members of IAM groups, by the groups' names, and roles, as `role/<name>`. The policy
   * pack proves that nobody else can.
   */
  readonly pushers: readonly string[];
}

/**
 * Policies that deny moving, creating and deleting the protected branches. Who is not a pusher gets them attached;
 * a deny wins over every allow.
 *
 * @example
 * new BranchGuard("ccp-dev-guard-trunk", {
 *   protection: "trunk",
 *   references: ["refs/heads/main"],
 *   place,
 *   repositories: [paymentsApi],
 *   pushers: ["ccp-dev-release-managers"],
 * });
 */
export class BranchGuard extends pulumi.ComponentResource {
  /** One policy for each shard. */
  readonly policies: Policies;

  constructor(name: string, args: BranchGuardArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:BranchGuard", name, {}, opts);

    const { protection, references, place, repositories, pushers } = args;
    const arns = repositories.map(({ repositoryName }) => repositoryArn(place, place.region, repositoryName));
    this.policies = Object.fromEntries(
      branchGuard(protection, references, arns).map((document, shard) => [
        `guard-${protection}-${shard}`,
        new aws.iam.Policy(
          `${name}-${shard}`,
          {
            name: `${name}-${shard}`,
            description: `Protected branches (${protection}): only pushers may move them.`,
            policy: policyText(document),
          },
          { parent: this, dependsOn: [...repositories] },
        ),
      ]),
    );
    this.registerOutputs({ protection, references, repositories: arns, pushers });
  }
}
