import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Place } from "./documents/place";

/** A rule that is about the replication. */
export interface PipelineRule {
  readonly ruleName: string;
  readonly rule: aws.cloudwatch.EventRule;
  /** What the function gets: one invocation each, at most 5. Default: one, with the event as it is. */
  readonly inputs?: readonly aws.types.input.cloudwatch.EventTargetInputTransformer[];
}

export interface PipelineTargetsArgs {
  readonly place: Place;
  /** The function that is to hear of it. */
  readonly lambda: aws.lambda.Function;
  readonly deadLetters: aws.sqs.Queue;
  /** The queue's policy, which must admit the rule. */
  readonly mayDeliver: pulumi.Resource;
}

/** EventBridge tries this long to reach the function before an event becomes a dead letter: its own longest, in seconds. */
const maximumEventAge = 24 * 60 * 60;

/** Has a function hear of what the rule is about. What does not reach it becomes a dead letter. */
export function invokeFunction(
  { ruleName, rule, inputs = [] }: PipelineRule,
  { place, lambda, deadLetters, mayDeliver }: PipelineTargetsArgs,
  parent: pulumi.Resource,
): void {
  const permission = new aws.lambda.Permission(
    `${ruleName}-permission`,
    {
      function: lambda.name,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
      sourceAccount: place.account,
    },
    { parent },
  );
  const target = (name: string, more: Pick<aws.cloudwatch.EventTargetArgs, "inputTransformer">) =>
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: rule.name,
        arn: lambda.arn,
        deadLetterConfig: { arn: deadLetters.arn },
        retryPolicy: { maximumEventAgeInSeconds: maximumEventAge, maximumRetryAttempts: 185 },
        ...more,
      },
      { parent, dependsOn: [permission, mayDeliver] },
    );
  if (inputs.length === 0) target(`${ruleName}-target`, {});
  inputs.forEach((inputTransformer, index) => target(`${ruleName}-target-${index}`, { inputTransformer }));
}
