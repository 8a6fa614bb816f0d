import type { Properties, ResourceContext, ResourceHandler } from "../../engine/provider";
import { AwsError } from "../awsError";
import { optionalText, texts } from "../properties";
import type { ApiCall } from "./record";

/** One call: its name and its parameters. */
type Call = readonly [name: string, parameters: Properties];

/** The calls by which the AWS provider makes, changes and deletes a resource of one type. */
interface Calls {
  create(properties: Properties): readonly Call[];
  update?(inputs: Properties, old: Properties): readonly Call[];
  remove(properties: Properties): readonly Call[];
}

/** Parameters that are inputs or outputs of another name. */
function pick(properties: Properties, names: Readonly<Record<string, string>>): Properties {
  return Object.fromEntries(
    Object.entries(names).map(([parameter, property]) => [parameter, optionalText(properties, property)]),
  );
}

/** Calls that take the same parameters. */
function calls(
  names: Readonly<Record<string, string>>,
  create: string,
  remove: string,
  update?: string,
): Calls {
  return {
    create: (properties) => [[create, pick(properties, names)]],
    remove: (properties) => [[remove, pick(properties, names)]],
    ...(update !== undefined && {
      update: (inputs: Properties, old: Properties): Call[] => [[update, pick({ ...old, ...inputs }, names)]],
    }),
  };
}

const memberships =
  (name: string) =>
  (properties: Properties): Call[] =>
    texts(properties, "groups").map((groupName) => [
      name,
      { groupName, userName: optionalText(properties, "user") },
    ]);

const key = { keyId: "keyId" };

const iam: Readonly<Record<string, Calls>> = {
  "group:Group": calls({ groupName: "name" }, "CreateGroup", "DeleteGroup", "UpdateGroup"),
  "user:User": calls({ userName: "name" }, "CreateUser", "DeleteUser", "UpdateUser"),
  "userGroupMembership:UserGroupMembership": {
    create: memberships("AddUserToGroup"),
    remove: memberships("RemoveUserFromGroup"),
    update: (inputs, old) => {
      const user = inputs.user;
      const [now, before] = [texts(inputs, "groups"), texts(old, "groups")];
      return [
        ...memberships("AddUserToGroup")({ user, groups: now.filter((group) => !before.includes(group)) }),
        ...memberships("RemoveUserFromGroup")({
          user,
          groups: before.filter((group) => !now.includes(group)),
        }),
      ];
    },
  },
  "policy:Policy": {
    create: (properties) => [["CreatePolicy", pick(properties, { policyName: "name" })]],
    update: (_inputs, old) => [["CreatePolicyVersion", pick(old, { policyArn: "arn" })]],
    remove: (properties) => [["DeletePolicy", pick(properties, { policyArn: "arn" })]],
  },
  "groupPolicyAttachment:GroupPolicyAttachment": calls(
    { groupName: "group", policyArn: "policyArn" },
    "AttachGroupPolicy",
    "DetachGroupPolicy",
  ),
  "userPolicyAttachment:UserPolicyAttachment": calls(
    { userName: "user", policyArn: "policyArn" },
    "AttachUserPolicy",
    "DetachUserPolicy",
  ),
  "rolePolicyAttachment:RolePolicyAttachment": calls(
    { roleName: "role", policyArn: "policyArn" },
    "AttachRolePolicy",
    "DetachRolePolicy",
  ),
  "role:Role": calls({ roleName: "name" }, "CreateRole", "DeleteRole", "UpdateAssumeRolePolicy"),
  "serviceLinkedRole:ServiceLinkedRole": {
    create: (properties) => [
      ["CreateServiceLinkedRole", pick(properties, { aWSServiceName: "awsServiceName" })],
    ],
    update: (_inputs, old) => [["UpdateRole", pick(old, { roleName: "name" })]],
    remove: (properties) => [["DeleteServiceLinkedRole", pick(properties, { roleName: "name" })]],
  },
  "rolePolicy:RolePolicy": calls(
    { roleName: "role", policyName: "name" },
    "PutRolePolicy",
    "DeleteRolePolicy",
    "PutRolePolicy",
  ),
  "sshKey:SshKey": calls({ userName: "username" }, "UploadSSHPublicKey", "DeleteSSHPublicKey"),
  "serviceSpecificCredential:ServiceSpecificCredential": calls(
    { userName: "userName", serviceName: "serviceName" },
    "CreateServiceSpecificCredential",
    "DeleteServiceSpecificCredential",
    "UpdateServiceSpecificCredential",
  ),
};

const kms: Readonly<Record<string, Calls>> = {
  "key:Key": {
    create: (properties) => [["CreateKey", pick(properties, key)]],
    update: (inputs, old) => {
      const enabled = inputs.isEnabled !== false;
      const changed = enabled !== (old.isEnabled !== false);
      const name = changed ? (enabled ? "EnableKey" : "DisableKey") : "PutKeyPolicy";
      return [[name, pick(old, key)]];
    },
    remove: (properties) => [["ScheduleKeyDeletion", pick(properties, key)]],
  },
  "alias:Alias": calls(
    { aliasName: "name", targetKeyId: "targetKeyId" },
    "CreateAlias",
    "DeleteAlias",
    "UpdateAlias",
  ),
};

const codecommit: Readonly<Record<string, Calls>> = {
  "repository:Repository": calls(
    { repositoryName: "repositoryName" },
    "CreateRepository",
    "DeleteRepository",
    "UpdateRepositoryDescription",
  ),
  "trigger:Trigger": calls(
    { repositoryName: "repositoryName" },
    "PutRepositoryTriggers",
    "PutRepositoryTriggers",
  ),
  "approvalRuleTemplate:ApprovalRuleTemplate": calls(
    { approvalRuleTemplateName: "name" },
    "CreateApprovalRuleTemplate",
    "DeleteApprovalRuleTemplate",
    "UpdateApprovalRuleTemplateContent",
  ),
  "approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation": calls(
    { approvalRuleTemplateName: "approvalRuleTemplateName", repositoryName: "repositoryName" },
    "AssociateApprovalRuleTemplateWithRepository",
    "DisassociateApprovalRuleTemplateFromRepository",
  ),
};

const cloudtrail: Readonly<Record<string, Calls>> = {
  "trail:Trail": calls({ name: "name" }, "CreateTrail", "DeleteTrail", "UpdateTrail"),
};

const services = { iam, kms, codecommit, cloudtrail };

/**
 * Has every change that the engine makes to IAM, KMS, CodeCommit and CloudTrail itself recorded as the calls it would be.
 *
 * @returns The same handlers, which tell of what they did.
 */
export function recorded(
  handlers: Readonly<Record<string, ResourceHandler>>,
  record: (call: ApiCall) => void,
): Record<string, ResourceHandler> {
  const entries = Object.entries(handlers).map(([type, handler]): [string, ResourceHandler] => {
    for (const [service, types] of Object.entries(services)) {
      const known = types[type.slice(`aws:${service}/`.length)];
      if (type.startsWith(`aws:${service}/`) && known !== undefined) {
        return [type, withRecords(handler, service, known, record)];
      }
    }
    return [type, handler];
  });
  return Object.fromEntries(entries);
}

function withRecords(
  handler: ResourceHandler,
  service: string,
  known: Calls,
  record: (call: ApiCall) => void,
): ResourceHandler {
  const note = (context: ResourceContext, list: readonly Call[], error?: ApiCall["error"]) => {
    // IAM has no region, and its calls are recorded in this one.
    const region = service === "iam" ? "us-east-1" : context.region;
    for (const [name, parameters] of list) {
      record({ region, service, name, readOnly: false, parameters, ...(error && { error }) });
    }
  };
  const noting = async <Result>(
    context: ResourceContext,
    work: Promise<Result>,
    list: (result?: Result) => readonly Call[],
  ): Promise<Result> => {
    try {
      const result = await work;
      note(context, list(result));
      return result;
    } catch (error) {
      if (error instanceof AwsError) note(context, list(), { code: error.code, message: error.detail });
      throw error;
    }
  };
  return {
    ...handler,
    create: (inputs, context) =>
      noting(context, handler.create(inputs, context), (made) =>
        known.create({ ...inputs, ...made?.outputs }),
      ),
    ...(handler.update !== undefined && {
      update: async (id: string, inputs: Properties, old: Properties, context: ResourceContext) =>
        noting(
          context,
          (async () => (await handler.update?.(id, inputs, old, context)) ?? {})(),
          () => known.update?.(inputs, old) ?? [],
        ),
    }),
    delete: (id, outputs, context) =>
      noting(context, handler.delete(id, outputs, context), () => known.remove(outputs)),
  };
}
