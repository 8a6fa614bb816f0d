import * as aws from "@pulumi/aws";
import { RunError } from "@pulumi/pulumi";

/** Whose credentials these are. */
export interface Account {
  /** 12 digits. */
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** Why AWS did not say which account this is. A `RunError`, so that Pulumi prints the message and no stack trace. */
export class AccountError extends RunError {
  constructor(message: string) {
    super(message);
    // As in SettingsError: Pulumi 3.248 colours the frames, which nobody is shown.
    this.stack = message;
  }
}

/** Where credentials are used, and which are wanted. */
export interface Credentials {
  /** The provider's. */
  readonly region: string;
  /** Completes "the credentials are those of account 123456789012, …" where the provider refuses an account. */
  readonly otherwise: string;
}

/**
 * Asks AWS for the account and the partition of a provider's credentials. It is the first thing to ask: a provider tells
 * only then that it could not be configured, to whoever asks first (Pulumi 3.248, provider_plugin.go, Configure).
 *
 * @throws AccountError when the credentials are missing, expired, unknown to AWS or those of a wrong account, or when AWS
 *   cannot be reached
 */
export async function accountOf(provider: aws.Provider, credentials: Credentials): Promise<Account> {
  try {
    const [{ accountId: id }, { partition }] = await Promise.all([
      aws.getCallerIdentity({}, { provider }),
      aws.getPartition({}, { provider }),
    ]);
    return { id, partition };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new AccountError(`AWS did not say which account this is: ${accountProblem(text, credentials)}`);
  }
}

interface Problem {
  /** In the words of AWS's Go SDK and of the provider. */
  readonly words: RegExp;
  readonly advice: (credentials: Credentials, found: RegExpExecArray) => string;
}

const problems: readonly Problem[] = [
  {
    words: /AWS account ID not allowed: (\d+)/,
    advice: ({ otherwise }, [, account]) =>
      `the credentials are those of account ${account}, ${otherwise}. Choose others, for example with AWS_PROFILE.`,
  },
  {
    words: /shared config profile,? "?([\w.@+-]+)/,
    advice: (_credentials, [, profile]) =>
      `there is no AWS profile "${profile}" on this machine. See "aws configure list-profiles", and set AWS_PROFILE.`,
  },
  {
    words: /Signature (?:expired|not yet current)|RequestTimeTooSkewed|RequestExpired/,
    advice: () => "the clock of this machine is wrong. Set it, and run the command again.",
  },
  {
    words: /ExpiredToken|token .{0,40}expired|SSO (?:session|token)|InvalidGrantException/i,
    advice: () =>
      'the credentials have expired. Sign in again, for example with "aws sso login", and run the command again.',
  },
  {
    words: /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|security token .* is invalid/,
    advice: ({ region }) =>
      `AWS does not know the credentials. The access key was deleted, belongs to another partition, or ${region} is not ` +
      'enabled in the account. See what "aws sts get-caller-identity" says, and choose credentials with AWS_PROFILE.',
  },
  {
    words: /SignatureDoesNotMatch|IncompleteSignature/,
    advice: () => "the secret access key does not belong to the access key. Configure both anew.",
  },
  {
    words:
      /no such host|dial tcp|connection re(?:fused|set)|i\/o timeout|deadline exceeded|x509|proxyconnect|StatusCode: 0\b/,
    advice: ({ region }) =>
      `AWS cannot be reached in ${region}. See that the network, HTTPS_PROXY and the setting aws:region are right.`,
  },
  {
    words:
      /No valid credential|no EC2 IMDS role|[Nn]o credential|failed to (?:refresh cached|retrieve) credentials/,
    advice: () =>
      'there are no AWS credentials. Sign in, for example with "aws sso login", or set AWS_PROFILE, and run the command again.',
  },
];

/** What is wrong and the way out, in one line; for what is not known here, the first line of AWS's own words. */
export function accountProblem(message: string, credentials: Credentials): string {
  // The provider's requests to the metadata service of EC2 fail wherever there are no credentials: that is no network's fault.
  const text = message.replace(/operation error ec2imds[^\n]*/, "");
  for (const { words, advice } of problems) {
    const found = words.exec(text);
    if (found !== null) {
      return advice(credentials, found);
    }
  }
  const plain = message
    .replace(/^.*?returned an error: /s, "")
    // eslint-disable-next-line no-control-regex
    .replace(/\u001b\[[\d;]*m/g, "")
    .trim();
  return plain.split("\n")[0];
}
