import { awsManagedPolicy } from "../../../policy-pack/access/awsManagedPolicies";
import type { Properties, Realised, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import { iamId, secret } from "../identifiers";
import { optionalText, physicalName, text, texts } from "../properties";
import { type RecordOptions, recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { checkDocument } from "./checkDocument";
import { gitCredential, sshKey } from "./credentials";
import { mustExist } from "./mustExist";
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
  const policyExists = (policyArn: string) => {
    if (tables.policies.has(policyArn) || awsManagedPolicy(policyArn) !== undefined) return;
    throw new AwsError("NoSuchEntity", `Policy ${policyArn} does not exist or is not attachable`, 404);
  };

  return {
    "aws:iam/group:Group": global(tables.groups, {
      replaceOn: ["name"],
      describe(inputs, context) {
        const name = physicalName(inputs, context);
        return { id: name, outputs: { name, ...groupOutputs(name, inputs) } };
      },
    }),
    "aws:iam/user:User": global(tables.users, {
      replaceOn: ["name"],
      check: refuseUnread,
      describe(inputs, context) {
        refuseUnread(inputs);
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
    "aws:iam/userGroupMembership:UserGroupMembership": global(tables.memberships, {
      replaceOn: ["user"],
      check: (inputs) => {
        for (const group of texts(inputs, "groups")) mustExist(tables.groups, group, "group");
      },
      describe(inputs) {
        mustExist(tables.users, text(inputs, "user"), "user");
        for (const group of texts(inputs, "groups")) mustExist(tables.groups, group, "group");
        return { id: iamId("membership-", 16), outputs: {} };
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
        const attachments = [...tables.groupAttachments.values(), ...tables.roleAttachments.values()];
        if (attachments.every(({ inputs }) => inputs.policyArn !== policy.id)) return;
        throw new AwsError("DeleteConflict", `Cannot delete ${policy.id}: it is attached`, 409);
      },
    }),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": global(tables.groupAttachments, {
      describe: (inputs) => attachment(inputs, "group", tables.groups, policyExists),
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
        mustExist(tables.roles, text(inputs, "role"), "role");
        checkDocument(text(inputs, "policy"));
        return { id: `${text(inputs, "role")}:${name}`, outputs: { name } };
      },
    }),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": global(tables.roleAttachments, {
      describe: (inputs) => attachment(inputs, "role", tables.roles, policyExists),
    }),
    "aws:iam/sshKey:SshKey": global(tables.sshKeys, {
      describe: (inputs) => sshKey(tables, inputs),
    }),
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": global(tables.credentials, {
      replaceOn: ["userName", "serviceName"],
      describe: (inputs) => gitCredential(account, tables, inputs),
    }),
  };
}

/** Every user gets an access key here: on AWS she makes it herself, and the program never sees it. */
function createAccessKey(tables: IamTables, userName: string): void {
  const accessKeyId = iamId("AKIA", 16);
  tables.accessKeys.set(accessKeyId, { userName, accessKeyId, secretAccessKey: secret(40) });
}

/**
 * What users and roles can carry on AWS and nothing here would ask: to ignore it would allow too much, or too little.
 *
 * @throws {AwsError} ValidationException, which says what to declare instead where there is such a thing.
 */
function refuseUnread(inputs: Properties): void {
  const instead: Readonly<Record<string, string>> = {
    permissionsBoundary: "Boundaries are not evaluated",
    inlinePolicies: "Use aws.iam.RolePolicy",
    managedPolicyArns: "Use aws.iam.RolePolicyAttachment",
  };
  for (const [name, reason] of Object.entries(instead)) {
    const value = inputs[name] ?? "";
    if (value === "" || (Array.isArray(value) && value.length === 0)) continue;
    throw new AwsError("ValidationException", `The local cloud cannot take "${name}". ${reason}.`);
  }
}

function checkRole(inputs: Properties): void {
  refuseUnread(inputs);
  checkDocument(text(inputs, "assumeRolePolicy"));
}

function attachment(
  inputs: Properties,
  kind: "group" | "role",
  holders: Table<StoredResource>,
  policyExists: (policyArn: string) => void,
): Realised {
  const holder = text(inputs, kind);
  const policyArn = text(inputs, "policyArn");
  mustExist(holders, holder, kind);
  policyExists(policyArn);
  return { id: `${holder}/${policyArn}`, outputs: {} };
}
