import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EncryptionKey } from "./encryptionKey";
import { gitSecretName, type Place, userArn } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { onlyReadBy } from "./documents/teamAccess";
import { sshKeyEncoding, withoutComment } from "./settings/sshKeys";

export interface PersonArgs {
  readonly place: Place;
  /** The IAM user's name. */
  readonly userName: string;
  /** Make HTTPS git credentials and keep the password where only this person can read it. */
  readonly gitCredentials: boolean;
  /** SSH public keys, one line or PEM. */
  readonly sshKeys: readonly string[];
  /** Encrypts the password. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * One human: an IAM user without a console password, without access keys and without policies of its own.
 * What it may do comes from its teams.
 *
 * @example
 * new Person("ccp-dev-dana", { place, userName: "ccp-dev-dana", gitCredentials: true, sshKeys: [], encryptionKey });
 */
export class Person extends pulumi.ComponentResource {
  readonly user: aws.iam.User;
  /** The user name of an SSH clone URL, one for each key. */
  readonly sshKeyIds: readonly pulumi.Output<string>[];

  constructor(name: string, args: PersonArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Person", name, {}, opts);

    // forceDestroy: people add SSH keys and devices to their user, which must not stop somebody from leaving.
    this.user = new aws.iam.User(
      `${name}-user`,
      { name: args.userName, forceDestroy: true },
      { parent: this },
    );
    if (args.gitCredentials) {
      this.keepGitCredentials(name, args);
    }
    this.sshKeyIds = args.sshKeys.map((key) => this.admitSshKey(name, key));
    this.registerOutputs({ userName: args.userName, sshKeyIds: this.sshKeyIds });
  }

  private admitSshKey(name: string, key: string): pulumi.Output<string> {
    // Named by its content: keys come and go in any order.
    const digest = createHash("sha256").update(withoutComment(key)).digest("hex").slice(0, 8);
    const sshKey = new aws.iam.SshKey(
      `${name}-ssh-${digest}`,
      { username: this.user.name, encoding: sshKeyEncoding(key), publicKey: withoutComment(key) },
      { parent: this },
    );
    return sshKey.sshPublicKeyId;
  }

  private keepGitCredentials(name: string, { place, userName, encryptionKey }: PersonArgs): void {
    const credential = new aws.iam.ServiceSpecificCredential(
      `${name}-git-credential`,
      { userName: this.user.name, serviceName: "codecommit.amazonaws.com" },
      { parent: this, additionalSecretOutputs: ["servicePassword"] },
    );
    const secret = new aws.secretsmanager.Secret(
      `${name}-git-secret`,
      {
        name: gitSecretName(place, userName),
        description: `HTTPS git credentials of ${userName} for CodeCommit.`,
        kmsKeyId: encryptionKey.arn,
      },
      { parent: this },
    );
    const policy = new aws.secretsmanager.SecretPolicy(
      `${name}-git-secret-policy`,
      { secretArn: secret.arn, policy: policyText(onlyReadBy(userArn(place, userName))) },
      { parent: this, dependsOn: [this.user] },
    );
    new aws.secretsmanager.SecretVersion(
      `${name}-git-secret-version`,
      {
        secretId: secret.id,
        // Write-only: a refresh would have to read the password, and the secret's policy rightly refuses that.
        secretStringWo: pulumi.secret(
          pulumi.jsonStringify({
            username: credential.serviceUserName,
            password: credential.servicePassword,
          }),
        ),
        secretStringWoVersion: credential.createDate.apply((date) => Math.floor(Date.parse(date) / 1000)),
      },
      { parent: this, dependsOn: [policy] },
    );
  }
}
