import { definePolicy } from "../framework/definePolicy";

export const keyLockout = definePolicy({
  name: "kms-key-forbid-lockout-bypass",
  description: "AWS checks that a new key policy leaves somebody able to change it.",
  severity: "high",
  url: "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
  remediation: ["Take `bypassPolicyLockoutSafetyCheck` away."],
  types: ["aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"],
  judge: ({ name, props }) =>
    props.bypassPolicyLockoutSafetyCheck === true
      ? [
          `Key ${name} may get a policy that nobody can change again. Take \`bypassPolicyLockoutSafetyCheck\` away.`,
        ]
      : [],
});
