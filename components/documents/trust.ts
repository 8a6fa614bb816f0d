import type { Place } from "./place";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/**
 * Lets a service take a role, for resources of this account only ("confused deputy", IAM user guide).
 * Lambda sends no source account when it takes an execution role, so it cannot be asked for one.
 */
export function serviceTrust(
  { account }: Place,
  service: "chatbot.amazonaws.com" | "ecs-tasks.amazonaws.com" | "lambda.amazonaws.com",
): PolicyDocument {
  return policyDocument({
    Sid: "TakenByService",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(service === "lambda.amazonaws.com"
      ? {}
      : { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
  });
}
