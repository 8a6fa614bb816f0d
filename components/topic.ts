import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { topicPolicy, type TopicPublisher } from "./documents/topics";
import type { EncryptionKey } from "./encryptionKey";

/** Who gets what is published. */
export interface TopicSubscriptions {
  /** Addresses. Each gets a message with a link and receives nothing until somebody follows it. */
  readonly email?: readonly string[];
  /** `https://…`. Each endpoint gets a request with a link and receives nothing until it follows it. */
  readonly https?: readonly string[];
  /** ARNs of queues, whose policies must admit the topic. */
  readonly sqs?: readonly string[];
  /** ARNs of functions of this account and region; they are told to admit the topic. */
  readonly lambda?: readonly string[];
}

export interface TopicArgs {
  readonly place: Place;
  readonly topicName: string;
  /** Its policy must let the publishers use it. */
  readonly encryptionKey: EncryptionKey;
  /** The services that publish. Nobody else can, but who has IAM permissions in the account. */
  readonly publishers: readonly TopicPublisher[];
  /** What the publishers' source ARNs name and what must therefore exist first. */
  readonly sources?: readonly pulumi.Resource[];
  readonly subscriptions: TopicSubscriptions;
}

/**
 * An encrypted SNS topic that admits only the services that are named, over TLS only.
 *
 * @example
 * new Topic("ccp-dev-topic-builds", {
 *   place,
 *   topicName: "ccp-dev-topic-builds",
 *   encryptionKey: operationsKey,
 *   publishers: [{ service: "codecommit", sourceArns: [repositoryArn(place, place.region, "payments-api")] }],
 *   subscriptions: { email: ["builds@example.com"] },
 * });
 */
export class Topic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Known at preview, as documents need it. */
  readonly topicName: string;
  /** Who publishes waits for these: without the policy, a publisher is refused. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: TopicArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Topic", name, {}, opts);
    const { place, topicName, encryptionKey, publishers, sources = [], subscriptions } = args;

    const topic = new aws.sns.Topic(
      `${name}-topic`,
      // Signature version 2: subscribers verify messages by SHA-256 instead of SHA-1.
      { name: topicName, kmsMasterKeyId: encryptionKey.arn, signatureVersion: 2 },
      { parent: this },
    );
    const policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      { arn: topic.arn, policy: policyText(topicPolicy(place, topicName, publishers)) },
      { parent: this, dependsOn: [...sources] },
    );
    this.arn = topic.arn;
    this.topicName = topicName;
    this.ready = [topic, policy];
    this.subscribe(name, subscriptions);
    this.registerOutputs({ arn: this.arn, topicName, publishers });
  }

  private subscribe(
    name: string,
    { email = [], https = [], sqs = [], lambda = [] }: TopicSubscriptions,
  ): void {
    const endpoints = { email, https, sqs, lambda };
    for (const [protocol, list] of Object.entries(endpoints)) {
      for (const endpoint of list) {
        const suffix = `${protocol}-${digest(endpoint)}`;
        const admitted =
          protocol === "lambda" ? [this.admitTo(endpoint, `${name}-${suffix}-permission`)] : [];
        new aws.sns.TopicSubscription(
          `${name}-${suffix}`,
          { topic: this.arn, protocol, endpoint },
          { parent: this, dependsOn: admitted },
        );
      }
    }
  }

  private admitTo(functionArn: string, name: string): aws.lambda.Permission {
    return new aws.lambda.Permission(
      name,
      {
        function: functionArn,
        action: "lambda:InvokeFunction",
        principal: "sns.amazonaws.com",
        sourceArn: this.arn,
      },
      { parent: this },
    );
  }
}

/** Subscriptions are named by what they are: they come and go in any order. */
function digest(endpoint: string): string {
  return createHash("sha256").update(endpoint).digest("hex").slice(0, 8);
}
