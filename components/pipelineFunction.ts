import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { functionCode } from "./bundle";
import type { EncryptionKey } from "./encryptionKey";

/** The log group of a function, which has its name. */
export function functionLogs(
  name: string,
  encryptionKey: EncryptionKey,
  parent: pulumi.Resource,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    { name, retentionInDays: 90, kmsKeyId: encryptionKey.arn },
    { parent },
  );
}

export interface PipelineFunctionArgs {
  readonly description: string;
  /** Of its code, from the project's root; it exports `handler`. */
  readonly entryPoint: string;
  readonly role: aws.iam.Role;
  readonly logs: aws.cloudwatch.LogGroup;
  /** What the role must be allowed before anything runs under it. */
  readonly permissions: readonly pulumi.Resource[];
  /** In MB; its share of a processor grows with it. */
  readonly memorySize: number;
  /** In seconds. */
  readonly timeout: number;
  /** How many events it takes at a time. Default: what the account's other functions leave. */
  readonly reservedConcurrency?: number;
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
}

/** A Lambda function of the replication: its code is bundled while the program runs, it is traced, it logs JSON. */
export function pipelineFunction(
  name: string,
  args: PipelineFunctionArgs,
  parent: pulumi.Resource,
): aws.lambda.Function {
  return new aws.lambda.Function(
    `${name}-function`,
    {
      name,
      description: args.description,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      code: functionCode(args.entryPoint),
      role: args.role.arn,
      memorySize: args.memorySize,
      timeout: args.timeout,
      reservedConcurrentExecutions: args.reservedConcurrency,
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: args.logs.name },
      environment: { variables: { ...args.variables } },
    },
    { parent, dependsOn: [...args.permissions] },
  );
}
