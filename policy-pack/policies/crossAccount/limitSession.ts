import { z } from "zod";
import { unknown } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";
import { roleType } from "./trust";

export const limitSession = definePolicy({
  name: "iam-role-limit-session",
  description: "A role's sessions end the same day.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html#id_roles_use_view-role-max-session",
  remediation: ["    maxSessionDuration: 60 * 60 // seconds"],
  config: { hours: z.number().min(1).max(12).default(8).describe("The longest that a session may be.") },
  types: [roleType],
  judge: ({ name, props: { maxSessionDuration: seconds } }, { hours }) => {
    if (seconds === unknown)
      return [
        `It cannot be told before the update how long a session of role ${name} may be. Give it a number.`,
      ];
    return typeof seconds === "number" && seconds > hours * 60 * 60
      ? [
          `A session of role ${name} may last ${seconds / 60 / 60} hours, of ${hours} at most. Lower its \`maxSessionDuration\`.`,
        ]
      : [];
  },
});
