import { unknown, type Stack, type StackResource } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";
import { judgeReplicas, nameIn, regionIn, replicaType } from "./replicas";

const keyType = "aws:kms/key:Key";

export const requireOwnKey = definePolicy({
  name: "codecommit-replica-require-own-key",
  description: "Copies are encrypted with a key of their own: who loses the primary's does not lose both.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html",
  remediation: ["    new aws.codecommit.Repository(name, { repositoryName, kmsKeyId: keyOfThisStack.arn });"],
  concerns: replicaType,
  judgeStack: (stack) =>
    judgeReplicas(stack, ({ copies, region }) =>
      stack
        .ofType("aws:codecommit/repository:Repository")
        .filter(({ props }) => copies.some((copy) => nameIn(copy) === props.repositoryName))
        .filter((copy) => !hasOwnKey(stack, copy, region))
        .map(({ name, urn, props: { kmsKeyId: key } }) => ({
          message:
            `Copy ${name} is encrypted with ${typeof key === "string" ? key : "a key"} that is no key of this stack ` +
            `in ${region}. Give it one that its replica makes.`,
          urn,
        })),
    ),
});

/** A multi-region key has one key material everywhere: its replica (aws:kms/replicaKey) is not another key. */
function hasOwnKey(stack: Stack, copy: StackResource, region: string): boolean {
  const { kmsKeyId: key } = copy.props;
  const made = stack.dependencies(copy, "kmsKeyId", keyType);
  if (key === unknown) return made.some(({ props }) => props.multiRegion !== true);
  const own = stack.ofType(keyType).find(({ props }) => typeof key === "string" && props.arn === key);
  return own !== undefined && own.props.multiRegion !== true && regionIn(String(key)) === region;
}
