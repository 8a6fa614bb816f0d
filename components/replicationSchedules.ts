import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PipelineRule } from "./pipelineTargets";
import { replicationSchedules, schedulePaths } from "./documents/replicationSchedules";
import type { ReplicationSettings } from "./settings/sections/replication";

export interface ReplicationSchedulesArgs {
  readonly targetRegion: string;
  /** Names of the repositories. */
  readonly repositories: readonly string[];
  /** How often. */
  readonly settings: ReplicationSettings;
}

/**
 * When all copies are compared with their sources, and when they are read whole: events are delivered at best effort, so
 * this is what makes the copies equal in the end. Source: EventBridge user guide, "Delivery level of events from AWS
 * services".
 *
 * @example
 * const schedules = new ReplicationSchedules("ccp-dev-eu-west-1", {
 *   targetRegion: "eu-west-1",
 *   repositories: ["payments-api"],
 *   settings: { sweepMinutes: 30, deepCheckDays: 7 },
 * });
 * // EventBridge may send what could not be delivered to the dead letters, by their policy, before anything is sent.
 * schedules.rules.forEach((rule) => invokeFunction(rule, { place, lambda, deadLetters, mayDeliver }, this));
 */
export class ReplicationSchedules extends pulumi.ComponentResource {
  readonly rules: readonly PipelineRule[];

  constructor(name: string, args: ReplicationSchedulesArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:ReplicationSchedules", name, {}, opts);
    const { targetRegion, repositories, settings } = args;
    const descriptions = {
      sweep: `Compares all copies in ${targetRegion} with their sources, and mends them`,
      "deep-check": `Proves that the copies in ${targetRegion} have every object`,
    };

    this.rules = replicationSchedules(name, repositories, settings).map(
      ({ task, ruleName, rate, templates }) => ({
        ruleName,
        rule: new aws.cloudwatch.EventRule(
          ruleName,
          { name: ruleName, description: descriptions[task], scheduleExpression: rate },
          { parent: this },
        ),
        inputs: templates.map((inputTemplate) => ({ inputPaths: schedulePaths, inputTemplate })),
      }),
    );
    this.registerOutputs({ ruleNames: this.rules.map(({ ruleName }) => ruleName) });
  }
}
