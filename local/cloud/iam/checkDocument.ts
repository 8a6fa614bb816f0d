import { parsePolicy } from "../../../policy-pack/access/policy";
import { AwsError, messageOf } from "../awsError";

/** @throws {AwsError} MalformedPolicyDocument */
export function checkDocument(document: string): void {
  try {
    parsePolicy(document);
  } catch (error) {
    throw new AwsError("MalformedPolicyDocument", messageOf(error));
  }
}
