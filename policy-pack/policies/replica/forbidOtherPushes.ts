import { identitiesOf } from "../../access/identities";
import { names, titled } from "../access/statements";
import { definePolicy } from "../framework/definePolicy";
import { declaredReplicas } from "../declarations";
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
    return identitiesOf(stack.resources)
      .all.filter(({ kind, name }) => kind === "role" && !writers.includes(name))
      .flatMap(({ name: role, policies, urn }) =>
        policies.flatMap(({ name, policy }) =>
          policy.statements
            .filter((statement) => statement.effect === "Allow" && names(statement, "codecommit:GitPush"))
            .map(({ label }) => ({
              message:
                `Role ${role} is allowed codecommit:GitPush by ${titled(label)} of policy ${name}. ` +
                "Only the writer of a replica pushes: take it away.",
              ...(urn !== undefined && { urn }),
            })),
        ),
      );
  },
});
