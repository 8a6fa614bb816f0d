import { forbidPublicAccess } from "../framework/publicAccess";

export const secretAccess = forbidPublicAccess({
  name: "secretsmanager-secret-forbid-public-access",
  description: "The policy of a secret names who may read it.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
  noun: "secret",
  documents: {
    "aws:secretsmanager/secret:Secret": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  },
});
