import { type Place, ruleArn } from "./place";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/** Every log group that event rules write to is called so: EventBridge finds no other in the console either. */
export function eventLogGroup(ruleName: string): string {
  return `/aws/events/${ruleName}`;
}

/**
 * Lets EventBridge write to the log groups of this environment's rules. One policy for all of them, because CloudWatch
 * Logs keeps ten in a region. EventBridge documents no condition for it.
 * Source: EventBridge user guide, "Using resource-based policies".
 */
export function eventLogsPolicy(place: Place): PolicyDocument {
  const { partition, account, region, prefix } = place;
  return policyDocument({
    Sid: "EventRules",
    Effect: "Allow",
    Principal: { Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] },
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `arn:${partition}:logs:${region}:${account}:log-group:${eventLogGroup(`${prefix}-*`)}:*`,
  });
}

/**
 * Lets EventBridge take the role that forwards events, for rules of this environment only.
 * Source: EventBridge user guide, "Cross-service confused deputy prevention".
 */
export function eventForwarderTrust(place: Place): PolicyDocument {
  return policyDocument({
    Sid: "TakenByEventRules",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      ArnLike: { "aws:SourceArn": ruleArn(place, `${place.prefix}-*`) },
      StringEquals: { "aws:SourceAccount": place.account },
    },
  });
}

/** @param buses ARNs, of any account and region */
export function eventForwarderPolicy(buses: readonly string[]): PolicyDocument {
  return policyDocument({
    Sid: "ForwardEvents",
    Effect: "Allow",
    Action: "events:PutEvents",
    Resource: buses,
  });
}
