import { z } from "zod";
import { identitiesOf } from "../../access/identities";
import type { Statement } from "../../access/policy";
import { titled } from "../access/statements";
import { definePolicy } from "../framework/definePolicy";
import { list } from "../wording";
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
    actions: z
      .array(z.string())
      .default([])
      .describe("What else a writer needs, written out: xray:PutTraceSegments."),
  },
  concerns: replicaType,
  judgeStack: (stack, { actions: also }) => {
    const { all } = identitiesOf(stack.resources);
    return judgeReplicas(stack, (replica) =>
      all
        .filter(({ kind, name }) => kind === "role" && name === replica.writer)
        .flatMap(({ policies, urn }) =>
          policies.flatMap(({ name, policy }) =>
            policy.statements.filter(allows).flatMap((statement) => {
              const more = excess(statement, replica, also);
              const message = `The writer ${replica.writer} is allowed ${list(more)} by ${titled(statement.label)} of policy ${name}: more than replication needs. Take it away.`;
              return more.length === 0 ? [] : [{ message, ...(urn !== undefined && { urn }) }];
            }),
          ),
        ),
    );
  },
});

const allows = ({ effect }: Statement) => effect === "Allow";
