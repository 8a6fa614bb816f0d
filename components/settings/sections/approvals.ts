import { z } from "zod";
import { roleSessions } from "../names";

/** Source: CodeCommit user guide, "Quotas": approvals on a pull request. */
const mostApprovals = 200;

const approverSchema = z.strictObject({
  teams: z
    .array(z.string())
    .default([])
    .meta({
      description: "Teams; CodeCommit gets the names of their members.",
      example: ["release-managers"],
    }),
  people: z
    .array(z.string())
    .default([])
    .meta({ description: "Single people.", example: ["rita"] }),
  roles: z
    .array(roleSessions)
    .default([])
    .meta({
      description:
        "Whoever has assumed a role: `Role/*`, or only sessions of some name, `Role/*@example.com`.",
      example: ["Review/*"],
    }),
});

/** How many approvals, and whose. */
export const approvalSchema = z.strictObject({
  needed: z
    .number()
    .refine((count) => Number.isInteger(count) && count >= 1 && count <= mostApprovals, {
      error: (issue) =>
        `${String(issue.input)} is no number of approvals: use a whole number from 1 to ${mostApprovals}.`,
    })
    .meta({
      description: "How many approvals. The author's own never counts.",
      limits: `1 to ${mostApprovals}, and no more than there are in \`from\``,
      example: 2,
    }),
  from: approverSchema.optional().meta({
    description: "Whose approvals count.",
    default: "everybody who may approve",
    limits: "at most 50 names, and 3,000 characters",
    example: { teams: ["release-managers"], roles: ["Review/*"] },
  }),
});

export type ApprovalSettings = z.infer<typeof approvalSchema>;
export type ApproverSettings = z.infer<typeof approverSchema>;
