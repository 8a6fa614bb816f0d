import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import type { EncryptionKey } from "./encryptionKey";
import { type PolicyDocument, policyText } from "./documents/policyDocument";
import { reviewerAccess } from "./documents/reviewerAccess";
import { copiesReadOnly, noAdministration, requireMfa, teamBasics } from "./documents/teamAccess";
import type { Policies } from "./team";

export interface TeamPoliciesArgs {
  readonly place: Place;
  /** The keys that the policies speak of by their aliases. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** Whether a team requires MFA. */
  readonly mfa: boolean;
  /** Whether a team reviews. */
  readonly reviews: boolean;
}

/** The policies that every team shares, whatever its access: written once, attached to each group. */
export class TeamPolicies extends pulumi.ComponentResource {
  /** Of every team. */
  readonly copiesReadOnly: Policies;
  /** Of every team below administrator. */
  readonly noAdministration: Policies;
  /** Of the teams that require it; empty when there is none. */
  readonly requireMfa: Policies;
  /** Of the teams of reviewers; empty when there is none. */
  readonly review: Policies;
  /** Of every team. */
  readonly basics: Policies;

  constructor(name: string, args: TeamPoliciesArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:TeamPolicies", name, {}, opts);

    const policy = (suffix: string, description: string, document: PolicyDocument): Policies => ({
      [suffix]: new aws.iam.Policy(
        `${name}-${suffix}`,
        { name: `${args.place.prefix}-${suffix}`, description, policy: policyText(document) },
        { parent: this, dependsOn: args.encryptionKeys.map(({ alias }) => alias) },
      ),
    });
    this.copiesReadOnly = policy(
      "copies-read-only",
      "Copies in other regions are read-only, and repositories keep their names.",
      copiesReadOnly(args.place),
    );
    this.noAdministration = policy("no-administration", "What only administrators do.", noAdministration());
    this.requireMfa = args.mfa
      ? policy("require-mfa", "CodeCommit only with multi-factor authentication.", requireMfa())
      : {};
    this.review = args.reviews
      ? policy("review", "Comments and approvals in every repository.", reviewerAccess(args.place))
      : {};
    this.basics = policy("team-basics", "Repository keys and own git passwords.", teamBasics(args.place));
    this.registerOutputs({});
  }
}
