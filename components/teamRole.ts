import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { attachInOrder, type PolicyArns } from "./attachments";
import { mergeAll } from "./records";
import type { Team } from "./team";

export interface TeamRoleArgs {
  /** The existing role's name, without its path. */
  readonly roleName: string;
  /** The teams that the role is in, by their short names. IAM attaches 10 policies to a role, unless the quota was raised. */
  readonly teams: Readonly<Record<string, Team>>;
}

/**
 * An existing role, such as that of federated people, with what its teams have. IAM knows one attachment of a policy to
 * a role, so what several teams share is attached once. Denies come before allows and leave after them.
 *
 * @example
 * new TeamRole("ccp-dev-FederatedDevelopers", { roleName: "FederatedDevelopers", teams: { developers } }, { parent });
 */
export class TeamRole extends pulumi.ComponentResource {
  constructor(name: string, args: TeamRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:TeamRole", name, {}, opts);
    const { roleName, teams } = args;
    const joined = Object.values(teams);

    attachInOrder(
      mergeAll(joined.map(({ denies }) => denies)),
      { ...mergeAll(joined.map(({ allows }) => allows)), ...ownPolicies(teams) },
      (suffix, policyArn, dependsOn) =>
        new aws.iam.RolePolicyAttachment(
          `${name}-${suffix}`,
          { role: roleName, policyArn },
          { parent: this, dependsOn },
        ),
    );
    this.registerOutputs({
      roleName,
      teams: Object.keys(teams),
      administrator: joined.some(({ access }) => access === "administrator"),
    });
  }
}

/** `contributor` of team `partners` → `partners-contributor`. */
function ownPolicies(teams: Readonly<Record<string, Team>>): PolicyArns {
  return Object.fromEntries(
    Object.entries(teams).flatMap(([team, { own }]) =>
      Object.entries(own).map(([suffix, policyArn]) => [`${team}-${suffix}`, policyArn]),
    ),
  );
}
