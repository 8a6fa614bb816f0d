import type { AttachedPolicy } from "../../../policy-pack/access/evaluate";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { PolicyError } from "../../../policy-pack/access/policyError";
import { AwsError } from "../awsError";
import { managedPolicy } from "./identity";
import type { IamTables } from "./tables";

/**
 * The session policies of an AssumeRole: one inline, of at most 2,048 characters, and up to ten managed ones.
 *
 * @returns undefined when the session has none.
 * @throws {AwsError} MalformedPolicyDocument or ValidationError, as STS.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function sessionPolicies(
  parameters: URLSearchParams,
  tables: IamTables,
  session: string,
): readonly [AttachedPolicy, ...AttachedPolicy[]] | undefined {
  const path = `session ${session}`;
  const document = parameters.get("Policy");
  const inline = document === null ? [] : [{ name: "session policy", path, policy: parsedInline(document) }];
  const arns = [...parameters]
    .filter(([name]) => /^PolicyArns\.member\.\d+\.arn$/.test(name))
    .map(([, policyArn]) => policyArn);
  if (arns.length > 10) throw new AwsError("ValidationError", "PolicyArns: at most 10 managed policies");
  const managed = arns.map((policyArn) => {
    const policy = managedPolicy(tables, policyArn, path);
    if (policy === undefined) {
      throw new AwsError("ValidationError", `PolicyArns: there is no policy ${policyArn}`);
    }
    return policy;
  });
  const [first, ...others] = [...inline, ...managed];
  return first && [first, ...others];
}

function parsedInline(document: string) {
  if (document.length > 2048) throw new AwsError("ValidationError", "Policy: at most 2048 characters");
  try {
    const policy = parsePolicy(document);
    if (policy.statements.some(({ principals }) => principals)) {
      throw new PolicyError("A session policy names no principals.");
    }
    return policy;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new AwsError("MalformedPolicyDocument", error.message);
  }
}
