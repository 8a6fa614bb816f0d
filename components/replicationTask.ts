import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { executionPolicy, writerPolicies, writerTrust } from "./documents/replication";
import { serviceTrust } from "./documents/trust";
import type { EncryptionKey } from "./encryptionKey";
import type { Repository } from "./repository";
import type { WorkerImage } from "./workerImage";

export interface ReplicationTaskArgs {
  readonly place: Place;
  readonly targetRegion: string;
  /** The repositories to write to; their names are the same on both sides. */
  readonly copies: readonly Repository[];
  /** The name of the one role that may write the copies. */
  readonly writerName: string;
  readonly image: WorkerImage;
  /** The image's repository. */
  readonly imageRepository: string;
  /** Encrypts the logs. */
  readonly encryptionKey: EncryptionKey;
  /** How long the copies keep overwritten and deleted tips. Default: not at all. */
  readonly retainDays?: number;
  /** Whether a function works under the writer's role too. */
  readonly fastPath: boolean;
}

/** A role, and what makes it fit for use. */
interface PermittedRole {
  readonly role: aws.iam.Role;
  readonly ready: readonly pulumi.Resource[];
}

/**
 * The Fargate task that brings one copy up to its source, and the one role that may write copies. It has no disk to
 * write to and no other user's rights.
 */
export class ReplicationTask extends pulumi.ComponentResource {
  readonly cluster: aws.ecs.Cluster;
  readonly definition: aws.ecs.TaskDefinition;
  readonly containerName = "worker";
  readonly family: string;
  /** Physical names of the roles that the definition hands to ECS. */
  readonly roleNames: readonly string[];
  /** The one role that may write copies. */
  readonly writer: PermittedRole;
  /** What the replicator reads of where it works. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(name: string, args: ReplicationTaskArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ReplicationTask", name, {}, opts);
    const { place, targetRegion, copies, writerName, image, imageRepository, encryptionKey, retainDays } =
      args;
    this.family = name;
    this.roleNames = [writerName, `${name}-execution`];
    this.environment = {
      SOURCE_REGION: place.region,
      TARGET_REGION: targetRegion,
      ...(retainDays === undefined ? {} : { RETAIN_DAYS: String(retainDays) }),
    };

    const logs = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name, retentionInDays: 90, kmsKeyId: encryptionKey.arn },
      { parent: this },
    );
    this.writer = createWriter(this);
    const execution = createExecutionRole(this);
    // Nothing else tells how many tasks run that belong to no service.
    this.cluster = new aws.ecs.Cluster(
      `${name}-cluster`,
      { name, settings: [{ name: "containerInsights", value: "enabled" }] },
      { parent: this },
    );
    this.definition = createDefinition(this);
    this.registerOutputs({ writer: writerName });

    function createWriter(parent: pulumi.Resource): PermittedRole {
      const role = new aws.iam.Role(
        `${name}-writer`,
        {
          name: writerName,
          description: `Reads repositories in ${place.region}, writes their copies in ${targetRegion}.`,
          assumeRolePolicy: policyText(writerTrust(place, args.fastPath)),
        },
        { parent },
      );
      const names = copies.map(({ repositoryName }) => repositoryName);
      const ready = writerPolicies(place, targetRegion, names).map((document, shard) => {
        const policy = new aws.iam.Policy(
          `${name}-writer-${shard}`,
          {
            name: `${writerName}-${shard}`,
            description: "What the replication task may do.",
            policy: policyText(document),
          },
          { parent, dependsOn: [...copies] },
        );
        return new aws.iam.RolePolicyAttachment(
          `${name}-writer-${shard}`,
          { role: role.name, policyArn: policy.arn },
          { parent },
        );
      });
      return { role, ready };
    }

    function createExecutionRole(parent: pulumi.Resource): PermittedRole {
      const role = new aws.iam.Role(
        `${name}-execution`,
        {
          name: `${name}-execution`,
          description: "Pulls the worker's image and opens its log.",
          assumeRolePolicy: policyText(serviceTrust(place, "ecs-tasks.amazonaws.com")),
        },
        { parent },
      );
      const policy = new aws.iam.RolePolicy(
        `${name}-execution`,
        {
          name: "pull-image-and-log",
          role: role.name,
          policy: policyText(executionPolicy(place, { imageRepository, logGroup: name })),
        },
        { parent, dependsOn: [logs, image.repository] },
      );
      return { role, ready: [policy] };
    }

    function createDefinition(parent: ReplicationTask): aws.ecs.TaskDefinition {
      const container = {
        name: parent.containerName,
        image: image.uri,
        essential: true,
        // The image's "nonroot". Another one would have no home there, which some libraries look for.
        user: "65532:65532",
        readonlyRootFilesystem: true,
        // Long enough to finish the report of a push: the longest that ECS allows on Fargate.
        stopTimeout: 120,
        environment: Object.entries(parent.environment).map(([key, value]) => ({ name: key, value })),
        logConfiguration: {
          logDriver: "awslogs",
          options: { "awslogs-group": name, "awslogs-region": place.region, "awslogs-stream-prefix": "task" },
        },
      };
      return new aws.ecs.TaskDefinition(
        `${name}-definition`,
        {
          family: name,
          cpu: "256",
          memory: "512",
          networkMode: "awsvpc",
          requiresCompatibilities: ["FARGATE"],
          runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
          taskRoleArn: parent.writer.role.arn,
          executionRoleArn: execution.role.arn,
          containerDefinitions: JSON.stringify([container]),
        },
        { parent, dependsOn: [image.image, logs, ...parent.writer.ready, ...execution.ready] },
      );
    }
  }
}
