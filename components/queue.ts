import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { queuePolicy } from "./documents/queues";
import type { EncryptionKey } from "./encryptionKey";
import type { EventRule } from "./eventRule";

export interface QueueArgs {
  readonly place: Place;
  readonly queueName: string;
  /** Its policy must let EventBridge use it. */
  readonly encryptionKey: EncryptionKey;
  /** How long a message waits to be received: 1 to 14 days. */
  readonly retentionDays: number;
  /** The rules that may send to it. Nobody else can, but who has IAM permissions in the account. */
  readonly rules: readonly EventRule[];
}

/**
 * An encrypted SQS queue that admits only the event rules that are named, over TLS only.
 *
 * @example
 * new Queue("ccp-dev-queue-builds", {
 *   place, queueName: "ccp-dev-queue-builds", encryptionKey: operationsKey, retentionDays: 14, rules: [pushes],
 * });
 */
export class Queue extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Known at preview, as documents need it. */
  readonly queueName: string;
  /** Who sends waits for these: without the policy, a sender is refused. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: QueueArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Queue", name, {}, opts);
    const { place, queueName, encryptionKey, retentionDays, rules } = args;
    const ruleNames = rules.flatMap((rule) => rule.ruleNames);

    const queue = new aws.sqs.Queue(
      `${name}-queue`,
      {
        name: queueName,
        kmsMasterKeyId: encryptionKey.arn,
        messageRetentionSeconds: retentionDays * 24 * 60 * 60,
      },
      { parent: this },
    );
    const policy = new aws.sqs.QueuePolicy(
      `${name}-policy`,
      { queueUrl: queue.url, policy: policyText(queuePolicy(place, queueName, ruleNames)) },
      { parent: this, dependsOn: rules.flatMap((rule) => rule.rules) },
    );
    this.arn = queue.arn;
    this.queueName = queueName;
    this.ready = [queue, policy];
    this.registerOutputs({ arn: this.arn, queueName, rules: ruleNames });
  }
}
