import type { Stack } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";
import { findingOn } from "../framework/finding";

const repositoryType = "aws:codecommit/repository:Repository";
const componentType = "codecommit-platform:index:Repository";

export const requireProtection = definePolicy({
  name: "codecommit-repository-require-protection",
  description:
    "A repository cannot be deleted or replaced by accident, because CodeCommit has no undo; or it is declared why it goes.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-delete-repository.html",
  remediation: [
    "Protect it. One that is meant to go is declared with a reason, in a component of its own or in the settings as `retire`:",
    "",
    "    new aws.codecommit.Repository(name, { repositoryName }, { protect: true });",
  ],
  concerns: repositoryType,
  beside: [componentType],
  judgeStack: (stack) =>
    stack
      .ofType(repositoryType)
      .filter(
        (repository) => repository.protect !== true && !isRetired(stack, repository.props.repositoryName),
      )
      .map(({ name, urn }) =>
        findingOn(
          `Repository ${name} is not protected: an update may delete or replace it, with all that was pushed. ` +
            "Set the resource option `protect: true`, or declare why it goes (`retire` in the settings).",
          urn,
        ),
      ),
});

/** Whether a component declares why the repository of this name goes. */
function isRetired(stack: Stack, repositoryName: unknown): boolean {
  return stack
    .ofType(componentType)
    .some(
      ({ props: { repositoryName: name, retired } }) =>
        typeof name === "string" && name === repositoryName && typeof retired === "string" && retired !== "",
    );
}
