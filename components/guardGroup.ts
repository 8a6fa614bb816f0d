import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Policies } from "./team";

export interface GuardGroupArgs {
  /** The IAM group's name. */
  readonly groupName: string;
  /** The guard's policies. IAM attaches at most 10 to a group. */
  readonly denies: Policies;
  /** IAM user names, of this stack or not, by a stable short name. A user is in at most 10 groups, teams included. */
  readonly members: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * A group that only denies: it guards single users who are in no team, whatever else allows them to push. Its policies
 * are attached before anyone is a member.
 *
 * @example
 * new GuardGroup("ccp-dev-guard-trunk", {
 *   groupName: "ccp-dev-guard-trunk",
 *   denies: trunk.policies,
 *   members: { "build-server": "jenkins" },
 * });
 */
export class GuardGroup extends pulumi.ComponentResource {
  constructor(name: string, args: GuardGroupArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:GuardGroup", name, {}, opts);
    const { groupName, denies, members } = args;

    const group = new aws.iam.Group(`${name}-group`, { name: groupName }, { parent: this });
    const attachments = Object.entries(denies).map(
      ([suffix, policy]) =>
        new aws.iam.GroupPolicyAttachment(
          `${name}-${suffix}`,
          { group: group.name, policyArn: policy.arn },
          { parent: this },
        ),
    );
    for (const [suffix, user] of Object.entries(members)) {
      new aws.iam.UserGroupMembership(
        `${name}-${suffix}`,
        { user, groups: [group.name] },
        { parent: this, dependsOn: attachments },
      );
    }
    this.registerOutputs({ groupName });
  }
}
