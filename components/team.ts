import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { awsManagedPolicyArn, type Place } from "./documents/place";
import type { Person } from "./person";
import type { AccessLevel } from "./settings/schema";

/** The AWS managed policy behind each access level. */
const managedPolicies: Readonly<Record<AccessLevel, string>> = {
  "power-user": "AWSCodeCommitPowerUser",
  reader: "AWSCodeCommitReadOnly",
};

/** Policies by a stable short name, which becomes part of the attachment's. */
export type Policies = Readonly<Record<string, aws.iam.Policy>>;

export interface TeamArgs {
  readonly place: Place;
  /** The IAM group's name. */
  readonly groupName: string;
  readonly access: AccessLevel;
  /** By a stable short name. */
  readonly members: Readonly<Record<string, Person>>;
  /** Policies that deny: attached before anything is allowed. IAM attaches at most 10 policies to a group. */
  readonly denies: Policies;
  /** Policies that allow, beside the one of the access level. */
  readonly allows: Policies;
}

/**
 * A group with its policies and members. Denies come before allows and allows before members, and leave in reverse,
 * so that no one is unguarded for a moment, not even during an update.
 *
 * @example
 * new Team("ccp-dev-developers", { place, groupName: "ccp-dev-developers", access: "power-user", members, denies, allows });
 */
export class Team extends pulumi.ComponentResource {
  constructor(name: string, args: TeamArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Team", name, {}, opts);
    const { place, groupName, access, members, denies, allows } = args;

    const group = new aws.iam.Group(`${name}-group`, { name: groupName }, { parent: this });
    const attach = (suffix: string, policyArn: pulumi.Input<string>, dependsOn: pulumi.Resource[]) =>
      new aws.iam.GroupPolicyAttachment(
        `${name}-${suffix}`,
        { group: group.name, policyArn },
        { parent: this, dependsOn },
      );

    const attachAll = (policies: Policies, dependsOn: pulumi.Resource[]) =>
      Object.entries(policies).map(([suffix, policy]) => attach(suffix, policy.arn, dependsOn));

    const guards = attachAll(denies, []);
    const grants = [
      attach(access, awsManagedPolicyArn(place, managedPolicies[access]), guards),
      ...attachAll(allows, guards),
    ];
    for (const [suffix, person] of Object.entries(members)) {
      new aws.iam.UserGroupMembership(
        `${name}-${suffix}`,
        { user: person.user.name, groups: [group.name] },
        { parent: this, dependsOn: [...guards, ...grants] },
      );
    }
    this.registerOutputs({ groupName, access });
  }
}
