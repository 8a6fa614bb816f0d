import { z } from "zod";
import { repositoryPattern, shortName } from "../names";

/**
 * `administrator`: AWSCodeCommitFullAccess; only protected branches and copies are closed to it.
 * `power-user`: AWSCodeCommitPowerUser without administration.
 * `contributor`: pull, push, branches, pull requests, comments and approvals on the team's `repositories` only.
 * `reader`: AWSCodeCommitReadOnly.
 */
export const accessLevel = z.enum(["administrator", "power-user", "contributor", "reader"]);

export const teamKey = shortName;

export const teamSchema = z.strictObject({
  access: accessLevel.meta({
    description:
      "`administrator`: AWSCodeCommitFullAccess; protected branches and copies are closed to it all the same. `power-user`: AWSCodeCommitPowerUser without administration. `contributor`: push, branches, pull requests and reviews on its own repositories, and nothing else. `reader`: AWSCodeCommitReadOnly.",
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
      description: "Names of people. Each person becomes one IAM user, in however many teams.",
      limits: "a person is in at most 10 teams",
      example: ["dana", "devin"],
    }),
});

export type TeamSettings = z.infer<typeof teamSchema>;
export type AccessLevel = z.infer<typeof accessLevel>;
