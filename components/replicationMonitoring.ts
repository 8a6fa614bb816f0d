import * as pulumi from "@pulumi/pulumi";
import { ReplicationAlarms, type ReplicationAlarmsArgs } from "./replicationAlarms";
import { ReplicationDashboard } from "./replicationDashboard";

export interface ReplicationMonitoringArgs extends ReplicationAlarmsArgs {
  /** The physical name of the tasks' cluster. */
  readonly cluster: string;
}

/** What people look at, and what calls them: a dashboard and the alarms of one replica. */
export class ReplicationMonitoring extends pulumi.ComponentResource {
  /** Of the dashboard. */
  readonly url: string;

  constructor(name: string, args: ReplicationMonitoringArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ReplicationMonitoring", name, {}, opts);
    const { cluster, ...watched } = args;
    const { place, targetRegion, deadLettersName, dispatcherName, fastPathName, settings } = watched;

    const alarms = new ReplicationAlarms(name, watched, { parent: this });
    this.url = new ReplicationDashboard(
      `${name}-replication`,
      {
        place,
        targetRegion,
        cluster,
        deadLettersName,
        functionNames: fastPathName === undefined ? [dispatcherName] : [dispatcherName, fastPathName],
        alarms,
        lagMinutes: settings.lagMinutes,
      },
      { parent: this },
    ).url;
    this.registerOutputs({ url: this.url });
  }
}
