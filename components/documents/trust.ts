import type { Place } from "./place";
import { policyDocument, type PolicyDocument, type Statement } from "./policyDocument";

type Service = "chatbot.amazonaws.com" | "ecs-tasks.amazonaws.com" | "lambda.amazonaws.com";

/** Lets a service take a role. */
export function serviceTrust(place: Place, service: Service): PolicyDocument {
  return policyDocument(takenBy(place, service, "TakenByService"));
}

/**
 * For resources of this account only ("confused deputy", IAM user guide). Lambda sends no source account when it takes an
 * execution role, so it cannot be asked for one.
 */
export function takenBy({ account }: Place, service: Service, sid: string): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(service === "lambda.amazonaws.com"
      ? {}
      : { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
  };
}
