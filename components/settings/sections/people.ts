import { z } from "zod";
import { existingUser } from "../iamNames";
import { quote, shortName } from "../names";
import { sshPublicKey, withoutComment } from "../sshKeys";

export const personKey = shortName;

/** IAM allows two a user, so that one can replace the other. Names tell which one goes. */
const credentialNames = z
  .array(shortName)
  .max(2)
  .refine((names) => new Set(names).size === names.length, { error: "has one name twice." });

export const personSchema = z.strictObject({
  existing: existingUser.optional().meta({
    description:
      "An IAM user that is there already, by its name, with its path in front where it has one: `aws iam get-user` shows it, and approvals count for that path only. It joins its teams and gets what is declared here, and is not deleted with them.",
    default: "a new user, `ccp-<environment>-<name>`",
    limits: "a path such as `emea/`, and 1 to 64 letters, digits and `_ + = , . @ -`",
    example: "emea/dana.scully",
  }),
  gitCredentials: z
    .union([z.boolean(), credentialNames], {
      error: ({ input }) => `takes true, false or a list of at most 2 names, but is ${quote(input)}.`,
    })
    .default(false)
    .transform((value) => (typeof value === "boolean" ? (value ? ["default"] : []) : value))
    .meta({
      description:
        "Make HTTPS git credentials by these names; each password is a secret that only this person can read. `true` is one, named `default`. To rotate, add a name, use it, and remove the old name; with two, remove before you add.",
      limits:
        "at most 2; a name that ends in `-` and six characters is refused, because secrets' ARNs end so",
      example: ["laptop", "desktop"],
    }),
  sshKeys: z
    .array(sshPublicKey)
    .max(5, { error: "has more than the 5 keys that IAM allows a user; remove some." })
    .refine((keys) => new Set(keys.map(withoutComment)).size === keys.length, { error: "has one key twice." })
    .default([])
    .meta({
      description: "Public keys, one line or PEM.",
      limits: "at most 5; RSA of 2,048 to 16,384 bits",
      example: ["ssh-rsa AAAAB3Nza… dana@laptop"],
    }),
  protections: z
    .array(z.string())
    .default([])
    .meta({
      description:
        "Names of `protections` whose branches and tags are closed to this person, who is in no team. Members of teams are guarded through their teams.",
      limits: "at most 10",
      example: ["trunk"],
    }),
});

export type PersonSettings = z.infer<typeof personSchema>;
