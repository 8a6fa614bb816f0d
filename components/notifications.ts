import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { notificationRuleName } from "./documents/ruleNames";
import type { Repository } from "./repository";
import { notificationEvents, type NotificationSettings } from "./settings/sections/notifications";

/** A topic or a chat channel. */
export interface NotificationTarget {
  readonly address: pulumi.Input<string>;
  readonly type: "SNS" | "AWSChatbotSlack" | "AWSChatbotMicrosoftTeams";
  /** What must be there first: AWS publishes a test message to a new target, and a topic's policy must admit it. */
  readonly ready: readonly pulumi.Resource[];
}

export interface NotificationsArgs {
  /** What the rules' names begin with: `ccp-<environment>`. */
  readonly prefix: string;
  /** The entry's name in the settings. */
  readonly rule: string;
  readonly events: NotificationSettings["events"];
  readonly detail: NotificationSettings["detail"];
  /** By settings key. */
  readonly repositories: Readonly<Record<string, Repository>>;
  /** 1 to 10. */
  readonly targets: readonly NotificationTarget[];
  /** The account's role for notification rules, once it can be used. */
  readonly role: pulumi.Input<pulumi.Resource>;
}

/**
 * What people want to hear of some repositories: one notification rule for each, because AWS ties a rule to one resource.
 *
 * @example
 * new Notifications("ccp-dev-notify-reviews", {
 *   prefix: "ccp-dev",
 *   rule: "reviews",
 *   events: ["pull-request-created", "comments-on-pull-requests"],
 *   detail: "full",
 *   repositories: { "payments-api": paymentsApi },
 *   targets: [{ address: reviews.arn, type: "SNS", ready: reviews.ready }],
 *   role: notificationsRole.ready,
 * });
 */
export class Notifications extends pulumi.ComponentResource {
  constructor(name: string, args: NotificationsArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Notifications", name, {}, opts);
    const { prefix, rule, events, detail, repositories, targets, role } = args;

    const named = events.includes("all") ? notificationEvents : events;
    for (const [key, repository] of Object.entries(repositories)) {
      new aws.codestarnotifications.NotificationRule(
        `${name}-${key}`,
        {
          name: notificationRuleName(prefix, rule, key),
          resource: repository.arn,
          detailType: detail.toUpperCase(),
          eventTypeIds: named.map((event) => `codecommit-repository-${event}`),
          targets: targets.map(({ address, type }) => ({ address, type })),
        },
        { parent: this, dependsOn: [...targets.flatMap(({ ready }) => ready), role] },
      );
    }
    this.registerOutputs({ rule, events: named, repositories: Object.keys(repositories) });
  }
}
