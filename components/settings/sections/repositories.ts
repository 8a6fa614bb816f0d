import { z } from "zod";
import { repositoryName } from "../names";
import { branchName } from "../refNames";
import { tagMap } from "./tags";

export const repositoryKey = repositoryName;

const reasonLength = { error: "is longer than 200 characters; a ticket and a few words will do." };

const retireSchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1, { error: "says nothing; write why the repository goes." })
    .max(200, reasonLength)
    .meta({
      description: "Why it goes; previews show it.",
      limits: "1 to 200 characters",
      example: "Moved to web-shop, OPS-12.",
    }),
  delete: z.boolean().default(false).meta({
    description: "Delete it and its copies. Refused in the update that takes the protection away.",
    example: true,
  }),
});

export const repositorySchema = z.strictObject({
  name: repositoryName.optional().meta({
    description:
      "The name in CodeCommit. A change replaces the repository, which `protect` refuses; docs/repositories.md tells the way without loss.",
    default: "the key",
    limits: "1 to 100 letters, digits, `.`, `_`, `-`",
    example: "payments-api",
  }),
  description: z.string().max(1000).optional().meta({
    description:
      "What the repository is for. It may be left out; the policy pack's presets advise against that.",
    limits: "at most 1,000 characters",
    example: "Takes payments.",
  }),
  tags: tagMap.default({}).meta({
    description: "Its own tags, beside the default tags; of two with one key, this one counts.",
    limits:
      "50 with the default tags; key 1 to 128 characters, value up to 256: letters, digits, spaces, `_ . : / = + - @`; no `aws:` in front",
    example: { "data-class": "confidential" },
  }),
  defaultBranch: branchName.optional().meta({
    description: "The branch that clones check out.",
    default: "the first branch that is pushed",
    example: "main",
  }),
  encryption: z.enum(["customer-managed", "aws-managed"]).default("customer-managed").meta({
    description:
      "`customer-managed`: with this environment's key, whose use IAM decides and CloudTrail shows. `aws-managed`: with AWS's own key of the account, which costs nothing and cannot be closed. Copies in other regions have the environment's key there in any case.",
    example: "aws-managed",
  }),
  adopt: z.boolean().default(false).meta({
    description:
      "The repository exists already: take it over as it is, instead of making it. While this is true, its description, tags, key and default branch stay as they were found.",
    example: true,
  }),
  protect: z.boolean().default(true).meta({
    description:
      "Refuse to delete or replace it, because CodeCommit has no undo. The policy pack's presets refuse false; to remove a repository, use `retire`.",
  }),
  retire: retireSchema.optional().meta({
    description:
      "Declares that the repository is to go: it and its copies are not protected any more, and stay guarded until they are gone. docs/repositories.md has the procedure.",
    example: { reason: "Moved to web-shop, OPS-12." },
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

/** Declares that a repository is to go. */
export type Retirement = NonNullable<RepositorySettings["retire"]>;

/** Whether the stack has the repository, or is to delete it. */
export function isKept({ retire }: Pick<RepositorySettings, "retire">): boolean {
  return retire?.delete !== true;
}

/** Whether it may not be deleted in this update. */
export function isProtected({ protect, retire }: Pick<RepositorySettings, "protect" | "retire">): boolean {
  return protect && retire === undefined;
}

/** Whether a stack is refused to be destroyed: what is retired is deleted by an update first, while it is guarded. */
export function mayNotBeDestroyed({
  keys,
  repositories,
}: {
  readonly keys: { readonly protect: boolean };
  readonly repositories: Readonly<Record<string, Pick<RepositorySettings, "protect" | "retire">>>;
}): boolean {
  const isInTheWay = (repository: Pick<RepositorySettings, "protect" | "retire">) =>
    isKept(repository) && (repository.protect || repository.retire !== undefined);
  return keys.protect || Object.values(repositories).some(isInTheWay);
}
