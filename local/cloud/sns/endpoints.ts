import { AwsError } from "../awsError";

const protocols = ["sqs", "lambda", "http", "https", "email", "email-json"] as const;

export type Protocol = (typeof protocols)[number];

/**
 * Reads what a subscription names.
 *
 * @throws {AwsError} InvalidParameter, as SNS gives it for an endpoint that its protocol does not know.
 */
export function protocolOf(protocol: string, endpoint: string): Protocol {
  const known = protocols.find((one) => one === protocol);
  if (known === undefined) {
    throw new AwsError(
      "InvalidParameter",
      `Invalid parameter: the local cloud delivers by ${protocols.join(", ")}, not by ${protocol}`,
    );
  }
  const forms: Readonly<Record<Protocol, RegExp>> = {
    sqs: /^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/,
    lambda: /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$/,
    http: /^http:\/\/[^/]/,
    https: /^https:\/\/[^/]/,
    email: /^[^@\s]+@[^@\s]+$/,
    "email-json": /^[^@\s]+@[^@\s]+$/,
  };
  if (forms[known].test(endpoint)) return known;
  throw new AwsError(
    "InvalidParameter",
    `Invalid parameter: Endpoint ${withoutSecrets(endpoint)} for ${known}`,
  );
}

/** Whether a URL stays on this machine. */
export function isLocal(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

/** A URL as it may be shown: user, password, and a query, where tokens are, are left out. */
export function withoutSecrets(endpoint: string): string {
  if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint)) return endpoint;
  const { origin, pathname } = new URL(endpoint);
  return origin + pathname;
}
