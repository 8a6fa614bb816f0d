import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface EventRuleArgs {
  /** Of the rules in EventBridge, which add a number each: at most 60 characters. */
  readonly ruleName: string;
  readonly description: string;
  /** One rule each: what is selected may need more than the 2,048 characters of one pattern. */
  readonly patterns: readonly string[];
}

/**
 * What to do something about: EventBridge rules on the default bus, where CodeCommit sends its events. What is done is
 * said by {@link EventTargets}, once the targets admit the rules.
 *
 * @example
 * new EventRule("ccp-dev-events-pushes", {
 *   ruleName: "ccp-dev-events-pushes",
 *   description: "Pushes",
 *   patterns: eventPatterns(place, { events: ["reference-updated"] }),
 * });
 */
export class EventRule extends pulumi.ComponentResource {
  readonly rules: readonly aws.cloudwatch.EventRule[];
  /** Known at preview, as documents need them; in the order of `rules`. */
  readonly ruleNames: readonly string[];

  constructor(name: string, args: EventRuleArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:EventRule", name, {}, opts);
    const { ruleName, description, patterns } = args;

    this.ruleNames = patterns.map((_pattern, index) => `${ruleName}-${index}`);
    this.rules = patterns.map(
      (eventPattern, index) =>
        new aws.cloudwatch.EventRule(
          `${name}-${index}`,
          { name: this.ruleNames[index], description, eventPattern },
          { parent: this },
        ),
    );
    this.registerOutputs({ ruleNames: this.ruleNames });
  }
}
