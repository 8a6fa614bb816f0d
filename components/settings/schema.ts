import { z } from "zod";
import { branchName, branchPattern, repositoryName, repositoryPattern, shortName } from "./names";
import { sshPublicKey, withoutComment } from "./sshKeys";

/** One git repository. The key in `repositories` is its stable identity. */
export const repositorySchema = z.strictObject({
  /** The name in CodeCommit. Default: the key. Changing it replaces the repository, which `protect` refuses. */
  name: repositoryName.optional(),
  /** What the repository is for, at most 1,000 characters. */
  description: z.string().max(1000).optional(),
  /** The branch that clones check out. Default: the first branch that is pushed. */
  defaultBranch: branchName.optional(),
  /**
   * Refuse to delete or replace it, because CodeCommit has no undo. Default: true. To remove a repository, set false,
   * update, and take it out of the settings.
   */
  protect: z.boolean().default(true),
  /** The name of one of `protections`. Default: no branch is protected. */
  protection: z.string().optional(),
});

/**
 * `administrator`: AWSCodeCommitFullAccess; only protected branches and copies are closed to it.
 * `power-user`: AWSCodeCommitPowerUser without administration.
 * `contributor`: pull, push, branches, pull requests, comments and approvals on the team's `repositories` only.
 * `reader`: AWSCodeCommitReadOnly.
 */
export const accessLevel = z.enum(["administrator", "power-user", "contributor", "reader"]);

/** People with the same access. */
export const teamSchema = z.strictObject({
  access: accessLevel,
  /** Of a contributor: names of repositories; `*` and `?` match as in IAM, for example payments-*. */
  repositories: z.array(repositoryPattern).optional(),
  /** Names of people; each becomes one IAM user, whatever the number of teams. */
  members: z.array(shortName).default([]),
});

/** What is personal. Someone with nothing personal needs no entry. */
export const personSchema = z.strictObject({
  /** Make HTTPS git credentials; the password is a secret that only this person can read. Default: false. */
  gitCredentials: z.boolean().default(false),
  /** SSH public keys, RSA of 2,048 to 16,384 bits; IAM allows 5. Default: none. */
  sshKeys: z
    .array(sshPublicKey)
    .max(5, { error: "has more than the 5 keys that IAM allows a user; remove some." })
    .refine((keys) => new Set(keys.map(withoutComment)).size === keys.length, { error: "has one key twice." })
    .default([]),
});

/** Branches that only some teams may move. */
export const protectionSchema = z.strictObject({
  /** Branch names; `*` and `?` match as in IAM. */
  branches: z.array(branchPattern).min(1, { error: "names no branch: list at least one, for example main." }),
  /** The teams that may push to these branches. Default: nobody may. */
  pushers: z.array(z.string()).default([]),
});

/** The network of the replication task. Default: a VPC of two public subnets without a NAT gateway. */
export const networkSchema = z.strictObject({
  vpcId: z.string().regex(/^vpc-[0-9a-f]+$/, { error: "is not a VPC id such as vpc-0a1b2c3d." }),
  /** Subnets with a way to the internet or to the interface endpoints of both regions. */
  subnetIds: z
    .array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: "is not a subnet id such as subnet-0a1b2c3d." }))
    .min(1, { error: "names no subnet: list at least one." }),
  /** Give the task a public address: needed in a public subnet, not behind a NAT gateway. Default: false. */
  assignPublicIp: z.boolean().default(false),
});

/** A stack of the role `primary`, section by section. */
export const primarySections = {
  repositories: { key: repositoryName, entry: repositorySchema },
  teams: { key: shortName, entry: teamSchema },
  people: { key: shortName, entry: personSchema },
  protections: { key: shortName, entry: protectionSchema },
} as const;

export const primarySchema = z.strictObject({
  role: z.literal("primary"),
  /** Part of every physical name. Default: the stack's name. */
  environment: shortName,
  // The names of entries are checked beside the references: zod skips an entry whose key is wrong, and we report all.
  repositories: z
    .record(z.string(), repositorySchema)
    .refine((repositories) => Object.keys(repositories).length > 0, {
      error: "declares none; declare at least one.",
    })
    .transform(named),
  teams: z.record(z.string(), teamSchema).default({}),
  people: z.record(z.string(), personSchema).default({}),
  protections: z.record(z.string(), protectionSchema).default({}),
});

function named(repositories: Record<string, z.infer<typeof repositorySchema>>) {
  return Object.fromEntries(
    Object.entries(repositories).map(([key, repository]) => [
      key,
      { ...repository, name: repository.name ?? key },
    ]),
  );
}

export const replicaSchema = z.strictObject({
  role: z.literal("replica"),
  /** The primary's stack: `dev`, or `organization/project/dev`. */
  primary: z.string().regex(/^[\w.-]+(\/[\w.-]+\/[\w.-]+)?$/, {
    error: 'is not a stack: write "dev", or "organization/project/dev".',
  }),
  network: networkSchema.optional(),
});

export type RepositorySettings = z.infer<typeof repositorySchema>;
export type TeamSettings = z.infer<typeof teamSchema>;
export type AccessLevel = z.infer<typeof accessLevel>;
/** The region comes from `aws:region`, where every Pulumi user looks for it. */
interface Placed {
  readonly region: string;
}

export type PrimarySettings = z.infer<typeof primarySchema> & Placed;
export type NetworkSettings = z.infer<typeof networkSchema>;
export type ReplicaSettings = z.infer<typeof replicaSchema> & Placed;
export type Settings = PrimarySettings | ReplicaSettings;
