import { awsManagedPolicy } from "../../../policy-pack/access/awsManagedPolicies";
import type { AttachedPolicy } from "../../../policy-pack/access/evaluate";
import { parsePolicy, type Policy } from "../../../policy-pack/access/policy";
import { iamId } from "../identifiers";
import { optionalText, tagsIn, text, texts } from "../properties";
import type { StoredResource } from "../store/records";
import type { ForeignUser, IamTables } from "./tables";

/** Who makes a request: an IAM user, or a session of a role. */
export interface Identity {
  readonly type: "User" | "AssumedRole";
  /** The user's or the role's name. */
  readonly name: string;
  /** The caller's ARN: for a role the session's, `arn:aws:sts::…:assumed-role/<role>/<session>`. */
  readonly arn: string;
  /** The user's or the role's own ARN (aws:PrincipalArn). */
  readonly principalArn: string;
  /** aws:userid: the unique id, and for a role `:` and the session's name. */
  readonly userId: string;
  /** What temporary credentials bring along; absent with long-term ones. */
  readonly session?: Session;
  /** Whose account and organisation somebody of another account belongs to. */
  readonly home?: { readonly accountId: string; readonly organizationId?: string };
}

export interface Session {
  /** Session tags. They win over the role's own of the same key. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * When a code of an MFA device was given, in milliseconds since 1970. The credentials of a role never tell of it,
   * even if one was given to assume the role: only those of GetSessionToken do.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
   */
  readonly mfaAt?: number;
  /** What limits the session beside the role's policies; absent when nothing does. */
  readonly policies?: readonly [AttachedPolicy, ...AttachedPolicy[]];
}

export function userIdentity(tables: IamTables, userName: string): Identity | undefined {
  const user = tables.users.get(userName);
  if (user === undefined) return undefined;
  const arn = text(user.outputs, "arn");
  return { type: "User", name: userName, arn, principalArn: arn, userId: text(user.outputs, "uniqueId") };
}

/** A user of another account. What she may do there is not known here: she may assume any role that lets her. */
export function foreignIdentity(partition: string, user: ForeignUser): Identity {
  const { accountId, name, userId, organizationId } = user;
  const arn = `arn:${partition}:iam::${accountId}:user/${name}`;
  const home = { accountId, ...(organizationId !== undefined && { organizationId }) };
  return { type: "User", name, arn, principalArn: arn, userId, home };
}

/** A session of a role of another account, which may there what users of that account may. */
export function foreignRoleIdentity(
  partition: string,
  { accountId, organizationId }: NonNullable<Identity["home"]>,
  name: string,
  session: string,
): Identity {
  return {
    type: "AssumedRole",
    name,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`,
    principalArn: `arn:${partition}:iam::${accountId}:role/${name}`,
    userId: `${iamId("AROA", 17)}:${session}`,
    home: { accountId, ...(organizationId !== undefined && { organizationId }) },
  };
}

const foreignPolicy = parsePolicy({
  Version: "2012-10-17",
  Statement: [
    { Sid: "AssumeRoles", Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: "*" },
  ],
});

/** A session of a role, or undefined when there is no such role. */
export function roleIdentity(tables: IamTables, roleName: string, session: string): Identity | undefined {
  const role = tables.roles.get(roleName);
  if (role === undefined) return undefined;
  const principalArn = text(role.outputs, "arn");
  const prefix = principalArn.replace(":iam:", ":sts:").replace(/:role\/.*$/, "");
  return {
    type: "AssumedRole",
    name: roleName,
    arn: `${prefix}:assumed-role/${roleName}/${session}`,
    principalArn,
    userId: `${text(role.outputs, "uniqueId")}:${session}`,
  };
}

/** The tags of the user or the role, and of the session. */
export function tagsOf(tables: IamTables, identity: Identity): Readonly<Record<string, string>> {
  return { ...tagsIn(holderOf(tables, identity)?.inputs ?? {}), ...identity.session?.tags };
}

/** The permissions boundary of the user or the role. One of which nothing here knows what it says limits nothing. */
export function boundaryOf(tables: IamTables, identity: Identity): AttachedPolicy | undefined {
  const policyArn = optionalText(holderOf(tables, identity)?.inputs ?? {}, "permissionsBoundary") ?? "";
  const kind = identity.type === "User" ? "user" : "role";
  return managedPolicy(tables, policyArn, `boundary of ${kind} ${identity.name}`);
}

function holderOf(tables: IamTables, { type, name, home }: Identity): StoredResource | undefined {
  if (home) return undefined;
  return type === "User" ? tables.users.get(name) : tables.roles.get(name);
}

/** All that is attached to an identity now, with the way it gets there. */
export function policiesOf(tables: IamTables, identity: Identity): AttachedPolicy[] {
  if (identity.home) {
    const kind = identity.type === "User" ? "user" : "role";
    const path = `${kind} ${identity.name} of account ${identity.home.accountId}`;
    return [{ name: "foreign", path, policy: foreignPolicy }];
  }
  if (identity.type === "AssumedRole") {
    const path = `role ${identity.name}`;
    const ofRole = (resource: StoredResource) => resource.inputs.role === identity.name;
    const inline = tables.rolePolicies
      .values()
      .filter(ofRole)
      .map(({ inputs, outputs }) => ({
        name: text(outputs, "name"),
        path,
        policy: parsed(text(inputs, "policy")),
      }));
    const managed = tables.roleAttachments
      .values()
      .filter(ofRole)
      .map(({ inputs }) => attachedPolicy(tables, text(inputs, "policyArn"), path));
    return [...inline, ...managed];
  }
  const groups = new Set(
    tables.memberships
      .values()
      .filter(({ inputs }) => inputs.user === identity.name)
      .flatMap(({ inputs }) => texts(inputs, "groups")),
  );
  const own = tables.userAttachments
    .values()
    .filter(({ inputs }) => inputs.user === identity.name)
    .map(({ inputs }) => attachedPolicy(tables, text(inputs, "policyArn"), `user ${identity.name}`));
  const ofGroups = tables.groupAttachments
    .values()
    .filter(({ inputs }) => groups.has(text(inputs, "group")))
    .map(({ inputs }) => attachedPolicy(tables, text(inputs, "policyArn"), `group ${text(inputs, "group")}`));
  return [...own, ...ofGroups];
}

function attachedPolicy(tables: IamTables, policyArn: string, path: string): AttachedPolicy {
  const policy = managedPolicy(tables, policyArn, path);
  // An attachment was only made to a policy that exists, and a policy that is attached is not deleted.
  if (policy === undefined) throw new Error(`policy ${policyArn} (${path}) does not exist`);
  return policy;
}

/** A managed policy of this account or of AWS; undefined when there is none of that ARN. */
export function managedPolicy(
  tables: IamTables,
  policyArn: string,
  path: string,
): AttachedPolicy | undefined {
  const own = tables.policies.get(policyArn);
  const policy = own === undefined ? awsManagedPolicy(policyArn) : parsed(text(own.inputs, "policy"));
  return policy && { name: policyArn.slice(policyArn.lastIndexOf("/") + 1), path, policy };
}

const documents = new Map<string, Policy>();

/** Reads a document once: a push asks for the same few again and again. */
export function parsed(document: string): Policy {
  const known = documents.get(document);
  if (known !== undefined) return known;
  const policy = parsePolicy(document);
  documents.set(document, policy);
  return policy;
}
