import { definePolicy } from "../framework/definePolicy";

export const trailScope = definePolicy({
  name: "cloudtrail-trail-require-every-region",
  description: "A trail records all regions, and IAM, which is recorded in one of them.",
  severity: "high",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html",
  remediation: [
    "Set `isMultiRegionTrail: true` and `includeGlobalServiceEvents: true`, and leave `enableLogging` on.",
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  judge: ({ name, props }) => [
    ...(props.isMultiRegionTrail === true
      ? []
      : [`Trail ${name} records one region. Set \`isMultiRegionTrail: true\`.`]),
    ...(props.includeGlobalServiceEvents === false
      ? [`Trail ${name} does not record IAM. Set \`includeGlobalServiceEvents: true\`.`]
      : []),
    ...(props.enableLogging === false
      ? [`Trail ${name} is switched off. Take \`enableLogging: false\` away.`]
      : []),
  ],
});
