import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { gitSecretName, type Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { onlyReadBy } from "./documents/teamAccess";
import type { EncryptionKey } from "./encryptionKey";

export interface GitCredentialArgs {
  readonly place: Place;
  /** The IAM user's name as documents speak of it. */
  readonly userName: string;
  /** The same, known once the user is there. */
  readonly user: pulumi.Input<string>;
  /** The user's ARN as `StringLike` matches it. */
  readonly userArns: readonly string[];
  /** What the user calls it: `laptop`. */
  readonly credential: string;
  /** Encrypts the password. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * A user name and password for HTTPS, made by IAM, in a secret that nobody but its user reads. IAM allows two a user.
 * To rotate, add another name, use it, and take the old name away.
 *
 * @example
 * new GitCredential("ccp-dev-dana-git-laptop", { place, userName, user: userName, userArns, credential: "laptop", encryptionKey }, { parent });
 */
export class GitCredential extends pulumi.ComponentResource {
  /** Known at preview. */
  readonly secretName: string;

  constructor(name: string, args: GitCredentialArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:GitCredential", name, {}, opts);
    const { place, userName, user, userArns, credential, encryptionKey } = args;
    this.secretName = gitSecretName(place, userName, credential);

    const made = new aws.iam.ServiceSpecificCredential(
      `${name}-credential`,
      { userName: user, serviceName: "codecommit.amazonaws.com" },
      { parent: this, additionalSecretOutputs: ["servicePassword"] },
    );
    const secret = new aws.secretsmanager.Secret(
      `${name}-secret`,
      {
        name: this.secretName,
        description: `HTTPS git credential "${credential}" of ${userName} for CodeCommit.`,
        kmsKeyId: encryptionKey.arn,
        // The password dies with its credential: there is nothing to recover, and the name is free again at once.
        recoveryWindowInDays: 0,
      },
      { parent: this },
    );
    const policy = new aws.secretsmanager.SecretPolicy(
      `${name}-secret-policy`,
      { secretArn: secret.arn, policy: policyText(onlyReadBy(userArns)) },
      // The credential waits for its user.
      { parent: this, dependsOn: [made] },
    );
    new aws.secretsmanager.SecretVersion(
      `${name}-secret-version`,
      {
        secretId: secret.id,
        // Write-only: a refresh would have to read the password, and the secret's policy rightly refuses that.
        secretStringWo: pulumi.secret(
          pulumi.jsonStringify({ username: made.serviceUserName, password: made.servicePassword }),
        ),
        secretStringWoVersion: made.createDate.apply((date) => Math.floor(Date.parse(date) / 1000)),
      },
      { parent: this, dependsOn: [policy] },
    );
    this.registerOutputs({ secretName: this.secretName });
  }
}
