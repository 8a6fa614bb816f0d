import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { branchGuard } from "./documents/branchGuard";
import { policyText } from "./documents/policyDocument";
import type { Policies } from "./team";

export interface BranchGuardArgs {
  /** The protection's name in the settings. */
  readonly protection: string;
  /** Full references, `refs/heads/main`; `*` and `?` match as in IAM. */
  readonly references: readonly string[];
  /** ARNs of the repositories, which may not exist yet. */
  readonly repositories: readonly string[];
  /** Physical names of the IAM groups whose members may move the references. The policy pack proves that nobody else can. */
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
 *   repositories: ["arn:aws:codecommit:eu-central-1:123456789012:payments-api"],
 *   pushers: ["ccp-dev-release-managers"],
 * });
 */
export class BranchGuard extends pulumi.ComponentResource {
  /** One policy for each shard. */
  readonly policies: Policies;

  constructor(name: string, args: BranchGuardArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:BranchGuard", name, {}, opts);

    const documents = branchGuard(args.protection, args.references, args.repositories);
    this.policies = Object.fromEntries(
      documents.map((document, shard) => [
        `guard-${args.protection}-${shard}`,
        new aws.iam.Policy(
          `${name}-${shard}`,
          {
            name: `${name}-${shard}`,
            description: `Protected branches (${args.protection}): only pushers may move them.`,
            policy: policyText(document),
          },
          { parent: this },
        ),
      ]),
    );
    this.registerOutputs({ ...args });
  }
}
