import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EncryptionKey } from "./encryptionKey";

export interface RepositoryArgs {
  /** The name in CodeCommit and in every clone URL. Changing it replaces the repository, which `protect` refuses. */
  readonly repositoryName: string;
  /** At most 1,000 characters. */
  readonly description?: string;
  /** Beside the provider's default tags; at most 50 with them. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Must exist, unless the repository is still empty. Default: the first branch that is pushed. */
  readonly defaultBranch?: string;
  /** Refuse to delete or replace it: CodeCommit has no undo. */
  readonly protect: boolean;
  /** Why it is to be deleted, which the policy pack asks for where it is not protected. */
  readonly retired?: string;
  /**
   * The repository exists already and is taken over as it is. Its description, tags, key and default branch are left
   * alone for as long as this is true. Default: false.
   */
  readonly adopt?: boolean;
  /** Default: AWS's own key `aws/codecommit`. */
  readonly encryptionKey?: EncryptionKey;
  /** The provider's region, for the clone URL. */
  readonly region: string;
}

/** What an existing repository may have in another way than the settings: the import would change it (Pulumi 3.248). */
const keptByAdoption = ["description", "tags", "tagsAll", "kmsKeyId", "defaultBranch"];

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
 * A git repository: a new one, or one that is there already and is adopted.
 *
 * @example
 * new Repository("ccp-dev-payments-api", {
 *   repositoryName: "payments-api",
 *   description: "Takes payments.",
 *   tags: { "data-class": "confidential" },
 *   protect: true,
 *   encryptionKey,
 *   region: "eu-central-1",
 * });
 */
export class Repository extends pulumi.ComponentResource {
  /** Known at preview, as documents need it. */
  readonly repositoryName: string;
  readonly arn: pulumi.Output<string>;
  readonly cloneUrls: pulumi.Output<CloneUrls>;

  constructor(name: string, args: RepositoryArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Repository", name, {}, opts);
    const { repositoryName, description, tags, defaultBranch, encryptionKey, protect, adopt } = args;

    const repository = new aws.codecommit.Repository(
      `${name}-repository`,
      { repositoryName, description, tags, defaultBranch, kmsKeyId: encryptionKey?.arn },
      {
        parent: this,
        protect,
        // The alias is what lets people use the key: without it nobody could read what the first push brings.
        dependsOn: encryptionKey && [encryptionKey.alias],
        ...(adopt === true && { import: repositoryName, ignoreChanges: keptByAdoption }),
      },
    );
    this.repositoryName = repositoryName;
    this.arn = repository.arn;
    this.cloneUrls = pulumi.output({
      https: repository.cloneUrlHttp,
      ssh: repository.cloneUrlSsh,
      codecommit: `codecommit::${args.region}://${repositoryName}`,
    });
    this.registerOutputs({
      repositoryName: this.repositoryName,
      cloneUrls: this.cloneUrls,
      ...(args.retired === undefined ? {} : { retired: args.retired }),
    });
  }
}
