import { definePolicy } from "../framework/definePolicy";

export const trailValidation = definePolicy({
  name: "cloudtrail-trail-require-validation",
  description: "It can be proved that nobody changed the files of a trail.",
  severity: "high",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
  remediation: ["Set `enableLogFileValidation: true`."],
  types: ["aws:cloudtrail/trail:Trail"],
  judge: ({ name, props }) =>
    props.enableLogFileValidation === true
      ? []
      : [
          `Nobody could tell that files of trail ${name} were changed. Set \`enableLogFileValidation: true\`.`,
        ],
});
