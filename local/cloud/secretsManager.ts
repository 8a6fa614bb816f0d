import { randomUUID } from "node:crypto";
import type { ResourceHandler } from "../engine/provider";
import { type Account, arn } from "./account";
import { AwsError } from "./awsError";
import { secret } from "./identifiers";
import { physicalName, text } from "./properties";
import { recordHandler, recordKey, type StoredResource } from "./store/records";

/** Secrets, their values and their policies. */
export function secretsManagerResources(account: Account): Record<string, ResourceHandler> {
  const secrets = account.store.table<StoredResource>("secrets");
  const mustExist = (secretArn: string, region: string) => {
    if (secrets.has(recordKey(secretArn, region))) return secretArn;
    throw new AwsError("ResourceNotFoundException", `Secrets Manager can't find the secret ${secretArn}.`);
  };
  return {
    "aws:secretsmanager/secret:Secret": recordHandler(secrets, {
      replaceOn: ["name"],
      exists: "ResourceExistsException",
      describe(inputs, context) {
        const name = physicalName(inputs, context);
        const taken = secrets
          .values()
          .some(({ region, outputs }) => region === context.region && outputs.name === name);
        if (taken) throw new AwsError("ResourceExistsException", `the secret ${name} already exists.`);
        const suffix = secret(12)
          .replace(/[^A-Za-z0-9]/g, "x")
          .slice(0, 6);
        const secretArn = arn(account, "secretsmanager", context.region, `secret:${name}-${suffix}`);
        return { id: secretArn, outputs: { name, arn: secretArn } };
      },
    }),
    "aws:secretsmanager/secretVersion:SecretVersion": recordHandler(account.store.table("secretVersions"), {
      exists: "ResourceExistsException",
      describe(inputs, { region }) {
        const secretArn = mustExist(text(inputs, "secretId"), region);
        const versionId = randomUUID();
        return { id: `${secretArn}|${versionId}`, outputs: { arn: secretArn, versionId } };
      },
    }),
    "aws:secretsmanager/secretPolicy:SecretPolicy": recordHandler(account.store.table("secretPolicies"), {
      replaceOn: ["secretArn"],
      exists: "ResourceExistsException",
      describe: (inputs, { region }) => ({ id: mustExist(text(inputs, "secretArn"), region), outputs: {} }),
    }),
  };
}
