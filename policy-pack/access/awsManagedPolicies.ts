// Not named like this file: without an extension, Node.js and so the policy engine take .json before .ts.
import documents from "./awsManagedDocuments.json";
import { parsePolicy, type Policy } from "./policy";

const parsed = new Map(
  Object.entries(documents).map(([name, { path, document }]) => [`${path}${name}`, parsePolicy(document)]),
);

/**
 * The document of an AWS managed policy, from the copies shipped with the pack.
 * @param arn in any partition, for example `arn:aws-cn:iam::aws:policy/AWSCodeCommitPowerUser`
 * @returns undefined when AWS does not own the policy or no copy of it is shipped.
 */
export function awsManagedPolicy(arn: string): Policy | undefined {
  const name = /^arn:[^:]+:iam::aws:policy(\/.+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : parsed.get(name);
}
