import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyDocument, policyText } from "./documents/policyDocument";

export interface EncryptionKeyArgs {
  /** What the key encrypts, for the people who meet it in the console. */
  readonly description: string;
  /** `alias/…`; the name by which IAM policies speak of the key, because its id is random. */
  readonly alias: string;
  readonly policy: PolicyDocument;
  /** How long it waits before it dies, 7 to 30 days; until then its deletion can be called off. */
  readonly deletionWindowDays: number;
  /** Refuse to delete or replace it: what it encrypts dies with it. */
  readonly protect: boolean;
}

/**
 * A customer-managed key that rotates every year, with its alias.
 *
 * @example
 * new EncryptionKey("ccp-dev-repositories", {
 *   description: "Repositories",
 *   alias: "alias/ccp-dev-repositories",
 *   policy: accountKeyPolicy(place),
 *   deletionWindowDays: 30,
 *   protect: true,
 * });
 */
export class EncryptionKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Resolves once the alias exists, which IAM conditions need. */
  readonly alias: aws.kms.Alias;

  constructor(name: string, args: EncryptionKeyArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:EncryptionKey", name, {}, opts);

    const key = new aws.kms.Key(
      `${name}-key`,
      {
        description: args.description,
        policy: policyText(args.policy),
        enableKeyRotation: true,
        deletionWindowInDays: args.deletionWindowDays,
      },
      { parent: this, protect: args.protect },
    );
    this.alias = new aws.kms.Alias(
      `${name}-alias`,
      { name: args.alias, targetKeyId: key.keyId },
      { parent: this },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn, alias: args.alias });
  }
}
