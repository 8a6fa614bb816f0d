import { z } from "zod";
import { unknown } from "../../access/resources";
import { definePolicy, type Subject } from "../framework/definePolicy";
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
    const missing = keys.filter((key) => !(key in tagsOf(subject)));
    return missing.length === 0 || subject.props.tags === unknown
      ? []
      : [`Repository ${subject.name} lacks the tags ${list(missing)}. Add them to its \`tags\`.`];
  },
  mend: (subject, { keys, values }) => {
    const missing = keys.filter((key) => key in values && !(key in tagsOf(subject)));
    if (missing.length === 0 || subject.props.tags === unknown) return undefined;
    return { tags: { ...tagsOf(subject), ...Object.fromEntries(missing.map((key) => [key, values[key]])) } };
  },
});

/** The engine adds those of the provider. */
function tagsOf({ props: { tags } }: Subject): Readonly<Record<string, unknown>> {
  return typeof tags === "object" && tags !== null ? (tags as Record<string, unknown>) : {};
}
