import * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";
import type { EncryptionKey } from "./encryptionKey";
import { Topic } from "./topic";

export interface AlarmTopicArgs {
  /** The alarms' own: an alarm notifies topics of its region only. */
  readonly place: Place;
  readonly topicName: string;
  /** Its policy must let CloudWatch use it. */
  readonly encryptionKey: EncryptionKey;
  /** Who is told. Each address and endpoint must confirm before it hears anything. */
  readonly subscriptions: { readonly email: readonly string[]; readonly https: readonly string[] };
}

/**
 * Where the alarms of a stack go, in one region. Only alarms of this account and region that begin with the environment's
 * prefix may publish to it.
 *
 * @example
 * const alarmTopic = new AlarmTopic("ccp-dev-alarms", {
 *   place, topicName: "ccp-dev-alarms", encryptionKey: operationsKey, subscriptions: settings.alarms,
 * }, { parent });
 * new aws.cloudwatch.MetricAlarm(name, { …, alarmActions: [alarmTopic.arn] }, { parent, dependsOn: alarmTopic.ready });
 */
export class AlarmTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Alarms wait for these. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: AlarmTopicArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:AlarmTopic", name, {}, opts);
    const { place, topicName, encryptionKey, subscriptions } = args;
    const { partition, account, region, prefix } = place;

    const topic = new Topic(
      name,
      {
        place,
        topicName,
        encryptionKey,
        publishers: [
          {
            service: "cloudwatch",
            sourceArns: [`arn:${partition}:cloudwatch:${region}:${account}:alarm:${prefix}-*`],
          },
        ],
        subscriptions,
      },
      { parent: this },
    );
    this.arn = topic.arn;
    this.ready = topic.ready;
    this.registerOutputs({ arn: this.arn, topicName });
  }
}
