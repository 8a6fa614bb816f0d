import { createHash } from "node:crypto";
import type { Properties, Realised } from "../../engine/provider";
import type { Account } from "../account";
import { AwsError } from "../awsError";
import { ensureUser } from "../foreign";
import { iamId, secret } from "../identifiers";
import { text } from "../properties";
import type { IamTables } from "./tables";

/** An SSH public key; the local cloud knows it but speaks no SSH. AWS allows five a user. */
export function sshKey(account: Account, tables: IamTables, inputs: Properties): Realised {
  const username = text(inputs, "username");
  ensureUser(account, tables, username);
  if (tables.sshKeys.values().filter((key) => key.inputs.username === username).length >= 5) {
    throw new AwsError("LimitExceeded", "Cannot exceed quota for SSHPublicKeysPerUser: 5", 409);
  }
  const sshPublicKeyId = iamId("APKA", 17);
  const body = text(inputs, "publicKey").split(" ").at(1) ?? "";
  const digest = createHash("md5").update(Buffer.from(body, "base64")).digest("hex");
  return {
    id: sshPublicKeyId,
    outputs: { sshPublicKeyId, fingerprint: digest.match(/../g)?.join(":") ?? "", status: "Active" },
  };
}

/** HTTPS git credentials. AWS makes up the user name, and allows two a user. */
export function gitCredential(account: Account, tables: IamTables, inputs: Properties): Realised {
  const userName = text(inputs, "userName");
  ensureUser(account, tables, userName);
  if (text(inputs, "serviceName") !== "codecommit.amazonaws.com") {
    throw new AwsError("NoSuchEntity", `No such service ${text(inputs, "serviceName")}`, 404);
  }
  const others = tables.credentials.values().filter((credential) => credential.inputs.userName === userName);
  if (others.length >= 2) {
    throw new AwsError("LimitExceeded", "Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2", 409);
  }
  const taken = new Set(others.map((credential) => credential.outputs.serviceUserName));
  const plain = `${userName}-at-${account.accountId}`;
  const serviceUserName = taken.has(plain) ? `${userName}+1-at-${account.accountId}` : plain;
  const serviceSpecificCredentialId = iamId("ACCA", 17);
  return {
    id: `codecommit.amazonaws.com:${userName}:${serviceSpecificCredentialId}`,
    outputs: {
      serviceSpecificCredentialId,
      serviceUserName,
      servicePassword: secret(44),
      createDate: new Date().toISOString(),
      status: "Active",
    },
  };
}
