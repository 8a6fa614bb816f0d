import { isGiven, unknown } from "../access/resources";
import { definePolicy } from "./framework/definePolicy";

const repository = "aws:codecommit/repository:Repository";
const keys = ["Key", "ReplicaKey", "ExternalKey", "ReplicaExternalKey", "Alias"].map(
  (name) => `aws:kms/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`,
);
const remedy = "Set `kmsKeyId` to the ARN of an aws.kms.Key of yours.";

export const requireCustomerManagedKey = definePolicy({
  name: "codecommit-repository-require-customer-managed-key",
  description: "A CodeCommit repository is encrypted with a key that its owner controls and can audit.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/encryption.html",
  remediation: [
    "Give the repository a customer-managed key:",
    "",
    "    const key = new aws.kms.Key(`${name}-key`, { enableKeyRotation: true }, { parent: this });",
    "    new aws.codecommit.Repository(name, { repositoryName, kmsKeyId: key.arn }, { parent: this });",
  ],

  types: [repository, ...keys],
  judge({ type, name, props: { kmsKeyId: key } }) {
    if (type !== repository) return [];
    if (key === undefined || key === null || key === "") {
      return [
        `Repository ${name} has no \`kmsKeyId\`, so AWS's own key aws/codecommit encrypts it. ${remedy}`,
      ];
    }
    return typeof key === "string" && /(^|:)alias\/aws\//.test(key)
      ? [`Repository ${name} is encrypted with ${key}, a key that AWS manages. ${remedy}`]
      : [];
  },

  // Only the stack shows what a key that is not known before the update is made from.
  judgeStack: (stack) =>
    stack
      .ofType(repository)
      // AWS chooses a key where none is given, so it is unknown before an update then, too: that is judged above.
      .filter((found) => found.props.kmsKeyId === unknown && isGiven(found, "kmsKeyId"))
      .filter((found) => !keys.some((type) => stack.dependencies(found, "kmsKeyId", type).length > 0))
      .map(({ name, urn }) => ({
        message:
          `The \`kmsKeyId\` of repository ${name} is not known before the update and comes from no KMS key of ` +
          `this stack, so it cannot be told who controls it. ${remedy}`,
        urn,
      })),
});
