import { unknown } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";

export const requireDescription = definePolicy({
  name: "codecommit-repository-require-description",
  description: "A repository says what it is for.",
  severity: "low",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-change-repository.html",
  remediation: [
    '    new aws.codecommit.Repository(name, { repositoryName, description: "Takes payments." });',
  ],
  types: ["aws:codecommit/repository:Repository"],
  judge: ({ name, props: { description } }) =>
    description === unknown || (typeof description === "string" && description.trim() !== "")
      ? []
      : [`Repository ${name} has no \`description\`. Say in a sentence what it is for.`],
});
