import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dashboardUrl } from "./documents/dashboard";
import type { Place } from "./documents/place";
import { replicationDashboard } from "./documents/replicationDashboard";
import type { ReplicationAlarms } from "./replicationAlarms";

export interface ReplicationDashboardArgs {
  /** Where the pipeline is. */
  readonly place: Place;
  readonly targetRegion: string;
  /** Physical names. */
  readonly cluster: string;
  readonly deadLettersName: string;
  readonly functionNames: readonly string[];
  readonly alarms: ReplicationAlarms;
  /** From which lag on there is an alarm. */
  readonly lagMinutes: number;
}

/** One page about one replica: its alarms, how late it is, what it moves and what goes wrong. */
export class ReplicationDashboard extends pulumi.ComponentResource {
  /** Where a browser shows it. */
  readonly url: string;

  constructor(name: string, args: ReplicationDashboardArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ReplicationDashboard", name, {}, opts);
    const { place, alarms, lagMinutes, ...parts } = args;

    new aws.cloudwatch.Dashboard(
      `${name}-dashboard`,
      {
        dashboardName: name,
        dashboardBody: JSON.stringify(
          replicationDashboard({
            place,
            ...parts,
            alarmNames: alarms.alarmNames,
            lagMilliseconds: lagMinutes * 60_000,
          }),
        ),
      },
      { parent: this, dependsOn: [alarms] },
    );
    this.url = dashboardUrl(place, name);
    this.registerOutputs({ url: this.url });
  }
}
