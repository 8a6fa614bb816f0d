import { randomUUID } from "node:crypto";
import type { Properties, ResourceHandler } from "../engine/provider";
import { type Account, arn } from "./account";
import { AwsError } from "./awsError";
import type { Outcome } from "./signals";
import { isForeign } from "./foreignTargets";
import type { Authoriser } from "./iam/authoriser";
import { checkDocument } from "./iam/checkDocument";
import type { Identity } from "./iam/identity";
import type { Kms } from "./kms";
import { optionalText, physicalName, text } from "./properties";
import { type Source, sourceContext } from "./source";
import { recordHandler, recordKey, type StoredResource } from "./store/records";
import type { Table } from "./store/table";

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** ISO time. */
  readonly sentAt: string;
}

/** Who sends: a service with the ARN of what it sends for, or a role. */
export type Sender = Source | { readonly identity: Identity };

/** Queues. Only the cloud itself sends to them: there is no SQS API here. */
export class Sqs {
  private readonly queues: Table<StoredResource>;
  private readonly policies: Table<StoredResource>;
  private readonly messageTable: Table<QueueMessage[]>;

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
    private readonly kms: Kms,
  ) {
    this.queues = account.store.table("queues");
    this.policies = account.store.table("queuePolicies");
    this.messageTable = account.store.table("queueMessages");
  }

  resources(): Record<string, ResourceHandler> {
    const { accountId } = this.account;
    return {
      "aws:sqs/queue:Queue": recordHandler(this.queues, {
        replaceOn: ["name", "fifoQueue"],
        exists: "QueueNameExists",
        check: (inputs, context) => {
          this.checkKey(inputs, context.region);
        },
        describe: (inputs, context) => {
          this.checkKey(inputs, context.region);
          const name = physicalName(inputs, context);
          const url = `https://sqs.${context.region}.amazonaws.com/${accountId}/${name}`;
          return { id: url, outputs: { name, url, arn: arn(this.account, "sqs", context.region, name) } };
        },
        remove: (queue) => {
          this.messageTable.delete(text(queue.outputs, "arn"));
        },
      }),
      "aws:sqs/queuePolicy:QueuePolicy": recordHandler(this.policies, {
        replaceOn: ["queueUrl"],
        exists: "QueuePolicyExists",
        check: (inputs) => {
          checkDocument(text(inputs, "policy"));
        },
        describe: (inputs, { region }) => {
          checkDocument(text(inputs, "policy"));
          const url = text(inputs, "queueUrl");
          if (!this.queues.has(recordKey(url, region))) {
            throw new AwsError("QueueDoesNotExist", `The specified queue ${url} does not exist.`);
          }
          return { id: url, outputs: {} };
        },
      }),
    };
  }

  /**
   * Sends a message, if the queue's policy (or for a role its own policies) allow it, and so does the queue's key.
   *
   * @returns "recorded" for a queue that belongs to somebody else.
   * @throws {AwsError} AccessDenied, KmsAccessDenied or QueueDoesNotExist.
   */
  send(
    queueArn: string,
    sender: Sender,
    body: string,
    attributes: Readonly<Record<string, string>>,
  ): Exclude<Outcome, "refused"> {
    const queue = this.queues.values().find(({ outputs }) => outputs.arn === queueArn);
    if (queue === undefined && isForeign(this.account, queueArn)) return "recorded";
    if (queue === undefined) throw new AwsError("QueueDoesNotExist", `The queue ${queueArn} does not exist.`);
    const refusal = this.refusal(queue, queueArn, sender);
    if (refusal !== undefined)
      throw new AwsError("AccessDenied", `sqs:SendMessage on ${queueArn}: ${refusal}`, 403);
    const keyRefusal = this.keyRefusal(queue, queueArn, sender);
    if (keyRefusal !== undefined) throw new AwsError("KmsAccessDenied", keyRefusal, 403);
    const message = { messageId: randomUUID(), body, attributes, sentAt: new Date().toISOString() };
    this.messageTable.set(queueArn, [...this.messages(queueArn), message]);
    return "delivered";
  }

  /** Sends where AWS would drop what it may not send, and says so in the logs only. */
  trySend(
    queueArn: string,
    sender: Sender,
    body: string,
    attributes: Readonly<Record<string, string>>,
  ): void {
    try {
      this.send(queueArn, sender, body, attributes);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.account.log("cloud", `dropped a message: ${error.message}`);
    }
  }

  /** What lies in a queue, oldest first. */
  messages(queueArn: string): readonly QueueMessage[] {
    return this.messageTable.get(queueArn) ?? [];
  }

  private checkKey(inputs: Properties, region: string): void {
    const keyId = optionalText(inputs, "kmsMasterKeyId");
    if (keyId !== undefined) this.kms.mustExist(keyId, region);
  }

  private keyRefusal(
    { inputs, region }: StoredResource,
    queueArn: string,
    sender: Sender,
  ): string | undefined {
    const keyId = optionalText(inputs, "kmsMasterKeyId");
    if (keyId === undefined) return undefined;
    const use = { service: "sqs", region, encryptionContext: { "aws:sqs:arn": queueArn } };
    return "identity" in sender
      ? this.kms.senderRefusal(keyId, sender.identity, use)
      : this.kms.serviceRefusal(keyId, sender, use);
  }

  private refusal(queue: StoredResource, queueArn: string, sender: Sender): string | undefined {
    if ("identity" in sender) {
      const question = {
        identity: sender.identity,
        action: "sqs:SendMessage",
        resource: queueArn,
        region: queue.region,
      };
      const own = this.authoriser.decide(question);
      return own.effect === "allow" ? undefined : own.explanation;
    }
    const policy =
      optionalText(this.policies.get(recordKey(queue.id, queue.region))?.inputs ?? {}, "policy") ??
      optionalText(queue.inputs, "policy");
    if (policy === undefined) return "the queue has no policy";
    const decision = this.authoriser.decideService(
      sender.service,
      "sqs:SendMessage",
      queueArn,
      policy,
      sourceContext(this.account, sender),
    );
    return decision.effect === "allow" ? undefined : decision.explanation;
  }
}
