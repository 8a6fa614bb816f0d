import type { Statement } from "../../access/policy";
import type { DeclaredReplica } from "../declarations";

const reads = ["codecommit:GetRepository", "codecommit:GitPull"];
const writes = ["codecommit:GitPush", "codecommit:UpdateDefaultBranch"];

/** CodeCommit calls KMS with its caller's permissions. Source: user guide, "AWS KMS and encryption". */
const keyUses = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** What a function needs to be seen: its own log, and X-Ray's actions, which take no resource. */
const logWrites = ["logs:CreateLogStream", "logs:PutLogEvents"];
const traces = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
const oneLogGroup = /^arn:[^:]+:logs:[^:*?]+:\d{12}:log-group:[^:*?]+:\*$/;

/** What an allow gives the writer of a replica beyond its needs: actions, with the resources that are too many. */
export function excess(
  { actions, resources, conditions }: Statement,
  { sources, copies, handsOverTo }: DeclaredReplica,
  also: readonly string[],
): readonly string[] {
  if (actions.negated) return ["all actions but some"];
  if (!resources || resources.negated)
    return actions.patterns.map((action) => `${action} on all resources but some`);
  const namesKeys = conditions.some(({ key }) => key.toLowerCase() === "kms:resourcealiases");
  return actions.patterns.flatMap((action) => {
    if (also.includes(action)) return [];
    const strange = resources.patterns.filter((arn) => !needs(action, arn));
    return strange.map((arn) => `${action} on ${arn}`);
  });

  function needs(action: string, arn: string): boolean {
    if (keyUses.includes(action)) return namesKeys || /^arn:[^:]+:kms:[^:*]+:\d{12}:key\/[^*?]+$/.test(arn);
    if (handsOverTo !== undefined) {
      if (action === "lambda:InvokeFunction") return arn === handsOverTo;
      if (logWrites.includes(action)) return oneLogGroup.test(arn);
      if (traces.includes(action)) return true;
    }
    return (
      (reads.includes(action) && [...sources, ...copies].includes(arn)) ||
      (writes.includes(action) && copies.includes(arn))
    );
  }
}
