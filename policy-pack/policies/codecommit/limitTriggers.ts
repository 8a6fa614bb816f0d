import { definePolicy } from "../framework/definePolicy";
import { triggersOf, triggerType } from "./triggers";

/** Source: CodeCommit user guide, "Quotas". */
const most = 10;

export const limitTriggers = definePolicy({
  name: "codecommit-trigger-limit-count",
  description: `A repository has at most ${most} triggers.`,
  severity: "medium",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html",
  remediation: ["Let one trigger start several things: an SNS topic with several subscriptions."],
  types: [triggerType],
  judge: (subject) => {
    const { length } = triggersOf(subject);
    return length <= most
      ? []
      : [
          `${subject.name} gives a repository ${length} triggers, and CodeCommit takes ${most}. Join some in a topic.`,
        ];
  },
});
