import { z } from "zod";
import { shortName } from "../names";
import { sshPublicKey, withoutComment } from "../sshKeys";

export const personKey = shortName;

export const personSchema = z.strictObject({
  gitCredentials: z.boolean().default(false).meta({
    description: "Make HTTPS git credentials; the password is a secret that only this person can read.",
    example: true,
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
