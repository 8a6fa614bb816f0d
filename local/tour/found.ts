import type { ResourceResult, StackResult } from "../engine";

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
export function partnerOf({ outputs }: StackResult): Partner | undefined {
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

/** Whether a pull request of the repository into a branch needs approvals. */
export function needsApproval({ resources }: StackResult, repository: string, branch: string): boolean {
  const templates = ofType(resources, "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate")
    .filter(({ inputs }) => {
      const { DestinationReferences } = JSON.parse(String(inputs.content)) as {
        DestinationReferences?: string[];
      };
      return DestinationReferences?.includes(`refs/heads/${branch}`);
    })
    .map(({ inputs }) => inputs.name);
  return ofType(
    resources,
    "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation",
  ).some(
    ({ inputs }) =>
      inputs.repositoryName === repository && templates.includes(inputs.approvalRuleTemplateName),
  );
}

/** Whether anything is told of what happens, beside the replication. */
export function hasListeners({ resources }: StackResult): boolean {
  return [
    "aws:codecommit/trigger:Trigger",
    "aws:codestarnotifications/notificationRule:NotificationRule",
    "aws:cloudwatch/eventTarget:EventTarget",
  ].some((type) => ofType(resources, type).length > 0);
}

export function deniedPushesAlarmOf({ resources }: StackResult): DeniedPushesAlarm | undefined {
  const alarm = ofType(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").find(({ inputs }) =>
    String(inputs.name).endsWith("-denied-pushes"),
  );
  return alarm && { name: String(alarm.inputs.name), threshold: Number(alarm.inputs.threshold) };
}

function ofType(resources: readonly ResourceResult[], wanted: string): readonly ResourceResult[] {
  return resources.filter(({ type }) => type === wanted);
}
