import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Dispatcher } from "./dispatcher";
import { operationsKeyPolicy } from "./documents/keys";
import { operationsAlias, type Place } from "./documents/place";
import { policyText } from "./documents/policyDocument";
import { queuePolicy } from "./documents/queues";
import { lostTaskPattern, refChangePatterns } from "./documents/replication";
import { EncryptionKey } from "./encryptionKey";
import { ReplicationMonitoring } from "./replicationMonitoring";
import { ReplicationTask } from "./replicationTask";
import type { Repository } from "./repository";
import type { ReplicaAlarmSettings } from "./settings/sections/alarms";
import type { KeySettings } from "./settings/sections/keys";
import type { NetworkSettings } from "./settings/sections/network";
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
  /** When there is an alarm, and who is told. */
  readonly alarms: ReplicaAlarmSettings;
}

/** EventBridge tries this long to reach the dispatcher before an event becomes a dead letter: its own longest, in seconds. */
const maximumEventAge = 24 * 60 * 60;

/**
 * The way of a push to another region: EventBridge rule → dispatcher function → Fargate task → copy. It owns a key for
 * its queue, logs, images and alarms; events that could not be delivered, and those of tasks that were lost, wait 14 days
 * in the dead-letter queue.
 */
export class Replication extends pulumi.ComponentResource {
  /** Where a browser shows how it does. */
  readonly dashboardUrl: string;

  constructor(name: string, args: ReplicationArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Replication", name, {}, opts);
    const { place, targetRegion, copies, writerName } = args;
    const keyAlias = operationsAlias(name);
    const deadLettersName = `${name}-dead-letters`;
    const imageRepository = `${name}-worker`;
    const patterns = refChangePatterns(
      place,
      copies.map(({ repositoryName }) => repositoryName),
    );
    const ruleNames = patterns.map((_pattern, index) => `${name}-ref-changes-${index}`);
    const lostTasksName = `${name}-lost-tasks`;

    const encryptionKey = createKey(this);
    const network = new TaskNetwork(`${name}-network`, { existing: args.network }, { parent: this });
    const image = new WorkerImage(
      `${name}-worker`,
      { place, repositoryName: imageRepository, encryptionKey },
      { parent: this },
    );
    const task = new ReplicationTask(
      `${name}-task`,
      { place, targetRegion, copies, writerName, image, imageRepository, encryptionKey },
      { parent: this },
    );
    const deadLetters = createDeadLetters(this);
    const dispatcher = new Dispatcher(
      `${name}-dispatcher`,
      { place, task, network, deadLetters, deadLettersName, encryptionKey, keyAlias },
      { parent: this },
    );
    const rules = createRules(this);
    const lostTasks = createLostTasksRule(this);
    const mayDeliver = allowDeadLetters(this);
    connect(this);
    keepLostTasks(this);
    this.dashboardUrl = new ReplicationMonitoring(
      name,
      {
        place,
        targetRegion,
        deadLettersName,
        dispatcherName: `${name}-dispatcher`,
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

    function createRules(parent: pulumi.Resource): aws.cloudwatch.EventRule[] {
      return patterns.map(
        (eventPattern, index) =>
          new aws.cloudwatch.EventRule(
            ruleNames[index],
            {
              name: ruleNames[index],
              description: `Changed refs, to be copied to ${targetRegion}`,
              eventPattern,
            },
            { parent },
          ),
      );
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
          policy: policyText(queuePolicy(place, deadLettersName, [...ruleNames, lostTasksName])),
        },
        { parent, dependsOn: [...rules, lostTasks] },
      );
    }

    /** Their events join what could not be delivered: somebody has to look at both. */
    function keepLostTasks(parent: pulumi.Resource): void {
      new aws.cloudwatch.EventTarget(
        `${lostTasksName}-target`,
        { rule: lostTasks.name, arn: deadLetters.arn },
        { parent, dependsOn: [mayDeliver] },
      );
    }

    function connect(parent: pulumi.Resource): void {
      rules.forEach((rule, index) => {
        const permission = new aws.lambda.Permission(
          `${ruleNames[index]}-permission`,
          {
            function: dispatcher.lambda.name,
            action: "lambda:InvokeFunction",
            principal: "events.amazonaws.com",
            sourceArn: rule.arn,
            sourceAccount: place.account,
          },
          { parent },
        );
        new aws.cloudwatch.EventTarget(
          `${ruleNames[index]}-target`,
          {
            rule: rule.name,
            arn: dispatcher.lambda.arn,
            deadLetterConfig: { arn: deadLetters.arn },
            retryPolicy: { maximumEventAgeInSeconds: maximumEventAge, maximumRetryAttempts: 185 },
          },
          { parent, dependsOn: [permission, mayDeliver] },
        );
      });
    }
  }
}
