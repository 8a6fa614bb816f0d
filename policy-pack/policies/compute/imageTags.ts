import { definePolicy } from "../framework/definePolicy";

export const imageTags = definePolicy({
  name: "ecr-repository-require-immutable-tags",
  description: "The tag of an image that was reviewed never names another image.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
  remediation: ['Set `imageTagMutability: "IMMUTABLE"`.'],
  types: ["aws:ecr/repository:Repository"],
  judge: ({ name, props: { imageTagMutability: mutability } }) =>
    mutability === "IMMUTABLE" || typeof mutability === "symbol"
      ? []
      : [
          `Tags of image repository ${name} can be moved to other images. Set \`imageTagMutability: "IMMUTABLE"\`.`,
        ],
});
