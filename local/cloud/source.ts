import type { Account } from "./account";

/** The service that sends or invokes, and the ARN of what it does so for. */
export interface Source {
  /** For example "events.amazonaws.com". */
  readonly service: string;
  /** The rule, topic, repository or alarm. */
  readonly sourceArn: string;
}

/** What a resource's policy may ask about a service that acts for something of this account. */
export function sourceContext(account: Account, { service, sourceArn }: Source): Record<string, string> {
  return {
    "aws:SourceArn": sourceArn,
    "aws:SourceAccount": account.accountId,
    "aws:SecureTransport": "true",
    "aws:PrincipalIsAWSService": "true",
    "aws:PrincipalServiceName": service,
  };
}
