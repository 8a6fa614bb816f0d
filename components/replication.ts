import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Dispatcher } from "./dispatcher";
import { operationsKeyPolicy } from "./documents/keys";
import { functionArn, operationsAlias, type Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { queuePolicy } from "./documents/queues";
import { lostTaskPattern, refChangePatterns } from "./documents/replication";
import { EncryptionKey } from "./encryptionKey";
import { FastPath } from "./fastPath";
import { invokeFunction, type PipelineRule } from "./pipelineTargets";
import { ReplicationMonitoring } from "./replicationMonitoring";
import { ReplicationSchedules } from "./replicationSchedules";
import { ReplicationTask } from "./replicationTask";
import type { Repository } from "./repository";
import type { ReplicaAlarmSettings } from "./settings/sections/alarms";
import type { KeySettings } from "./settings/sections/keys";
import type { NetworkSettings } from "./settings/sections/network";
import type { ReplicationSettings } from "./settings/sections/replication";
import { TaskNetwork } from "./taskNetwork";
import { WorkerImage } from "./workerImage";

export interface ReplicationArgs {
  /** The region where people push, in which all of this lives. */
  readonly place: Place;
  readonly targetRegion: string;
  /** The repositories to write to; their names are the same on both sides. */
  readonly copies: readonly Repository[];
  /** The name of the one role that may write the copies. */
  readonly writerName: string;
  /** Of the pipeline's own key. */
  readonly keys: KeySettings;
  readonly network?: NetworkSettings;
  /** How many events each function takes at a time. Default: what the account's other functions leave. */
  readonly reservedConcurrency: { readonly dispatcher?: number; readonly fastPath?: number };
  /** When there is an alarm, and who is told. */
  readonly alarms: ReplicaAlarmSettings;
  /** Which way pushes go, how often all copies are compared and checked, and how long they keep what was overwritten. */
  readonly replication: ReplicationSettings;
}

/**
 * The way of a push to another region: EventBridge rule → dispatcher function → Fargate task → copy; and schedules that
 * go the same way for all copies, because EventBridge may lose an event. With the path `auto`, pushes come to the fast
 * path first, which brings small ones to the copy itself and hands the others to the dispatcher. It owns a key for
 * its queue, logs, images and alarms; events that could not be delivered, and those of tasks that were lost, wait 14 days
 * in the dead-letter queue.
 */
export class Replication extends pulumi.ComponentResource {
  /** Where a browser shows how it does. */
  readonly dashboardUrl: string;
  /** The ARN of the function that starts tasks for what the fast path cannot do, where there is one. */
  readonly handsOverTo?: string;

  constructor(name: string, args: ReplicationArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Replication", name, {}, opts);
    const { place, targetRegion, copies, writerName, reservedConcurrency } = args;
    const keyAlias = operationsAlias(name);
    const deadLettersName = `${name}-dead-letters`;
    const imageRepository = `${name}-worker`;
    const repositories = copies.map(({ repositoryName }) => repositoryName);
    const lostTasksName = `${name}-lost-tasks`;
    const dispatcherName = `${name}-dispatcher`;
    const fastPathName = args.replication.path === "auto" ? `${name}-fast-path` : undefined;

    const encryptionKey = createKey(this);
    const network = new TaskNetwork(`${name}-network`, { existing: args.network }, { parent: this });
    const image = new WorkerImage(
      `${name}-worker`,
      { place, repositoryName: imageRepository, encryptionKey },
      { parent: this },
    );
    const task = new ReplicationTask(
      `${name}-task`,
      {
        ...{ place, targetRegion, copies, writerName, image, imageRepository, encryptionKey },
        retainDays: args.replication.retainDays,
        fastPath: fastPathName !== undefined,
      },
      { parent: this },
    );
    const deadLetters = createDeadLetters(this);
    const dispatcher = new Dispatcher(
      dispatcherName,
      {
        ...{ place, task, network, deadLetters, deadLettersName, encryptionKey, keyAlias },
        reservedConcurrency: reservedConcurrency.dispatcher,
      },
      { parent: this },
    );
    const fastPath = fastPathName === undefined ? undefined : createFastPath(fastPathName, this);
    if (fastPath !== undefined) this.handsOverTo = functionArn(place, dispatcherName);
    const schedules = new ReplicationSchedules(
      name,
      { targetRegion, repositories, settings: args.replication },
      { parent: this },
    );
    const refChanges = createRules(this);
    const rules = [...refChanges, ...schedules.rules];
    const lostTasks = createLostTasksRule(this);
    const mayDeliver = allowDeadLetters(this);
    for (const rule of rules) {
      const { lambda } = refChanges.includes(rule) ? (fastPath ?? dispatcher) : dispatcher;
      invokeFunction(rule, { place, lambda, deadLetters, mayDeliver }, this);
    }
    keepLostTasks(this);
    this.dashboardUrl = new ReplicationMonitoring(
      name,
      {
        place,
        targetRegion,
        deadLettersName,
        ...{ dispatcherName, fastPathName },
        cluster: task.family,
        encryptionKey,
        settings: args.alarms,
      },
      { parent: this },
    ).url;
    this.registerOutputs({ writer: writerName });

    function createKey(parent: pulumi.Resource): EncryptionKey {
      return new EncryptionKey(
        `${name}-operations`,
        {
          description: `Queues, logs and images of the replication to ${targetRegion}`,
          alias: keyAlias,
          policy: operationsKeyPolicy(place),
          ...args.keys,
        },
        { parent },
      );
    }

    function createDeadLetters(parent: pulumi.Resource): aws.sqs.Queue {
      return new aws.sqs.Queue(
        `${name}-dead-letters`,
        {
          name: deadLettersName,
          kmsMasterKeyId: encryptionKey.arn,
          messageRetentionSeconds: 14 * 24 * 60 * 60,
        },
        { parent },
      );
    }

    function createFastPath(functionName: string, parent: pulumi.Resource): FastPath {
      return new FastPath(
        functionName,
        {
          ...{ place, task, dispatcher, dispatcherName, encryptionKey },
          reservedConcurrency: reservedConcurrency.fastPath,
        },
        { parent },
      );
    }

    function createRules(parent: pulumi.Resource): PipelineRule[] {
      return refChangePatterns(place, repositories).map((eventPattern, index) => {
        const ruleName = `${name}-ref-changes-${index}`;
        const description = `Changed refs, to be copied to ${targetRegion}`;
        const rule = new aws.cloudwatch.EventRule(
          ruleName,
          { name: ruleName, description, eventPattern },
          { parent },
        );
        return { ruleName, rule };
      });
    }

    function createLostTasksRule(parent: pulumi.Resource): aws.cloudwatch.EventRule {
      return new aws.cloudwatch.EventRule(
        lostTasksName,
        {
          name: lostTasksName,
          description: `Tasks that ended without a word, on the way to ${targetRegion}`,
          eventPattern: lostTaskPattern(place, task.family),
        },
        { parent, dependsOn: [task.cluster] },
      );
    }

    function allowDeadLetters(parent: pulumi.Resource): pulumi.Resource {
      return new aws.sqs.QueuePolicy(
        `${name}-dead-letters-policy`,
        {
          queueUrl: deadLetters.url,
          policy: policyText(
            queuePolicy(place, deadLettersName, [...rules.map(({ ruleName }) => ruleName), lostTasksName]),
          ),
        },
        { parent, dependsOn: [...rules.map(({ rule }) => rule), lostTasks] },
      );
    }

    /** Their events join what could not be delivered: somebody has to look at both. */
    function keepLostTasks(parent: pulumi.Resource): void {
      new aws.cloudwatch.EventTarget(
        `${lostTasksName}-target`,
        // What the queue refuses for a while it may take once EventBridge has given up.
        { rule: lostTasks.name, arn: deadLetters.arn, deadLetterConfig: { arn: deadLetters.arn } },
        { parent, dependsOn: [mayDeliver] },
      );
    }
  }
}
