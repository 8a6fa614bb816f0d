import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Place, userArn, userArnPatterns } from "./documents/place";
import type { EncryptionKey } from "./encryptionKey";
import { GitCredential } from "./gitCredential";
import { sshKeyEncoding, withoutComment } from "./settings/sshKeys";

export interface PersonArgs {
  readonly place: Place;
  /** The IAM user's name. */
  readonly userName: string;
  /** The user is there already and stays when the person leaves: only what is added here is ours. */
  readonly existing: boolean;
  /** Names of HTTPS git credentials; each password is kept where only this person can read it. At most 2. */
  readonly gitCredentials: readonly string[];
  /** SSH public keys, one line or PEM. At most 5. */
  readonly sshKeys: readonly string[];
  /** ARN of the managed policy that bounds what the user can ever be allowed. Of an existing user it is its owner's to set. */
  readonly permissionsBoundary?: string;
  /** Encrypts the passwords. */
  readonly encryptionKey: EncryptionKey;
}

/** How a person finds her credentials; nothing in it is secret. */
export interface PersonOutputs {
  readonly userName: string;
  /** The user names of SSH clone URLs, one for each key. */
  readonly sshKeyIds: readonly pulumi.Output<string>[];
  /** Names of the secrets with user name and password for HTTPS, by credential. */
  readonly gitSecrets: Readonly<Record<string, string>>;
}

/**
 * One human: an IAM user without a console password, without access keys and without policies of its own, or one that
 * exists already. What it may do comes from its teams.
 *
 * @example
 * new Person("ccp-dev-dana", {
 *   place, userName: "ccp-dev-dana", existing: false, gitCredentials: ["default"], sshKeys: [], encryptionKey,
 * });
 */
export class Person extends pulumi.ComponentResource {
  /** Resolves once the user is there. */
  readonly userName: pulumi.Output<string>;
  readonly outputs: PersonOutputs;

  constructor(name: string, args: PersonArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Person", name, {}, opts);
    const { place, userName, existing, encryptionKey, gitCredentials } = args;

    this.userName = existing ? pulumi.output(userName) : this.createUser(name, args).name;
    const credentials = gitCredentials.map((credential) => ({
      credential,
      made: new GitCredential(
        `${name}-git-${credential}`,
        {
          place,
          userName,
          user: this.userName,
          userArns: existing ? userArnPatterns(place, userName) : [userArn(place, userName)],
          credential,
          encryptionKey,
        },
        { parent: this },
      ),
    }));
    this.outputs = {
      userName,
      sshKeyIds: args.sshKeys.map((key) => this.admitSshKey(name, key)),
      gitSecrets: Object.fromEntries(
        credentials.map(({ credential, made }) => [credential, made.secretName]),
      ),
    };
    this.registerOutputs({ ...this.outputs });
  }

  private createUser(name: string, { userName, permissionsBoundary }: PersonArgs): aws.iam.User {
    return new aws.iam.User(
      `${name}-user`,
      // forceDestroy: people add SSH keys and devices to their user, which must not stop somebody from leaving.
      { name: userName, permissionsBoundary, forceDestroy: true },
      { parent: this },
    );
  }

  private admitSshKey(name: string, key: string): pulumi.Output<string> {
    // Named by its content: keys come and go in any order.
    const digest = createHash("sha256").update(withoutComment(key)).digest("hex").slice(0, 8);
    const sshKey = new aws.iam.SshKey(
      `${name}-ssh-${digest}`,
      { username: this.userName, encoding: sshKeyEncoding(key), publicKey: withoutComment(key) },
      { parent: this },
    );
    return sshKey.sshPublicKeyId;
  }
}
