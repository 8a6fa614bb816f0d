import { definePolicy } from "../framework/definePolicy";

export const keyEnabled = definePolicy({
  name: "kms-key-forbid-disabling",
  description:
    "KMS keys are enabled: what a disabled one encrypts, CodeCommit repositories too, cannot be used.",
  severity: "high",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
  remediation: ["Take `isEnabled: false` away."],
  types: ["aws:kms/key:Key"],
  judge: ({ name, props }) =>
    props.isEnabled === false
      ? [`Key ${name} is disabled, and with it all that it encrypts. Take \`isEnabled: false\` away.`]
      : [],
});
