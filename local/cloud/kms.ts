import { randomUUID } from "node:crypto";
import type { ResourceHandler } from "../engine/provider";
import { type Account, arn, dnsSuffix } from "./account";
import { AwsError } from "./awsError";
import { type Authoriser, prefixed, type Question } from "./iam/authoriser";
import type { Identity } from "./iam/identity";
import { optionalText, text } from "./properties";
import { type Source, sourceContext } from "./source";
import { recordHandler, recordKey, type StoredResource } from "./store/records";
import type { Table } from "./store/table";

/** What a service that sends needs of the key of a queue or a topic. */
const sendingActions = ["kms:GenerateDataKey", "kms:Decrypt"];

/**
 * Services that do not tell the key of a topic for whom they publish: a condition on the source account or ARN lets them
 * in nowhere. AWS says so of EventBridge, and documents none for notifications.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const namelessAtTopics = ["events.amazonaws.com", "codestar-notifications.amazonaws.com"];

/** Where a key is used: the service that encrypts, its region, and what it tells the key of what it encrypts. */
export interface KeyUse {
  /** For example "sns". */
  readonly service: string;
  readonly region: string;
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

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
        "kms:ViaService": `${service}.${region}.${dnsSuffix(this.account)}`,
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

  /**
   * Why a service may not use a key by which a queue, a topic or a log group is encrypted, or undefined when it may.
   * Only the key's policy can let a service in.
   *
   * @param keyId An id, an ARN, or an alias's name or ARN.
   * @param actions By default what sending takes.
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  serviceRefusal(
    keyId: string,
    source: Source,
    use: KeyUse,
    actions: readonly string[] = sendingActions,
  ): string | undefined {
    if (isManagedAlias(keyId)) return `the policy of the AWS managed key ${keyId} lets no service in`;
    const key = this.resolve(keyId, use.region);
    if (key === undefined) return `the key ${keyId} does not exist`;
    const keyArn = text(key.outputs, "arn");
    if (key.inputs.isEnabled === false) return `the key ${keyArn} is disabled`;
    const policy = optionalText(key.inputs, "policy");
    if (policy === undefined) return `the default policy of the key ${keyArn} lets no service in`;
    const { service } = source;
    const nameless = use.service === "sns" && namelessAtTopics.includes(service);
    const context = {
      ...(!nameless && sourceContext(this.account, source)),
      "kms:ViaService": `${use.service}.${use.region}.${dnsSuffix(this.account)}`,
      "kms:ResourceAliases": this.aliasesOf(key),
      ...prefixed("kms:EncryptionContext:", use.encryptionContext ?? {}),
    };
    for (const action of actions) {
      const decision = this.authoriser.decideService(service, action, keyArn, policy, context);
      if (decision.effect !== "allow") {
        return `${service} may not ${action} with the key ${keyArn}: ${decision.explanation}`;
      }
    }
    return undefined;
  }

  /**
   * Why a role may not send to what the key encrypts; see {@link refusal}.
   *
   * @param keyId An id, an ARN, or an alias's name or ARN.
   */
  senderRefusal(keyId: string, identity: Identity, { service, region }: KeyUse): string | undefined {
    // The policies of AWS's own keys let in everybody of the account who may use the service.
    if (isManagedAlias(keyId)) return undefined;
    const keyArn = optionalText(this.resolve(keyId, region)?.outputs ?? {}, "arn") ?? keyId;
    for (const action of sendingActions) {
      const refusal = this.refusal({ identity, action, region, keyArn, service });
      if (refusal !== undefined) return `${action} with the key ${keyArn}: ${refusal}`;
    }
    return undefined;
  }

  /** @throws {AwsError} NotFoundException for a key or alias that nobody made; AWS's own keys exist always. */
  mustExist(keyId: string, region: string): void {
    if (!isManagedAlias(keyId) && this.resolve(keyId, region) === undefined) this.key(keyId, region);
  }

  /** A key of a region by its id or ARN. */
  key(idOrArn: string, region: string): StoredResource {
    const key = this.keys.get(recordKey(idOrArn.slice(idOrArn.lastIndexOf("/") + 1), region));
    if (key === undefined)
      throw new AwsError("NotFoundException", `Key '${idOrArn}' does not exist in ${region}`);
    return key;
  }

  private resolve(keyId: string, region: string): StoredResource | undefined {
    const alias = /(?:^|:)(alias\/.+)$/.exec(keyId)?.[1];
    if (alias === undefined) return this.keys.get(recordKey(keyId.slice(keyId.lastIndexOf("/") + 1), region));
    const target = this.aliases.get(recordKey(alias, region));
    return target === undefined ? undefined : this.key(text(target.inputs, "targetKeyId"), region);
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

/** Whether a key is AWS's own, such as "alias/aws/sns". */
function isManagedAlias(keyId: string): boolean {
  return /(?:^|:)alias\/aws\//.test(keyId);
}
