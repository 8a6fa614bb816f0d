import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { missingTags, withTags } from "../framework/tags";
import { list } from "../wording";

export const requireTags = definePolicy({
  name: "codecommit-repository-require-tags",
  description: "A repository has the tags that tell whose it is and what is in it.",
  severity: "low",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-tag-repository.html",
  remediation: [
    "Set them on the provider, for everything, or on the repository:",
    "",
    '    new aws.codecommit.Repository(name, { repositoryName, tags: { "data-class": "confidential" } });',
  ],
  config: {
    keys: z.array(z.string().min(1)).default([]).describe("The tags that every repository needs."),
    values: z
      .record(z.string(), z.string())
      .default({})
      .describe('What the enforcement level "remediate" gives a repository that lacks a tag.'),
  },
  types: ["aws:codecommit/repository:Repository"],
  judge: (subject, { keys }) => {
    const missing = missingTags(subject, keys);
    return missing.length === 0
      ? []
      : [
          `Repository ${subject.name} lacks the tags ${list(missing)}. ` +
            "Add them to its `tags`, or to the provider's `defaultTags`.",
        ];
  },
  mend: (subject, { keys, values }) => {
    const settable = missingTags(subject, keys).flatMap((key) => {
      const value = values[key];
      return value === undefined ? [] : [[key, value] as const];
    });
    return withTags(subject, Object.fromEntries(settable));
  },
});
