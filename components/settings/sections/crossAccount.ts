import { z } from "zod";
import { awsAccount, foreignPrincipal, repositoryPattern, shortName } from "../names";

export const crossAccountKey = shortName;

/** Levels that another account can be given: administration stays in this one. */
export const crossAccountAccessLevel = z.enum(["power-user", "contributor", "reader"]);

/** What CodeCommit shows of whoever comes through a role. Source: CodeCommit user guide, "Session tags". */
export const sessionTag = z.enum(["displayName", "emailAddress"]);

export const crossAccountSchema = z.strictObject({
  account: awsAccount.meta({
    description: "The account whose people or machines take the role, in quotes.",
    limits: "12 digits; not this account",
    example: '"210987654321"',
  }),
  access: crossAccountAccessLevel.meta({
    description:
      "`contributor`: push, branches, pull requests and comments. `power-user`: also the repositories' descriptions. `reader`: reading. All of it on `repositories` and nothing else; protected branches stay closed, and nobody from another account approves a pull request.",
    example: "contributor",
  }),
  repositories: z
    .array(repositoryPattern)
    .min(1, { error: 'names no repository: list at least one, or "*" for all.' })
    .meta({
      description: "Names of repositories; `*` and `?` match as in IAM. Their copies can be read.",
      example: ["payments-*"],
    }),
  principals: z
    .array(foreignPrincipal)
    .min(1, { error: "names nobody: leave it out to trust whom the other account trusts." })
    .refine((names) => new Set(names).size === names.length, { error: "has one principal twice." })
    .optional()
    .meta({
      description:
        "Roles and users of the other account that may take the role, and nobody else there. They must exist.",
      default: "whom the other account allows",
      limits: "`role/…` or `user/…`; the trust policy has at most 2,048 characters",
      example: ["role/deployer"],
    }),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, {
      error: "is not an external id: 2 to 1,224 letters, digits and _ + = , . @ : / - without a space.",
    })
    .optional()
    .meta({
      description:
        "A word that the caller must say, against confused deputies; for machines of another company.",
      limits: "2 to 1,224 characters",
      example: "payments-2026",
    }),
  requireMfa: z.boolean().default(false).meta({
    description:
      "Only who signed in with a second factor in the last hour. Not with roles as `principals`: their sessions carry no such sign.",
    example: true,
  }),
  organizationId: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, {
      error: 'is not an organization id: "o-" and 10 to 32 small letters or digits.',
    })
    .optional()
    .meta({
      description: "Only while the other account is in this AWS organization.",
      limits: '"o-" and 10 to 32 small letters or digits',
      example: "o-a1b2c3d4e5",
    }),
  sessionHours: z
    .int()
    .min(1, { error: ({ input }) => `${String(input)} is shorter than the 1 hour that IAM asks for.` })
    .max(12, { error: ({ input }) => `${String(input)} is longer than the 12 hours that IAM allows.` })
    .default(1)
    .meta({
      description: "How long a session may be. Sessions that come from another role last at most one hour.",
      limits: "1 to 12 hours",
      example: 8,
    }),
  sessionTags: z
    .array(sessionTag)
    .default([])
    .meta({
      description:
        "What sessions may say of the person behind them: it appears in events and notifications. Other tags are refused.",
      type: "list of `displayName`, `emailAddress`",
      example: ["displayName", "emailAddress"],
    }),
});

export type CrossAccountSettings = z.infer<typeof crossAccountSchema>;
export type CrossAccountAccessLevel = z.infer<typeof crossAccountAccessLevel>;
