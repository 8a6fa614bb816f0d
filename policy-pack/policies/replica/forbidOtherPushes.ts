import { names } from "../access/statements";
import { definePolicy } from "../framework/definePolicy";
import { findingOn } from "../framework/finding";
import { declaredReplicas } from "../declarations";
import { allowancesOf } from "./allowances";
import { replicaType } from "./replicas";

export const forbidOtherPushes = definePolicy({
  name: "codecommit-replica-forbid-other-pushes",
  description:
    "In a replica's stack no role but the declared writer may push anywhere, the dispatcher least of all.",
  severity: "critical",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  remediation: [
    "Allow codecommit:GitPush to the writer's role only; the dispatcher starts tasks and no more.",
  ],
  concerns: replicaType,
  judgeStack: (stack) => {
    const writers = declaredReplicas(stack.resources).flatMap((found) =>
      "value" in found ? [found.value.writer] : [],
    );
    return allowancesOf(stack)
      .filter(({ role, statement }) => !writers.includes(role) && names(statement, "codecommit:GitPush"))
      .map(({ role, where, urn }) =>
        findingOn(
          `Role ${role} is allowed codecommit:GitPush by ${where}. Only the writer of a replica pushes: take it away.`,
          urn,
        ),
      );
  },
});
