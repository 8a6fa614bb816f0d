import { randomUUID } from "node:crypto";
import type { ResourceHandler } from "../engine/provider";
import { type Account, arn } from "./account";
import { AwsError } from "./awsError";
import type { Authoriser } from "./iam/authoriser";
import type { Identity } from "./iam/identity";
import { physicalName, text } from "./properties";
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
export type Sender =
  { readonly service: string; readonly sourceArn: string } | { readonly identity: Identity };

/** Queues. Only the cloud itself sends to them: there is no SQS API here. */
export class Sqs {
  private readonly queues: Table<StoredResource>;
  private readonly policies: Table<StoredResource>;
  private readonly messageTable: Table<QueueMessage[]>;

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
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
        describe: (inputs, context) => {
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
        describe: (inputs, { region }) => {
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
   * Sends a message, if the queue's policy (or for a role its own policies) allow it.
   *
   * @throws {AwsError} AccessDenied or QueueDoesNotExist.
   */
  send(queueArn: string, sender: Sender, body: string, attributes: Record<string, string>): void {
    const queue = this.queues.values().find(({ outputs }) => outputs.arn === queueArn);
    if (queue === undefined) throw new AwsError("QueueDoesNotExist", `The queue ${queueArn} does not exist.`);
    const refusal = this.refusal(queue, queueArn, sender);
    if (refusal !== undefined)
      throw new AwsError("AccessDenied", `sqs:SendMessage on ${queueArn}: ${refusal}`, 403);
    const message = { messageId: randomUUID(), body, attributes, sentAt: new Date().toISOString() };
    this.messageTable.set(queueArn, [...this.messages(queueArn), message]);
  }

  /** Sends where AWS would drop what it may not send, and says so in the logs only. */
  trySend(queueArn: string, sender: Sender, body: string, attributes: Record<string, string>): void {
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
    const policy = this.policies.get(recordKey(queue.id, queue.region));
    if (policy === undefined) return "the queue has no policy";
    const decision = this.authoriser.decideService(
      sender.service,
      "sqs:SendMessage",
      queueArn,
      text(policy.inputs, "policy"),
      { "aws:SourceArn": sender.sourceArn, "aws:SourceAccount": this.account.accountId },
    );
    return decision.effect === "allow" ? undefined : decision.explanation;
  }
}
