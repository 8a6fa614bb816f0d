import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { Stack, unknown } from "../access/resources";
import { read, stackResources } from "./view";

const repository = "aws:codecommit/repository:Repository";
const keys = ["Key", "ReplicaKey", "ExternalKey", "ReplicaExternalKey", "Alias"].map(
  (name) => `aws:kms/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
);
const remedy = "Set `kmsKeyId` to the ARN of an aws.kms.Key of yours.";

export const requireCustomerManagedKey: ResourceValidationPolicy & StackValidationPolicy = {
  name: "codecommit-repository-require-customer-managed-key",
  description: "A CodeCommit repository is encrypted with a key that its owner controls and can audit.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html",
  remediationSteps: [
    "Give the repository a customer-managed key:",
    "",
    "    const key = new aws.kms.Key(`${name}-key`, { enableKeyRotation: true }, { parent: this });",
    "    new aws.codecommit.Repository(name, { repositoryName, kmsKeyId: key.arn }, { parent: this });",
  ].join("\n"),

  validateResource({ type, props, name }, report) {
    if (type !== repository) return;
    const key = read(props, "kmsKeyId");
    if (key === undefined || key === null || key === "") {
      report(
        `Repository ${name} has no \`kmsKeyId\`, so AWS's own key aws/codecommit encrypts it. ${remedy}`,
      );
    } else if (typeof key === "string" && /(^|:)alias\/aws\//.test(key)) {
      report(`Repository ${name} is encrypted with ${key}, a key that AWS manages. ${remedy}`);
    }
  },

  // Only the stack shows what a key that is not known before the update is made from.
  validateStack({ resources }, report) {
    const stack = new Stack(stackResources(resources));
    for (const found of stack.ofType(repository)) {
      if (found.props.kmsKeyId !== unknown) continue;
      if (keys.some((type) => stack.dependencies(found, "kmsKeyId", type).length > 0)) continue;
      report(
        `The \`kmsKeyId\` of repository ${found.name} is not known before the update and comes from no KMS key of ` +
          `this stack, so it cannot be told who controls it. ${remedy}`,
        found.urn,
      );
    }
  },
};
