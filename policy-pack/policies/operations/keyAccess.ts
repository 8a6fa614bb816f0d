import { forbidPublicAccess } from "../framework/publicAccess";
import { keyDocuments } from "./keyDocuments";

export const keyAccess = forbidPublicAccess({
  name: "kms-key-forbid-public-access",
  description: "The policy of a KMS key names who may use it.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
  noun: "key",
  documents: keyDocuments,
});
