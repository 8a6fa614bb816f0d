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
  readonly encryptionKey: EncryptionKey;
}

/**
 * A git repository, encrypted with a customer-managed key and protected: CodeCommit has no undo for a deletion.
 *
 * @example
 * new Repository("payments-api", { repositoryName: "payments-api", encryptionKey });
 */
export class Repository extends pulumi.ComponentResource {
  /** Known at preview, as documents need it. */
  readonly repositoryName: string;
  readonly cloneUrlHttp: pulumi.Output<string>;

  constructor(name: string, args: RepositoryArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Repository", name, {}, opts);
    const { encryptionKey, ...rest } = args;

    const repository = new aws.codecommit.Repository(
      `${name}-repository`,
      { ...rest, kmsKeyId: encryptionKey.arn },
      // The alias is what lets people use the key: without it nobody could read what the first push brings.
      { parent: this, protect: true, dependsOn: [encryptionKey.alias] },
    );
    this.repositoryName = args.repositoryName;
    this.cloneUrlHttp = repository.cloneUrlHttp;
    this.registerOutputs({ repositoryName: this.repositoryName, cloneUrlHttp: this.cloneUrlHttp });
  }
}
