import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Dispatcher } from "./dispatcher";
import type { Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { fastPathPolicy } from "./documents/replication";
import type { EncryptionKey } from "./encryptionKey";
import { functionLogs, pipelineFunction } from "./pipelineFunction";
import type { ReplicationTask } from "./replicationTask";

export interface FastPathArgs {
  readonly place: Place;
  /** It runs under the same role: the one that may write copies. */
  readonly task: ReplicationTask;
  /** Starts the task for what takes longer. */
  readonly dispatcher: Dispatcher;
  readonly dispatcherName: string;
  /** Encrypts the logs. */
  readonly encryptionKey: EncryptionKey;
  /** How many pushes it relays at a time. Default: what the account's other functions leave. */
  readonly reservedConcurrency?: number;
}

/**
 * The Lambda function that relays small pushes at once, without a task. What it does not bring to its end, whatever the
 * reason, Lambda hands over to the dispatcher, which starts a task.
 */
export class FastPath extends pulumi.ComponentResource {
  readonly lambda: aws.lambda.Function;

  constructor(name: string, args: FastPathArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:FastPath", name, {}, opts);
    const { place, task, dispatcher, dispatcherName, encryptionKey, reservedConcurrency } = args;

    const logs = functionLogs(name, encryptionKey, this);
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        name: "run-fast-path",
        role: task.writer.role.name,
        policy: policyText(fastPathPolicy(place, { dispatcher: dispatcherName, logGroup: name })),
      },
      { parent: this, dependsOn: [logs, dispatcher] },
    );
    this.lambda = pipelineFunction(
      name,
      {
        description: "CodeCommit event → copy, where little is to be moved",
        entryPoint: "replicator/fastPath.ts",
        role: task.writer.role,
        logs,
        permissions: [policy, ...task.writer.ready],
        // Not quite a third of a processor: 1,769 MB are one. Source: Lambda developer guide, "Configure function memory".
        memorySize: 512,
        timeout: 60,
        reservedConcurrency,
        variables: { ACCOUNT_ID: place.account, ...task.environment },
      },
      this,
    );
    new aws.lambda.FunctionEventInvokeConfig(
      `${name}-invoke-config`,
      {
        functionName: this.lambda.name,
        // A task does better what did not succeed, and sooner what has to wait for a free function.
        maximumRetryAttempts: 0,
        maximumEventAgeInSeconds: 60,
        destinationConfig: { onFailure: { destination: dispatcher.lambda.arn } },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
