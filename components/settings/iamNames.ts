import { z } from "zod";
import { quote } from "./names";

/**
 * Names of what the account has already, as IAM accepts them. Every rule says how to mend the value.
 * Source: IAM user guide, "IAM and AWS STS quotas" (name requirements).
 */

/** 1 to 64 letters, digits and `_+=,.@-`. The path is not part of the name. */
const iamName = /^[\w+=,.@-]{1,64}$/;

/** An existing IAM user, by its name. */
export const iamUserName = z.string().superRefine((name, context) => {
  if (!iamName.test(name)) {
    context.addIssue({ code: "custom", message: notAName("user", name) });
  }
});

/** An existing IAM role, by its name; one that its account may change. */
export const iamRoleName = z.string().superRefine((name, context) => {
  const problem = roleProblem(name);
  if (problem !== undefined) {
    context.addIssue({ code: "custom", message: problem });
  }
});

/** A managed policy: a name, with its path where it has one, or an ARN. */
export const managedPolicy = z
  .string()
  .regex(/^(arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/)?([\w+=,.@-]+\/)*[\w+=,.@-]{1,128}$/, {
    error: (issue) =>
      `${quote(issue.input)} is neither a managed policy's name nor its ARN: write for example "developer-boundary" or "arn:aws:iam::123456789012:policy/developer-boundary".`,
  });

function roleProblem(name: string): string | undefined {
  const bare = name.slice(name.lastIndexOf("/") + 1);
  if (bare.startsWith("AWSReservedSSO_")) {
    return `${quote(name)} belongs to a permission set of IAM Identity Center, and AWS lets nobody else change it: list the team's policies (docs/access.md) as customer managed policies of the permission set, or name a role of your own.`;
  }
  if (bare.startsWith("AWSServiceRoleFor")) {
    return `${quote(name)} is a service-linked role, which only its service changes: name a role that people take.`;
  }
  return iamName.test(name) ? undefined : notAName("role", name);
}

function notAName(kind: "user" | "role", value: string): string {
  const bare = value.slice(value.lastIndexOf("/") + 1);
  return iamName.test(bare)
    ? `${quote(value)} is more than a ${kind}'s name: write ${quote(bare)}, without ARN and path.`
    : `${quote(value)} is not a ${kind}'s name: IAM takes 1 to 64 letters, digits and _ + = , . @ -.`;
}
