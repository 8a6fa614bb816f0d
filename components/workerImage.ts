import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { workerContext } from "./bundle";
import type { Place } from "./documents/place";
import type { EncryptionKey } from "./encryptionKey";

export interface WorkerImageArgs {
  readonly place: Place;
  /** The name of the image repository. */
  readonly repositoryName: string;
  readonly encryptionKey: EncryptionKey;
}

/**
 * The replication worker as a container image for ARM64, built and pushed when its content changes.
 * Tags name the content and are immutable, so a tag that was reviewed is the code that runs.
 */
export class WorkerImage extends pulumi.ComponentResource {
  /** Known at preview: account, region, name and content are. */
  readonly uri: string;
  readonly repository: awsx.ecr.Repository;
  /** What uses the URI depends on this, the image itself. */
  readonly image: awsx.ecr.Image;

  constructor(name: string, args: WorkerImageArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:WorkerImage", name, {}, opts);
    const { place, repositoryName, encryptionKey } = args;
    const { directory, tag } = workerContext();

    this.repository = new awsx.ecr.Repository(
      `${name}-repository`,
      {
        name: repositoryName,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: encryptionKey.arn }],
        // Images are built anew from the source at any time: they must not stop the stack from being destroyed.
        forceDelete: true,
        lifecyclePolicy: {
          rules: [{ description: "Keep the last ten", tagStatus: "any", maximumNumberOfImages: 10 }],
        },
      },
      { parent: this },
    );
    const domain = place.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const repositoryUrl = `${place.account}.dkr.ecr.${place.region}.${domain}/${repositoryName}`;
    // awsx registers the image once the URL is known: computed, it is there at the first preview, which then shows what an
    // update will create. The cache in a repository that does not exist yet is no error (moby/buildkit#954).
    this.image = new awsx.ecr.Image(
      `${name}-image`,
      { repositoryUrl, context: directory, imageTag: tag, platform: "linux/arm64" },
      { parent: this, dependsOn: [this.repository] },
    );
    this.uri = `${repositoryUrl}:${tag}`;
    this.registerOutputs({ uri: this.uri });
  }
}
