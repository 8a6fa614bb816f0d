import { awsManagedPolicy } from "../../../policy-pack/access/awsManagedPolicies";
import type { Properties, Realised, ResourceHandler } from "../../engine/provider";
import type { Account } from "../account";
import { AwsError } from "../awsError";
import { ensureRole, ensureUser } from "../foreign";
import { iamId } from "../identifiers";
import { text, texts } from "../properties";
import { type RecordOptions, recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { mustExist } from "./mustExist";
import type { IamTables } from "./tables";

/** Who is in which group, and which policies groups, users and roles have. */
export function attachmentResources(account: Account, tables: IamTables): Record<string, ResourceHandler> {
  const global = (table: Table<StoredResource>, options: Omit<RecordOptions, "exists">) =>
    recordHandler(table, { global: true, exists: "EntityAlreadyExists", ...options });
  const groupsExist = (inputs: Properties) => {
    for (const group of texts(inputs, "groups")) mustExist(tables.groups, group, "group");
  };
  const attachment =
    (kind: "group" | "user" | "role", ensure: (name: string) => void) =>
    (inputs: Properties): Realised => {
      const holder = text(inputs, kind);
      const policyArn = text(inputs, "policyArn");
      ensure(holder);
      if (!tables.policies.has(policyArn) && awsManagedPolicy(policyArn) === undefined) {
        throw new AwsError("NoSuchEntity", `Policy ${policyArn} does not exist or is not attachable`, 404);
      }
      return { id: `${holder}/${policyArn}`, outputs: {} };
    };

  return {
    "aws:iam/userGroupMembership:UserGroupMembership": global(tables.memberships, {
      replaceOn: ["user"],
      check: groupsExist,
      describe(inputs) {
        ensureUser(account, tables, text(inputs, "user"));
        groupsExist(inputs);
        return { id: iamId("membership-", 16), outputs: {} };
      },
    }),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": global(tables.groupAttachments, {
      describe: attachment("group", (name) => {
        mustExist(tables.groups, name, "group");
      }),
    }),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": global(tables.userAttachments, {
      describe: attachment("user", (name) => {
        ensureUser(account, tables, name);
      }),
    }),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": global(tables.roleAttachments, {
      describe: attachment("role", (name) => {
        ensureRole(account, tables, name);
      }),
    }),
  };
}

/**
 * @param policyArn Of a policy that is about to go.
 * @throws {AwsError} DeleteConflict while the policy is attached, or is somebody's permissions boundary.
 */
export function refuseInUse(tables: IamTables, policyArn: string): void {
  const { groupAttachments, userAttachments, roleAttachments, users, roles } = tables;
  const attachments = [groupAttachments, userAttachments, roleAttachments].flatMap((table) => table.values());
  const holders = [...users.values(), ...roles.values()];
  const attached = attachments.some(({ inputs }) => inputs.policyArn === policyArn);
  if (!attached && holders.every(({ inputs }) => inputs.permissionsBoundary !== policyArn)) return;
  throw new AwsError("DeleteConflict", `Cannot delete ${policyArn}: it is attached`, 409);
}
