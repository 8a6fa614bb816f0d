/** What is published to a topic. */
export interface TopicMessage {
  readonly subject?: string;
  readonly message: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** One message as one subscription gets it. */
export interface Notification extends TopicMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionArn: string;
  /** ISO time. */
  readonly timestamp: string;
}

/**
 * What queues and HTTP endpoints get, unless they take messages raw. Nothing here holds a key of AWS, so the signature
 * is none.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function envelope(notification: Notification): string {
  const { host, unsubscribe } = urls(notification);
  return JSON.stringify({
    Type: "Notification",
    MessageId: notification.messageId,
    TopicArn: notification.topicArn,
    ...(notification.subject !== undefined && { Subject: notification.subject }),
    Message: notification.message,
    Timestamp: notification.timestamp,
    SignatureVersion: "1",
    Signature: "LOCAL",
    SigningCertURL: `${host}/SimpleNotificationService-local.pem`,
    UnsubscribeURL: unsubscribe,
    ...attributesOf(notification),
  });
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(notification: Notification): object {
  const { host, unsubscribe } = urls(notification);
  return {
    Records: [
      {
        EventVersion: "1.0",
        EventSubscriptionArn: notification.subscriptionArn,
        EventSource: "aws:sns",
        Sns: {
          Type: "Notification",
          MessageId: notification.messageId,
          TopicArn: notification.topicArn,
          Subject: notification.subject ?? null,
          Message: notification.message,
          Timestamp: notification.timestamp,
          SignatureVersion: "1",
          Signature: "LOCAL",
          SigningCertUrl: `${host}/SimpleNotificationService-local.pem`,
          UnsubscribeUrl: unsubscribe,
          MessageAttributes: attributesOf(notification).MessageAttributes ?? {},
        },
      },
    ],
  };
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/http-header.html */
export function httpHeaders(notification: Notification, raw: boolean): Record<string, string> {
  return {
    "Content-Type": "text/plain; charset=UTF-8",
    "User-Agent": "Amazon Simple Notification Service Agent",
    "x-amz-sns-message-type": "Notification",
    "x-amz-sns-message-id": notification.messageId,
    "x-amz-sns-topic-arn": notification.topicArn,
    "x-amz-sns-subscription-arn": notification.subscriptionArn,
    ...(raw && { "x-amz-sns-rawdelivery": "true" }),
  };
}

function attributesOf({ attributes = {} }: TopicMessage): { MessageAttributes?: object } {
  const entries = Object.entries(attributes).map(
    ([name, Value]) => [name, { Type: "String", Value }] as const,
  );
  return entries.length === 0 ? {} : { MessageAttributes: Object.fromEntries<object>(entries) };
}

function urls({ topicArn, subscriptionArn }: Notification): { host: string; unsubscribe: string } {
  const host = `https://sns.${topicArn.split(":")[3]}.amazonaws.com`;
  return { host, unsubscribe: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}` };
}
