import { z } from "zod";
import { identitiesOf } from "../../access/identities";
import { physicalName, type Stack } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";
import { findingOn, type Finding } from "../framework/finding";
import { list } from "../wording";
import { allowancesOf } from "./allowances";
import { judgeReplicas, replicaType } from "./replicas";
import { excess } from "./writerNeeds";

export const requireMinimalWriter = definePolicy({
  name: "codecommit-replica-require-minimal-writer",
  description:
    "The writer of a replica reads the sources, writes the copies, uses their keys, and can do nothing else.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  remediation: [
    '    { Effect: "Allow", Action: ["codecommit:GetRepository", "codecommit:GitPull"], Resource: sourceArns },',
    '    { Effect: "Allow", Action: ["codecommit:GetRepository", "codecommit:GitPull", "codecommit:GitPush",',
    '      "codecommit:UpdateDefaultBranch"], Resource: copyArns }',
  ],
  config: {
    actions: z.array(z.string()).default([]).describe("What else it needs: xray:PutTraceSegments."),
  },
  concerns: replicaType,
  judgeStack: (stack, { actions: also }) => {
    const allowances = allowancesOf(stack);
    const logGroups = stack.ofType("aws:cloudwatch/logGroup:LogGroup").map(physicalName);
    return judgeReplicas(stack, (replica) => [
      ...unseen(stack, replica.writer),
      ...allowances
        .filter(({ role }) => role === replica.writer)
        .map(({ statement, ...rest }) => ({ ...rest, more: excess(statement, replica, logGroups, also) }))
        .filter(({ more }) => more.length > 0)
        .map(({ role, where, urn, more }) =>
          findingOn(
            `The writer ${role} is allowed ${list(more)} by ${where}: more than replication needs. Take it away.`,
            urn,
          ),
        ),
    ]);
  },
});

/** What of the writer's policies cannot be read may be more than it needs. */
function unseen({ resources }: Stack, writer: string): readonly Finding[] {
  return identitiesOf(resources)
    .all.filter(({ kind, name }) => kind === "role" && name === writer)
    .flatMap(({ gaps, urn }) =>
      gaps.map((gap) =>
        findingOn(
          `It cannot be told what the writer ${writer} is allowed: ${gap}. Attach what can be read.`,
          urn,
        ),
      ),
    );
}
