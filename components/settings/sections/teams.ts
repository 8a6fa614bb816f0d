import { z } from "zod";
import { iamRoleName } from "../iamNames";
import { repositoryPattern, shortName } from "../names";

/**
 * `administrator`: AWSCodeCommitFullAccess; only protected branches, copies and renaming are closed to it.
 * `power-user`: AWSCodeCommitPowerUser without administration.
 * `contributor`: pull, push, branches, pull requests, comments and approvals on the team's `repositories` only.
 * `reviewer`: AWSCodeCommitReadOnly, comments and approvals in every repository.
 * `reader`: AWSCodeCommitReadOnly.
 */
export const accessLevel = z.enum(["administrator", "power-user", "contributor", "reviewer", "reader"]);

export const teamKey = shortName;

export const teamSchema = z.strictObject({
  access: accessLevel.meta({
    description:
      "`administrator`: AWSCodeCommitFullAccess; protected branches, copies and renaming are closed to it all the same. `power-user`: AWSCodeCommitPowerUser without administration. `contributor`: push, branches, pull requests and reviews on its own repositories, and nothing else. `reviewer`: AWSCodeCommitReadOnly, and comments and approvals in every repository, but no push and no pull request of its own. `reader`: AWSCodeCommitReadOnly, which approves nothing.",
    example: "power-user",
  }),
  repositories: z
    .array(repositoryPattern)
    .optional()
    .meta({
      description: "Of a contributor, and needed there: names of repositories; `*` and `?` match as in IAM.",
      example: ["payments-*"],
    }),
  members: z
    .array(shortName)
    .default([])
    .meta({
      description: "Names of people. Each person is one IAM user, made or existing, in however many teams.",
      limits: "a person is in at most 10 teams",
      example: ["dana", "devin"],
    }),
  roles: z
    .array(iamRoleName)
    .default([])
    .meta({
      description:
        "Names of existing IAM roles, such as those of federated people, without path. They get the same policies as the group; roles of IAM Identity Center (`AWSReservedSSO_…`) take theirs from the permission set only.",
      limits: "a role has room for 10 policies",
      example: ["FederatedDevelopers"],
    }),
  requireMfa: z.boolean().default(false).meta({
    description:
      "Deny CodeCommit to everybody in the team whose session is without multi-factor authentication. Git credentials, SSH keys and sessions of roles carry none: not for a team with `roles`, whose own trust policies can demand it.",
    example: true,
  }),
});

export type TeamSettings = z.infer<typeof teamSchema>;
export type AccessLevel = z.infer<typeof accessLevel>;
