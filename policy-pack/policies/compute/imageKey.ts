import { requireCustomerKey } from "../framework/customerKey";
import { fields, items } from "../framework/inputs";

export const imageKey = requireCustomerKey({
  name: "ecr-repository-require-customer-managed-key",
  description: "Images are encrypted with a key of their owner.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
  noun: "image repository",
  type: "aws:ecr/repository:Repository",
  property: "encryptionConfigurations[0].kmsKey",
  key: ({ encryptionConfigurations: list }) => {
    if (typeof list === "symbol") return list;
    const { encryptionType, kmsKey } = fields(items(list)[0]);
    return String(encryptionType).startsWith("KMS") ? kmsKey : undefined;
  },
});
