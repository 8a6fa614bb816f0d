import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";

export const keyDeletion = definePolicy({
  name: "kms-key-require-deletion-window",
  description:
    "There is time to call a key back that is scheduled for deletion, and with it all that it encrypted.",
  severity: "high",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  remediation: ["Set `deletionWindowInDays: 30`, or leave it out, which is the same."],
  config: { leastDays: z.int().min(7).max(30).default(14).describe("The shortest waiting period, days.") },
  types: ["aws:kms/key:Key"],
  judge: ({ name, props: { deletionWindowInDays: days } }, { leastDays }) =>
    typeof days === "number" && days < leastDays
      ? [
          `Key ${name} is gone ${days} days after it is deleted. Set \`deletionWindowInDays\` to ${leastDays} or more.`,
        ]
      : [],
});
