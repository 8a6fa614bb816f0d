import { randomUUID } from "node:crypto";
import type { Properties, ResourceHandler } from "../../engine/provider";
import type { Account } from "../account";
import { AwsError, messageOf } from "../awsError";
import type { Deliveries } from "../deliveries";
import type { Outcome } from "../signals";
import type { Functions } from "../lambda/functions";
import { isObject, optionalText, text } from "../properties";
import type { Sqs } from "../sqs";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import { envelope, httpHeaders, lambdaEvent, type Notification, type TopicMessage } from "./envelopes";
import { isLocal, protocolOf, withoutSecrets } from "./endpoints";

/** SNS gives an HTTP endpoint 15 seconds. @see https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html */
const httpTimeoutMs = 15_000;

const service = "sns.amazonaws.com";

/**
 * What topics deliver to. Subscriptions count as confirmed: an HTTP endpoint on this machine is not asked first, and
 * nobody's mail is.
 */
export class Subscriptions {
  private readonly table: Table<StoredResource>;

  constructor(
    private readonly account: Account,
    private readonly sqs: Sqs,
    private readonly functions: Functions,
    private readonly deliveries: Deliveries,
  ) {
    this.table = account.store.table("topicSubscriptions");
  }

  /** @param topicMustExist Throws when the topic of that ARN is none. */
  resources(topicMustExist: (topicArn: string) => void): Record<string, ResourceHandler> {
    return {
      "aws:sns/topicSubscription:TopicSubscription": recordHandler(this.table, {
        replaceOn: ["topic", "protocol", "endpoint"],
        exists: "SubscriptionExists",
        check: refuseUnread,
        describe: (inputs) => {
          refuseUnread(inputs);
          const topicArn = text(inputs, "topic");
          topicMustExist(topicArn);
          const protocol = protocolOf(text(inputs, "protocol"), text(inputs, "endpoint"));
          const subscriptionArn = `${topicArn}:${randomUUID()}`;
          return {
            id: subscriptionArn,
            outputs: {
              arn: subscriptionArn,
              ownerId: this.account.accountId,
              pendingConfirmation: protocol !== "sqs" && protocol !== "lambda",
              confirmationWasAuthenticated: protocol === "sqs" || protocol === "lambda",
            },
          };
        },
      }),
    };
  }

  /** Gives a message to everything that is subscribed to the topic. */
  deliver(topicArn: string, message: TopicMessage): void {
    const messageId = randomUUID();
    const timestamp = new Date().toISOString();
    for (const subscription of this.table.values()) {
      if (subscription.inputs.topic !== topicArn) continue;
      const notification = { ...message, messageId, topicArn, timestamp, subscriptionArn: subscription.id };
      this.deliverOne(subscription, notification);
    }
  }

  private deliverOne({ inputs }: StoredResource, notification: Notification): void {
    const endpoint = text(inputs, "endpoint");
    const protocol = protocolOf(text(inputs, "protocol"), endpoint);
    const raw = inputs.rawMessageDelivery === true;
    const body = raw ? notification.message : envelope(notification);
    const source = { service, sourceArn: notification.topicArn };
    const attempt = (message: string, send: () => Exclude<Outcome, "refused">) => {
      const refused = this.deliveries.attempt(notification.topicArn, endpoint, message, send);
      if (refused !== undefined) this.redrive(inputs, notification, body, refused.detail);
    };
    switch (protocol) {
      case "sqs":
        attempt(body, () =>
          this.sqs.send(endpoint, source, body, raw ? (notification.attributes ?? {}) : {}),
        );
        return;
      case "lambda":
        attempt(notification.message, () =>
          this.functions.invokeFor(endpoint, source, lambdaEvent(notification)),
        );
        return;
      case "http":
      case "https":
        this.deliverByHttp(inputs, endpoint, notification, body, raw);
        return;
      case "email":
      case "email-json":
        this.record(notification, endpoint, protocol === "email" ? notification.message : body, {
          outcome: "recorded",
          reason: "it would be mailed, once the subscription is confirmed",
        });
    }
  }

  /** SNS retries for an hour; here one attempt must do. */
  private deliverByHttp(
    inputs: Properties,
    endpoint: string,
    notification: Notification,
    body: string,
    raw: boolean,
  ): void {
    if (!isLocal(endpoint)) {
      const reason = "it would be posted: the local cloud posts to this machine only";
      this.record(notification, endpoint, body, { outcome: "recorded", reason });
      return;
    }
    const url = new URL(endpoint);
    const headers = new Headers(httpHeaders(notification, raw));
    if (url.username !== "") {
      const who = [url.username, url.password].map(decodeURIComponent).join(":");
      headers.set("Authorization", `Basic ${Buffer.from(who).toString("base64")}`);
      [url.username, url.password] = ["", ""];
    }
    const signal = AbortSignal.any([this.account.stopping(), AbortSignal.timeout(httpTimeoutMs)]);
    this.account.activity.run(async () => {
      // A redirect could lead away from this machine, and SNS follows none either.
      const failure = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal }).then(
        async (response) => {
          await response.body?.cancel();
          return response.ok ? undefined : `the endpoint answered ${response.status}`;
        },
        messageOf,
      );
      this.record(
        notification,
        endpoint,
        body,
        failure === undefined ? { outcome: "delivered" } : { outcome: "refused", reason: failure },
      );
      if (failure !== undefined) this.redrive(inputs, notification, body, failure);
    });
  }

  /** What could not be delivered goes to the subscription's own queue. */
  private redrive(inputs: Properties, notification: Notification, body: string, reason: string): void {
    const redrivePolicy = optionalText(inputs, "redrivePolicy");
    if (redrivePolicy === undefined) return;
    const policy: unknown = JSON.parse(redrivePolicy);
    const queueArn = isObject(policy) ? optionalText(policy, "deadLetterTargetArn") : undefined;
    if (queueArn === undefined) return;
    const source = { service, sourceArn: notification.topicArn };
    this.sqs.trySend(queueArn, source, body, { ERROR_MESSAGE: reason });
  }

  private record(
    { topicArn }: Notification,
    endpoint: string,
    message: string,
    how: { outcome: Outcome; reason?: string },
  ): void {
    this.deliveries.record({ from: topicArn, to: withoutSecrets(endpoint), message, ...how });
  }
}

/** @throws {AwsError} ValidationException: to ignore a filter would deliver too much. */
function refuseUnread(inputs: Properties): void {
  if (optionalText(inputs, "filterPolicy") === undefined) return;
  throw new AwsError("ValidationException", "The local cloud cannot take filterPolicy.");
}
