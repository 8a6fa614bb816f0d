import { definePolicy } from "../framework/definePolicy";
import { fields } from "../framework/inputs";

export const imageScan = definePolicy({
  name: "ecr-repository-require-scan-on-push",
  description: "Images are scanned for known vulnerabilities when they are pushed.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
  remediation: ["Set `imageScanningConfiguration: { scanOnPush: true }`."],
  types: ["aws:ecr/repository:Repository"],
  judge: ({ name, props: { imageScanningConfiguration: scanning } }) =>
    typeof scanning === "symbol" || fields(scanning).scanOnPush === true
      ? []
      : [
          `Images of repository ${name} are not scanned. Set \`imageScanningConfiguration: { scanOnPush: true }\`.`,
        ],
});
