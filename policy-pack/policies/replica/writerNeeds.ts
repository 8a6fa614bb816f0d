import type { Condition } from "../../access/condition";
import type { Statement } from "../../access/policy";
import type { DeclaredReplica } from "../declarations";
import { accountIn, regionIn } from "./replicas";

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
const oneLogGroup = /^arn:[^:*?]+:logs:[^:*?]+:\d{12}:log-group:([^:*?]+):\*$/;

/** What an allow gives the writer of a replica beyond its needs: actions, with the resources that are too many. */
export function excess(
  { actions, resources, conditions }: Statement,
  { sources, copies, region, sourceRegion, handsOverTo }: DeclaredReplica,
  logGroups: readonly string[],
  also: readonly string[],
): readonly string[] {
  const account = accountIn(copies.at(0) ?? "");
  if (actions.negated) return ["all actions but some"];
  if (!resources || resources.negated)
    return actions.patterns.map((action) => `${action} on all resources but some`);
  const namesKeys = conditions.some(namesAliases);
  return actions.patterns.flatMap((action) => {
    if (also.includes(action)) return [];
    const strange = resources.patterns.filter((arn) => !needs(action, arn));
    return strange.map((arn) => `${action} on ${arn}`);
  });

  function needs(action: string, arn: string): boolean {
    if (keyUses.includes(action)) return isKey(arn);
    if (handsOverTo !== undefined) {
      if (action === "lambda:InvokeFunction") return arn === handsOverTo;
      if (logWrites.includes(action)) return isLog(arn);
      if (traces.includes(action)) return true;
    }
    return (
      (reads.includes(action) && [...sources, ...copies].includes(arn)) ||
      (writes.includes(action) && copies.includes(arn))
    );
  }

  /** A key of this account in one of the two regions, or any of the account's that has one of the aliases. */
  function isKey(arn: string): boolean {
    if (accountIn(arn) !== account) return false;
    if (namesKeys && /^arn:[^:*?]+:kms:[^:]+:\d{12}:key\/.+$/.test(arn)) return true;
    return (
      [region, sourceRegion].includes(regionIn(arn) ?? "") &&
      /^arn:[^:*?]+:kms:[^:]+:\d{12}:key\/[^*?]+$/.test(arn)
    );
  }

  function isLog(arn: string): boolean {
    const [, name = ""] = oneLogGroup.exec(arn) ?? [];
    return accountIn(arn) === account && regionIn(arn) === sourceRegion && logGroups.includes(name);
  }
}

/** One alias or several: a pattern of aliases, or a condition that holds without one, names no key. */
const namesAliases = ({ operator, key, values }: Condition) =>
  key.toLowerCase() === "kms:resourcealiases" &&
  /^ForAnyValue:String(Equals|Like)$/.test(operator) &&
  values.every((value) => /^alias\/[^*?]+$/.test(value) && !value.startsWith("alias/aws/"));
