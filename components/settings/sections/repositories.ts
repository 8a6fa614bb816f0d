import { z } from "zod";
import { branchName, repositoryName } from "../names";

export const repositoryKey = repositoryName;

export const repositorySchema = z.strictObject({
  name: repositoryName.optional().meta({
    description: "The name in CodeCommit. A change replaces the repository, which `protect` refuses.",
    default: "the key",
    limits: "1 to 100 letters, digits, `.`, `_`, `-`",
    example: "payments-api",
  }),
  description: z.string().max(1000).optional().meta({
    description: "What the repository is for.",
    limits: "at most 1,000 characters",
    example: "Takes payments.",
  }),
  defaultBranch: branchName.optional().meta({
    description: "The branch that clones check out.",
    default: "the first branch that is pushed",
    example: "main",
  }),
  protect: z.boolean().default(true).meta({
    description:
      "Refuse to delete or replace it, because CodeCommit has no undo. To remove a repository, set false, update, and take it out of the settings.",
  }),
  protections: z
    .array(z.string())
    .default([])
    .meta({
      description: "Names of `protections`. Without one, everybody who may push may move every branch.",
      example: ["trunk"],
    }),
});

export type RepositorySettings = z.infer<typeof repositorySchema>;
