import { z } from "zod";
import { quote } from "./names";

/**
 * Names of what the account has already, as IAM accepts them. Every rule says how to mend the value.
 * Source: IAM user guide, "IAM and AWS STS quotas" (name requirements).
 */

/** 1 to 64 letters, digits and `_+=,.@-`. The path is not part of the name. */
const iamName = /^[\w+=,.@-]{1,64}$/;

/** An IAM path without the "/" in front: words of visible ASCII characters, each with a "/" behind it. */
const iamPath = /^(?:[!-.0-~]+\/)*$/;

/**
 * An existing IAM user, by its path, where it has one, and name: `emea/dana.scully`. Its ARN, and so whose approvals
 * count, is not known without the path.
 */
export const existingUser = z.string().superRefine((value, context) => {
  const problem = existingUserProblem(value);
  if (problem !== undefined) {
    context.addIssue({ code: "custom", message: problem });
  }
});

function existingUserProblem(value: string): string | undefined {
  const [, written] = /^arn:[^:]*:iam::[^:]*:user\/(.+)$/.exec(value) ?? [];
  const withoutArn = (written ?? value).replace(/^\/+/, "");
  const slash = withoutArn.lastIndexOf("/") + 1;
  const [path, name] = [withoutArn.slice(0, slash), withoutArn.slice(slash)];
  if (!iamName.test(name) || !iamPath.test(path) || path.length > 511) {
    return `${quote(value)} is not a user: write the name, 1 to 64 letters, digits and _ + = , . @ -, and before it the path, if it has one, for example "emea/dana.scully".`;
  }
  return withoutArn === value
    ? undefined
    : `${quote(value)} is more than a user's path and name: write ${quote(withoutArn)}.`;
}

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
  return iamName.test(name) ? undefined : notARole(name);
}

function notARole(value: string): string {
  const bare = value.slice(value.lastIndexOf("/") + 1);
  return iamName.test(bare)
    ? `${quote(value)} is more than a role's name: write ${quote(bare)}, without ARN and path.`
    : `${quote(value)} is not a role's name: IAM takes 1 to 64 letters, digits and _ + = , . @ -.`;
}
