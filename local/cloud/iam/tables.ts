import type { StoredResource } from "../store/records";
import type { Store, Table } from "../store/table";

export interface AccessKey {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A user of another account, with her access key. */
export interface ForeignUser {
  readonly accountId: string;
  readonly name: string;
  /** Of the organisation that the account belongs to, `o-…`. */
  readonly organizationId?: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface IamTables {
  readonly users: Table<StoredResource>;
  readonly groups: Table<StoredResource>;
  readonly memberships: Table<StoredResource>;
  readonly policies: Table<StoredResource>;
  readonly groupAttachments: Table<StoredResource>;
  readonly userAttachments: Table<StoredResource>;
  readonly roles: Table<StoredResource>;
  readonly rolePolicies: Table<StoredResource>;
  readonly roleAttachments: Table<StoredResource>;
  readonly credentials: Table<StoredResource>;
  readonly sshKeys: Table<StoredResource>;
  /** By access key id. */
  readonly accessKeys: Table<AccessKey>;
  /** By access key id. */
  readonly foreignUsers: Table<ForeignUser>;
}

export function iamTables(store: Store): IamTables {
  return {
    users: store.table("iamUsers"),
    groups: store.table("iamGroups"),
    memberships: store.table("iamMemberships"),
    policies: store.table("iamPolicies"),
    groupAttachments: store.table("iamGroupAttachments"),
    userAttachments: store.table("iamUserAttachments"),
    roles: store.table("iamRoles"),
    rolePolicies: store.table("iamRolePolicies"),
    roleAttachments: store.table("iamRoleAttachments"),
    credentials: store.table("iamCredentials"),
    sshKeys: store.table("iamSshKeys"),
    accessKeys: store.table("iamAccessKeys"),
    foreignUsers: store.table("iamForeignUsers"),
  };
}
