import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { dispatcherPolicy } from "./documents/replication";
import { serviceTrust } from "./documents/trust";
import type { EncryptionKey } from "./encryptionKey";
import { functionLogs, pipelineFunction } from "./pipelineFunction";
import type { ReplicationTask } from "./replicationTask";
import type { TaskNetwork } from "./taskNetwork";

export interface DispatcherArgs {
  readonly place: Place;
  readonly task: ReplicationTask;
  readonly network: TaskNetwork;
  /** Keeps the events that could not be turned into a task. */
  readonly deadLetters: aws.sqs.Queue;
  readonly deadLettersName: string;
  readonly encryptionKey: EncryptionKey;
  /** The key's alias, by which IAM speaks of it. */
  readonly keyAlias: string;
  /** How many events it takes at a time. Default: what the account's other functions leave. */
  readonly reservedConcurrency?: number;
}

/** The Lambda function that turns an event into a task. It can start that one task and nothing more. */
export class Dispatcher extends pulumi.ComponentResource {
  readonly lambda: aws.lambda.Function;

  constructor(name: string, args: DispatcherArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Dispatcher", name, {}, opts);
    const { place, task, network, deadLetters, deadLettersName, encryptionKey, keyAlias } = args;

    const logs = functionLogs(name, encryptionKey, this);
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name,
        description: "Starts the replication task.",
        assumeRolePolicy: policyText(serviceTrust(place, "lambda.amazonaws.com")),
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        name: "start-task",
        role: role.name,
        policy: policyText(
          dispatcherPolicy(place, {
            cluster: task.family,
            taskFamily: task.family,
            roles: task.roleNames,
            queue: deadLettersName,
            keyAlias,
            logGroup: name,
          }),
        ),
      },
      { parent: this, dependsOn: [task, deadLetters, encryptionKey.alias, logs] },
    );
    this.lambda = pipelineFunction(
      name,
      {
        description: "CodeCommit event → replication task",
        entryPoint: "replicator/dispatcher.ts",
        ...{ role, logs, permissions: [policy] },
        memorySize: 256,
        timeout: 30,
        reservedConcurrency: args.reservedConcurrency,
        variables: {
          ACCOUNT_ID: place.account,
          SOURCE_REGION: place.region,
          CLUSTER_ARN: task.cluster.arn,
          TASK_DEFINITION_ARN: task.definition.arn,
          CONTAINER_NAME: task.containerName,
          SUBNET_IDS: network.subnetIds.apply((ids) => ids.join(",")),
          SECURITY_GROUP_IDS: network.securityGroupId,
          ASSIGN_PUBLIC_IP: network.assignPublicIp ? "ENABLED" : "DISABLED",
        },
      },
      this,
    );
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-invoke-config`,
      {
        functionName: this.lambda.name,
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: deadLetters.arn } },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
