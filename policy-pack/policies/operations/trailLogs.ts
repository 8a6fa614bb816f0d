import { definePolicy } from "../framework/definePolicy";
import { given } from "../framework/inputs";

export const trailLogs = definePolicy({
  name: "cloudtrail-trail-require-log-group",
  description: "A trail also writes to a log group, where alarms can look.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
  remediation: [
    "Set `cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`` and `cloudWatchLogsRoleArn`.",
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  judge: ({ name, props }) =>
    given(props.cloudWatchLogsGroupArn) && given(props.cloudWatchLogsRoleArn)
      ? []
      : [`No alarm can look at trail ${name}. Set \`cloudWatchLogsGroupArn\` and \`cloudWatchLogsRoleArn\`.`],
});
