import { definePolicy } from "../framework/definePolicy";
import { given } from "../framework/inputs";

export const descriptions = definePolicy({
  name: "aws-resource-require-description",
  description: "Keys, secrets and functions say what they are for.",
  severity: "low",
  url: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
  remediation: ["Set `description`."],
  types: ["aws:kms/key:Key", "aws:secretsmanager/secret:Secret", "aws:lambda/function:Function"],
  judge: ({ name, props }) =>
    given(props.description) ? [] : [`${name} does not say what it is for. Set \`description\`.`],
});
