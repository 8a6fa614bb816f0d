import { ofType, type Primary } from "./declared";

/** Who may take a role from another account, as the outputs tell the other side. */
export interface Partner {
  readonly account: string;
  readonly roleArn: string;
  readonly externalId: string;
  readonly repository: string;
}

/** Rings when one identity is denied so many pushes. */
export interface DeniedPushesAlarm {
  readonly name: string;
  readonly threshold: number;
}

interface CrossAccount {
  readonly roleArn: string;
  readonly profile: string;
  readonly clone: readonly string[];
}

/** The first role for people of another account, with an external id and a second factor. */
export function partnerOf({ outputs }: Primary): Partner | undefined {
  const partners = Object.values(outputs.crossAccount as Record<string, CrossAccount>).flatMap(
    ({ roleArn, profile, clone }) => {
      const externalId = /^external_id = (.+)$/m.exec(profile)?.[1];
      const account = /^mfa_serial = arn:[^:]+:iam::(\d+):/m.exec(profile)?.[1];
      const repository = /[^@]+$/.exec(clone[0])?.[0];
      return externalId === undefined || account === undefined || repository === undefined
        ? []
        : [{ account, roleArn, externalId, repository }];
    },
  );
  return partners.at(0);
}

/** Whether there are roles for people of other accounts. */
export function hasPartners({ outputs }: Primary): boolean {
  return Object.keys(outputs.crossAccount as Record<string, CrossAccount>).length > 0;
}

/** Whether anything is told of what happens, beside the replication. */
export function hasListeners({ resources }: Primary): boolean {
  return [
    "aws:codecommit/trigger:Trigger",
    "aws:codestarnotifications/notificationRule:NotificationRule",
    "aws:cloudwatch/eventTarget:EventTarget",
  ].some((type) => ofType(resources, type).length > 0);
}

export function deniedPushesAlarmOf({ resources }: Primary): DeniedPushesAlarm | undefined {
  const alarm = ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").find(({ inputs }) =>
    String(inputs.name).endsWith("-denied-pushes"),
  );
  return alarm && { name: String(alarm.inputs.name), threshold: Number(alarm.inputs.threshold) };
}
