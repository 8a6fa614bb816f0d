import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { missingTags, withTags } from "../framework/tags";
import { taggableTypes } from "./taggableTypes";

export const tags = definePolicy({
  name: "aws-resource-require-tags",
  description: "What costs money or holds data says by its tags whose it is.",
  severity: "low",
  url: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  remediation: ["Set them once: `defaultTags: { tags: { team } }` of the provider."],
  config: {
    required: z
      .record(z.string(), z.string())
      .default({})
      .describe('Tag keys, each with the value that remediation sets; "" where there is none to set.'),
  },
  types: taggableTypes,
  judge: (subject, { required }) =>
    missingTags(subject, Object.keys(required)).map(
      (key) => `${subject.name} has no tag \`${key}\`. Set it, or the provider's \`defaultTags\`.`,
    ),
  mend: (subject, { required }) => {
    const missing = missingTags(subject, Object.keys(required));
    const settable = Object.entries(required).filter(([key, value]) => value !== "" && missing.includes(key));
    return withTags(subject, Object.fromEntries(settable));
  },
});
