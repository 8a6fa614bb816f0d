import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { fields } from "../framework/inputs";
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
  judge: ({ name, props }, { required }) =>
    missing(props.tags, required).map(
      ([key]) => `${name} has no tag \`${key}\`. Set it, or the provider's \`defaultTags\`.`,
    ),
  mend: ({ props }, { required }) => {
    const settable = missing(props.tags, required).filter(([, value]) => value !== "");
    return settable.length === 0 ? undefined : { tags: Object.fromEntries(settable) };
  },
});

function missing(given: unknown, required: Readonly<Record<string, string>>) {
  return typeof given === "symbol" ? [] : Object.entries(required).filter(([key]) => !(key in fields(given)));
}
