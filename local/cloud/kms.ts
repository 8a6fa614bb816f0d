import { randomUUID } from "node:crypto";
import type { ResourceHandler } from "../engine/provider";
import { type Account, arn } from "./account";
import { AwsError } from "./awsError";
import type { Authoriser, Question } from "./iam/authoriser";
import { optionalText, text } from "./properties";
import { recordHandler, recordKey, type StoredResource } from "./store/records";
import type { Table } from "./store/table";

/** Keys and aliases. Nothing is encrypted here; who may use a key is decided as AWS does. */
export class Kms {
  private readonly keys: Table<StoredResource>;
  private readonly aliases: Table<StoredResource>;

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
  ) {
    this.keys = account.store.table("kmsKeys");
    this.aliases = account.store.table("kmsAliases");
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:kms/key:Key": recordHandler(this.keys, {
        replaceOn: ["customerMasterKeySpec", "keyUsage", "multiRegion"],
        exists: "AlreadyExistsException",
        describe: (_inputs, { region }) => {
          const keyId = randomUUID();
          return { id: keyId, outputs: { keyId, arn: arn(this.account, "kms", region, `key/${keyId}`) } };
        },
      }),
      "aws:kms/alias:Alias": recordHandler(this.aliases, {
        replaceOn: ["name"],
        exists: "AlreadyExistsException",
        check: (inputs, { region }) => {
          this.key(text(inputs, "targetKeyId"), region);
        },
        describe: (inputs, { region }) => {
          const name = text(inputs, "name");
          if (!name.startsWith("alias/") || name.startsWith("alias/aws/")) {
            throw new AwsError(
              "InvalidAliasNameException",
              `${name}: begins with alias/, and not with alias/aws/`,
            );
          }
          const targetKeyArn = text(this.key(text(inputs, "targetKeyId"), region).outputs, "arn");
          return { id: name, outputs: { arn: arn(this.account, "kms", region, name), targetKeyArn } };
        },
      }),
    };
  }

  /**
   * Why a caller may not use a key through a service, or undefined when it may.
   *
   * AWS asks the key's policy and, where that delegates to the account, the caller's own policies. Here both must
   * allow it, always: the program's key policies delegate.
   */
  refusal(
    question: Omit<Question, "resource" | "context"> & { keyArn: string; service: string },
  ): string | undefined {
    const { keyArn, service, region } = question;
    const key = this.keys.values().find(({ outputs }) => outputs.arn === keyArn);
    if (key === undefined) return `the key ${keyArn} does not exist`;
    if (key.inputs.isEnabled === false) return `the key ${keyArn} is disabled`;
    const asked = {
      ...question,
      resource: keyArn,
      context: {
        "aws:ViaAWSService": "true",
        "kms:ViaService": `${service}.${region}.amazonaws.com`,
        "kms:CallerAccount": this.account.accountId,
        "kms:ResourceAliases": this.aliasesOf(key),
      },
    };
    const policy = optionalText(key.inputs, "policy");
    const decisions = [
      ...(policy === undefined ? [] : [this.authoriser.decideByResource(asked, "key policy", policy)]),
      this.authoriser.decide(asked),
    ];
    return decisions.find(({ effect }) => effect !== "allow")?.explanation;
  }

  /** A key of a region by its id or ARN. */
  key(idOrArn: string, region: string): StoredResource {
    const key = this.keys.get(recordKey(idOrArn.slice(idOrArn.lastIndexOf("/") + 1), region));
    if (key === undefined)
      throw new AwsError("NotFoundException", `Key '${idOrArn}' does not exist in ${region}`);
    return key;
  }

  private aliasesOf(key: StoredResource): string[] {
    return this.aliases
      .values()
      .filter(({ region, inputs }) => {
        const target = text(inputs, "targetKeyId");
        return region === key.region && (target === key.id || target === key.outputs.arn);
      })
      .map(({ id }) => id);
  }
}
