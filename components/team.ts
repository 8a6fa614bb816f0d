import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { attachInOrder, type PolicyArns } from "./attachments";
import { contributorAccess } from "./documents/contributorAccess";
import { awsManagedPolicyArn, type Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import type { Person } from "./person";
import { mapValues } from "./records";
import type { Repository } from "./repository";
import type { AccessLevel } from "./settings/sections/teams";

/**
 * The AWS managed policy behind each access level, by a short name that is one for one policy: a role in a team of
 * reviewers and in one of readers gets it once. A contributor's policy is the team's own.
 */
const managedPolicies: Readonly<Record<AccessLevel, Readonly<Record<string, string>>>> = {
  administrator: { administrator: "AWSCodeCommitFullAccess" },
  "power-user": { "power-user": "AWSCodeCommitPowerUser" },
  contributor: {},
  reviewer: { reader: "AWSCodeCommitReadOnly" },
  reader: { reader: "AWSCodeCommitReadOnly" },
};

/** Policies by a stable short name, which becomes part of the attachment's. */
export type Policies = Readonly<Record<string, aws.iam.Policy>>;

export interface TeamArgs {
  readonly place: Place;
  /** The IAM group's name. */
  readonly groupName: string;
  readonly access: AccessLevel;
  /** Whether its members show a second factor; the policy pack proves that its denies ask for it. */
  readonly requireMfa: boolean;
  /** By a stable short name. */
  readonly members: Readonly<Record<string, Person>>;
  /** Policies that deny: attached before anything is allowed. IAM attaches at most 10 policies to a group. */
  readonly denies: Policies;
  /** Policies that allow, beside the AWS managed one of the access level. */
  readonly allows: Policies;
  /** Of a contributor: what the team works on. */
  readonly contribution?: Contribution;
}

export interface Contribution {
  /** Names of repositories; `*` and `?` match as in IAM. */
  readonly patterns: readonly string[];
  /** All that the patterns may name. */
  readonly repositories: readonly Repository[];
}

/**
 * A group with its policies and members. Denies come before allows and allows before members, and leave in reverse,
 * so that no one is unguarded for a moment, not even during an update.
 *
 * @example
 * new Team("ccp-dev-developers", { place, groupName: "ccp-dev-developers", access: "power-user", requireMfa: false, members, denies, allows });
 */
export class Team extends pulumi.ComponentResource {
  readonly access: AccessLevel;
  /** What the team is denied. A short name stands for the same policy in every team. */
  readonly denies: PolicyArns;
  /** What the team shares with others. A short name stands for the same policy in every team. */
  readonly allows: PolicyArns;
  /** What only this team is allowed. */
  readonly own: PolicyArns;

  constructor(name: string, args: TeamArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Team", name, {}, opts);
    const { place, groupName, access, members, contribution } = args;
    this.access = access;

    const group = new aws.iam.Group(`${name}-group`, { name: groupName }, { parent: this });
    this.denies = mapValues(args.denies, ({ arn }) => arn);
    this.allows = {
      ...mapValues(managedPolicies[access], (policyName) => awsManagedPolicyArn(place, policyName)),
      ...mapValues(args.allows, ({ arn }) => arn),
    };
    this.own = contribution === undefined ? {} : { contributor: this.contributorPolicy(name, args).arn };

    const attached = attachInOrder(
      this.denies,
      { ...this.allows, ...this.own },
      (suffix, policyArn, dependsOn) =>
        new aws.iam.GroupPolicyAttachment(
          `${name}-${suffix}`,
          { group: group.name, policyArn },
          { parent: this, dependsOn },
        ),
    );
    for (const [suffix, person] of Object.entries(members)) {
      // Of these groups only: an existing user stays in others, which are not ours to take away.
      new aws.iam.UserGroupMembership(
        `${name}-${suffix}`,
        { user: person.userName, groups: [group.name] },
        { parent: this, dependsOn: attached },
      );
    }
    this.registerOutputs({ groupName, access, requireMfa: args.requireMfa });
  }

  private contributorPolicy(name: string, { place, groupName, contribution }: TeamArgs): aws.iam.Policy {
    const { patterns, repositories } = contribution ?? { patterns: [], repositories: [] };
    return new aws.iam.Policy(
      `${name}-contributor`,
      {
        name: `${groupName}-contributor`,
        description: `Work on the repositories of ${groupName}.`,
        policy: policyText(contributorAccess(place, patterns)),
      },
      { parent: this, dependsOn: [...repositories] },
    );
  }
}
