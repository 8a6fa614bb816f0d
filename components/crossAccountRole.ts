import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { crossAccountAccess } from "./documents/crossAccountAccess";
import {
  type CrossAccountInstructions,
  crossAccountInstructions,
} from "./documents/crossAccountInstructions";
import { crossAccountTrust, type ForeignCaller } from "./documents/crossAccountTrust";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import type { EncryptionKey } from "./encryptionKey";
import type { CrossAccountAccessLevel } from "./settings/sections/crossAccount";
import type { Contribution, Policies } from "./team";

export interface CrossAccountRoleArgs {
  readonly place: Place;
  /** The IAM role's name, at most 64 characters. */
  readonly roleName: string;
  readonly caller: ForeignCaller;
  /** How long a session may be: 1 to 12 hours. */
  readonly sessionHours: number;
  readonly access: CrossAccountAccessLevel;
  readonly contribution: Contribution;
  /** Policies that deny: attached before anything is allowed. IAM attaches at most 10 policies to a role. */
  readonly denies: Policies;
  /** ARN of a managed policy: what the role can never do more than. */
  readonly permissionsBoundary?: string;
  /** Encrypts the repositories. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * A role that another account takes to work on some repositories: never an administrator, never a pusher of a
 * protected branch, never an approver. Who may take it there is for that account to say as well.
 *
 * @example
 * new CrossAccountRole("ccp-dev-partner", {
 *   place,
 *   roleName: "ccp-dev-partner",
 *   caller: { account: "210987654321", requireMfa: true, sessionTags: [] },
 *   sessionHours: 1,
 *   access: "contributor",
 *   contribution: { patterns: ["payments-*"], repositories: [paymentsApi] },
 *   denies: { ...copiesReadOnly, ...noAdministration, ...guards },
 *   encryptionKey,
 * });
 */
export class CrossAccountRole extends pulumi.ComponentResource {
  /** For the people of the other account. */
  readonly instructions: CrossAccountInstructions;

  constructor(name: string, args: CrossAccountRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:CrossAccountRole", name, {}, opts);
    const { place, roleName, caller, sessionHours, access, contribution, denies, encryptionKey } = args;

    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: roleName,
        description: `Taken by account ${caller.account}: ${access}.`,
        assumeRolePolicy: policyText(crossAccountTrust(place, caller)),
        permissionsBoundary: args.permissionsBoundary,
        maxSessionDuration: sessionHours * 60 * 60,
      },
      { parent: this },
    );
    const allowed = new aws.iam.Policy(
      `${name}-access`,
      {
        name: `${roleName}-access`,
        description: `What account ${caller.account} may do: ${access}.`,
        policy: policyText(crossAccountAccess(place, access, contribution.patterns)),
      },
      { parent: this, dependsOn: [...contribution.repositories, encryptionKey.alias] },
    );
    const attach = (suffix: string, policy: aws.iam.Policy, dependsOn: pulumi.Resource[]) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${suffix}`,
        { role: role.name, policyArn: policy.arn },
        { parent: this, dependsOn },
      );
    const guards = Object.entries(denies).map(([suffix, policy]) => attach(suffix, policy, []));
    attach("access", allowed, guards);

    this.instructions = crossAccountInstructions(place, {
      roleName,
      caller,
      sessionHours,
      repositories: contribution.repositories.map(({ repositoryName }) => repositoryName),
    });
    this.registerOutputs({ roleName, account: caller.account, access, repositories: contribution.patterns });
  }
}
