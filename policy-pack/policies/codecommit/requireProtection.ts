import { definePolicy } from "../framework/definePolicy";

export const requireProtection = definePolicy({
  name: "codecommit-repository-require-protection",
  description: "A repository cannot be deleted or replaced by accident: CodeCommit has no undo.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-delete-repository.html",
  remediation: [
    "Protect it, and take the protection away in an update of its own before it is meant to go:",
    "",
    "    new aws.codecommit.Repository(name, { repositoryName }, { protect: true });",
  ],
  types: ["aws:codecommit/repository:Repository"],
  judge: ({ name, protect }) =>
    protect
      ? []
      : [
          `Repository ${name} is not protected: an update may delete or replace it, with all that was pushed. ` +
            "Set the resource option `protect: true`.",
        ],
});
