import { awsManagedPolicy } from "../../../policy-pack/access/awsManagedPolicies";
import type { Properties, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import { ensureBoundary, ensureRole } from "../foreign";
import { iamId } from "../identifiers";
import { optionalText, physicalName, text } from "../properties";
import { type RecordOptions, recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { createAccessKey } from "./accessKeys";
import { attachmentResources, refuseInUse } from "./attachments";
import { checkDocument } from "./checkDocument";
import { gitCredential, sshKey } from "./credentials";
import type { IamTables } from "./tables";

/** IAM: groups, users, policies, roles and git credentials. They are the account's, whatever the region. */
export function iamResources(account: Account, tables: IamTables): Record<string, ResourceHandler> {
  const global = (table: Table<StoredResource>, options: Omit<RecordOptions, "exists">) =>
    recordHandler(table, { global: true, exists: "EntityAlreadyExists", ...options });
  const named = (kind: string, prefix: string) => (name: string, inputs: Properties) => ({
    arn: arn(account, "iam", "", `${kind}${optionalText(inputs, "path") ?? "/"}${name}`),
    uniqueId: iamId(prefix, 17),
  });
  const groupOutputs = named("group", "AGPA");
  const userOutputs = named("user", "AIDA");
  const roleOutputs = named("role", "AROA");
  const checkUser = (inputs: Properties) => {
    refuseUnread(inputs);
    const boundary = optionalText(inputs, "permissionsBoundary") ?? "";
    if (boundary === "" || tables.policies.has(boundary) || awsManagedPolicy(boundary) !== undefined) return;
    ensureBoundary(account, boundary);
  };
  const checkRole = (inputs: Properties) => {
    checkUser(inputs);
    checkDocument(text(inputs, "assumeRolePolicy"));
  };

  return {
    ...attachmentResources(account, tables),
    "aws:iam/group:Group": global(tables.groups, {
      replaceOn: ["name"],
      describe(inputs, context) {
        const name = physicalName(inputs, context);
        return { id: name, outputs: { name, ...groupOutputs(name, inputs) } };
      },
    }),
    "aws:iam/user:User": global(tables.users, {
      replaceOn: ["name"],
      check: checkUser,
      describe(inputs, context) {
        checkUser(inputs);
        const name = physicalName(inputs, context);
        if (!tables.users.has(name)) createAccessKey(tables, name);
        return { id: name, outputs: { name, ...userOutputs(name, inputs) } };
      },
      remove(user) {
        for (const key of tables.accessKeys.values()) {
          if (key.userName === user.id) tables.accessKeys.delete(key.accessKeyId);
        }
      },
    }),
    "aws:iam/policy:Policy": global(tables.policies, {
      replaceOn: ["name", "path"],
      check: (inputs) => {
        checkDocument(text(inputs, "policy"));
      },
      describe(inputs, context) {
        const name = physicalName(inputs, context);
        checkDocument(text(inputs, "policy"));
        const policyArn = arn(account, "iam", "", `policy${optionalText(inputs, "path") ?? "/"}${name}`);
        return { id: policyArn, outputs: { name, arn: policyArn, policyId: iamId("ANPA", 17) } };
      },
      remove(policy) {
        refuseInUse(tables, policy.id);
      },
    }),
    "aws:iam/role:Role": global(tables.roles, {
      replaceOn: ["name", "path"],
      check: checkRole,
      describe(inputs, context) {
        checkRole(inputs);
        const name = physicalName(inputs, context);
        return { id: name, outputs: { name, ...roleOutputs(name, inputs) } };
      },
    }),
    "aws:iam/rolePolicy:RolePolicy": global(tables.rolePolicies, {
      replaceOn: ["role", "name"],
      check: (inputs) => {
        checkDocument(text(inputs, "policy"));
      },
      describe(inputs, context) {
        const name = physicalName(inputs, context);
        ensureRole(account, tables, text(inputs, "role"));
        checkDocument(text(inputs, "policy"));
        return { id: `${text(inputs, "role")}:${name}`, outputs: { name } };
      },
    }),
    "aws:iam/sshKey:SshKey": global(tables.sshKeys, {
      describe: (inputs) => sshKey(account, tables, inputs),
    }),
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": global(tables.credentials, {
      replaceOn: ["userName", "serviceName"],
      describe: (inputs) => gitCredential(account, tables, inputs),
    }),
  };
}

/**
 * What users and roles can carry on AWS and nothing here would ask: to ignore it would allow too much, or too little.
 *
 * @throws {AwsError} ValidationException, which says what to declare instead where there is such a thing.
 */
function refuseUnread(inputs: Properties): void {
  const instead: Readonly<Record<string, string>> = {
    inlinePolicies: "Use aws.iam.RolePolicy",
    managedPolicyArns: "Use aws.iam.RolePolicyAttachment",
  };
  for (const [name, reason] of Object.entries(instead)) {
    const value = inputs[name] ?? "";
    if (value === "" || (Array.isArray(value) && value.length === 0)) continue;
    throw new AwsError("ValidationException", `The local cloud cannot take "${name}". ${reason}.`);
  }
}
