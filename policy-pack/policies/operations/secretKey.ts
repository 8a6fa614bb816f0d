import { requireCustomerKey } from "../framework/customerKey";

export const secretKey = requireCustomerKey({
  name: "secretsmanager-secret-require-customer-managed-key",
  description: "Secrets are encrypted with a key of their owner.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  noun: "secret",
  type: "aws:secretsmanager/secret:Secret",
  property: "kmsKeyId",
});
