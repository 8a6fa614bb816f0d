import { type Account, arn } from "./account";
import { AwsError } from "./awsError";
import { createAccessKey } from "./iam/accessKeys";
import type { ForeignUser, IamTables } from "./iam/tables";
import { iamId, secret } from "./identifiers";

/** What the program names itself begins so; whatever does not is the account's own, made elsewhere. */
const ownPrefix = "ccp-";

/**
 * Makes sure of a user that the program names: one that is not made here is supposed to exist, with no policies but
 * what is attached here, and with an access key.
 *
 * @throws {AwsError} NoSuchEntity when the program should have made the user.
 */
export function ensureUser(account: Account, tables: IamTables, name: string): void {
  if (tables.users.has(name)) return;
  suppose(account, name, "user");
  const outputs = { name, arn: arn(account, "iam", "", `user/${name}`), uniqueId: iamId("AIDA", 17) };
  tables.users.set(name, { id: name, region: "", inputs: { name }, outputs });
  createAccessKey(tables, name);
}

/**
 * Makes sure of a role that the program names: one that is not made here is supposed to exist, and to trust all of
 * this account whom their own policies let assume it.
 *
 * @throws {AwsError} NoSuchEntity when the program should have made the role.
 */
export function ensureRole(account: Account, tables: IamTables, name: string): void {
  if (tables.roles.has(name)) return;
  suppose(account, name, "role");
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: arn(account, "iam", "", "root") }, Action: "sts:AssumeRole" },
    ],
  };
  const outputs = { name, arn: arn(account, "iam", "", `role/${name}`), uniqueId: iamId("AROA", 17) };
  const inputs = { name, assumeRolePolicy: JSON.stringify(trust) };
  tables.roles.set(name, { id: name, region: "", inputs, outputs });
}

/**
 * Makes sure of a policy of this account that is used as a permissions boundary. What another one says is not known
 * here: it is supposed to allow everything.
 *
 * @throws {AwsError} NoSuchEntity when the program should have made the policy.
 */
export function ensureBoundary(account: Account, policyArn: string): void {
  suppose(account, policyArn.slice(policyArn.lastIndexOf("/") + 1), "policy", "to allow everything");
}

/** A user of another account: the one that is known by that name and in that organisation, or a new one. */
export function ensureForeignUser(
  tables: IamTables,
  accountId: string,
  name: string,
  organizationId?: string,
): ForeignUser {
  const known = tables.foreignUsers
    .values()
    .find(
      (user) => user.accountId === accountId && user.name === name && user.organizationId === organizationId,
    );
  if (known !== undefined) return known;
  const user = {
    accountId,
    name,
    ...(organizationId !== undefined && { organizationId }),
    userId: iamId("AIDA", 17),
    accessKeyId: iamId("AKIA", 16),
    secretAccessKey: secret(40),
  };
  tables.foreignUsers.set(user.accessKeyId, user);
  return user;
}

function suppose(account: Account, name: string, kind: string, what = "to exist"): void {
  if (name.startsWith(ownPrefix)) {
    throw new AwsError("NoSuchEntity", `The ${kind} with name ${name} cannot be found.`, 404);
  }
  account.log("cloud", `the ${kind} ${name} is made by no stack: it is supposed ${what}`);
}
