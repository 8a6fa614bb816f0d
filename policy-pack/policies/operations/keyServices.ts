import { requireServiceSource } from "../framework/serviceSource";
import { keyDocuments } from "./keyDocuments";

export const keyServices = requireServiceSource({
  name: "kms-key-require-service-source",
  description: "A service uses a KMS key on behalf of named accounts or resources.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  noun: "key",
  documents: keyDocuments,
});
