import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EncryptionKey } from "./encryptionKey";

export interface RepositoryArgs {
  /** The name in CodeCommit and in every clone URL. Changing it replaces the repository, which `protect` refuses. */
  readonly repositoryName: string;
  /** At most 1,000 characters. */
  readonly description?: string;
  /** Must exist, unless the repository is still empty. Default: the first branch that is pushed. */
  readonly defaultBranch?: string;
  /** Refuse to delete or replace it: CodeCommit has no undo. */
  readonly protect: boolean;
  readonly encryptionKey: EncryptionKey;
  /** The provider's region, for the clone URL. */
  readonly region: string;
}

/** The three ways to a repository. */
export interface CloneUrls {
  /** With git credentials. */
  readonly https: string;
  /** With an SSH key: its id stands before the host, `ssh://<key id>@…`. */
  readonly ssh: string;
  /** With any AWS credentials, roles included, through git-remote-codecommit. */
  readonly codecommit: string;
}

/**
 * A git repository, encrypted with a customer-managed key and protected: CodeCommit has no undo for a deletion.
 *
 * @example
 * new Repository("payments-api", { repositoryName: "payments-api", protect: true, encryptionKey, region: "eu-central-1" });
 */
export class Repository extends pulumi.ComponentResource {
  /** Known at preview, as documents need it. */
  readonly repositoryName: string;
  readonly arn: pulumi.Output<string>;
  readonly cloneUrls: pulumi.Output<CloneUrls>;

  constructor(name: string, args: RepositoryArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Repository", name, {}, opts);
    const { repositoryName, description, defaultBranch, encryptionKey, protect } = args;

    const repository = new aws.codecommit.Repository(
      `${name}-repository`,
      { repositoryName, description, defaultBranch, kmsKeyId: encryptionKey.arn },
      // The alias is what lets people use the key: without it nobody could read what the first push brings.
      { parent: this, protect, dependsOn: [encryptionKey.alias] },
    );
    this.repositoryName = repositoryName;
    this.arn = repository.arn;
    this.cloneUrls = pulumi.output({
      https: repository.cloneUrlHttp,
      ssh: repository.cloneUrlSsh,
      codecommit: `codecommit::${args.region}://${repositoryName}`,
    });
    this.registerOutputs({ repositoryName: this.repositoryName, cloneUrls: this.cloneUrls });
  }
}
