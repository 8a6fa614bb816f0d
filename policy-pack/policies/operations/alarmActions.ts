import { definePolicy } from "../framework/definePolicy";
import { items } from "../framework/inputs";

export const alarmActions = definePolicy({
  name: "cloudwatch-alarm-require-actions",
  description: "Somebody hears of an alarm.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
  remediation: ["Set `alarmActions: [topic.arn]`."],
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  judge: ({ name, props }) => {
    if (props.actionsEnabled === false)
      return [`Alarm ${name} is muted. Take \`actionsEnabled: false\` away.`];
    return typeof props.alarmActions === "symbol" || items(props.alarmActions).length > 0
      ? []
      : [`Nobody hears of alarm ${name}. Set \`alarmActions\`.`];
  },
});
