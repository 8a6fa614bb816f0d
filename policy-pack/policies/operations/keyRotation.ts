import { definePolicy } from "../framework/definePolicy";

/** Only these get new key material. Source: KMS developer guide, "Rotate AWS KMS keys". */
const symmetric = [undefined, "SYMMETRIC_DEFAULT"];

export const keyRotation = definePolicy({
  name: "kms-key-require-rotation",
  description: "KMS keys get new key material every year.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  remediation: ["Set `enableKeyRotation: true`."],
  types: ["aws:kms/key:Key"],
  judge: ({ name, props: { enableKeyRotation: rotated, customerMasterKeySpec: spec } }) =>
    rotated === true || typeof rotated === "symbol" || !symmetric.includes(spec as string)
      ? []
      : [`Key ${name} keeps its key material for ever. Set \`enableKeyRotation: true\`.`],
});
