import { z } from "zod";
import type { Condition } from "../../access/condition";
import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
import { judgeTrust, roleType } from "./trust";

export const requireSourceAccount = definePolicy({
  name: "iam-role-require-source-account",
  description: "A service takes a role for resources of our account only, not for a stranger who names it.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  remediation: ['    Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } }'],
  config: {
    services: z
      .array(z.string())
      .default(["chatbot", "ecs-tasks", "events", "scheduler"].map((name) => `${name}.amazonaws.com`))
      .describe("Services that say for whom they ask. Lambda, EC2 and CloudTrail do not."),
  },
  types: [roleType],
  judge: (subject, { services }) =>
    judgeTrust(subject, ({ statement }, role) => {
      const asking = (statement.principals?.ids.Service ?? []).filter((service) =>
        services.includes(service),
      );
      return asking.length === 0 || statement.conditions.some(namesSource)
        ? []
        : [
            `${role} trusts ${list(asking)}, whoever it asks for. Ask for \`aws:SourceAccount\` or \`aws:SourceArn\`.`,
          ];
    }),
});

/** An ARN whose account is left open is anybody's. */
const namesSource = ({ operator, key, values }: Condition) =>
  /^(String|Arn)(Equals|Like)$/.test(operator) &&
  /^aws:Source(Account|Arn|OrgID)$/i.test(key) &&
  values.every((value) => /^(\d{12}|o-[a-z0-9]+|arn:[^:]+:[^:]+:[^:]*:\d{12}:.+)$/.test(value));
