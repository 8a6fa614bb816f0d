import { setTimeout } from "node:timers/promises";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const service = "codestar-notifications.amazonaws.com";

/**
 * IAM is consistent eventually, and a service cannot assume a role for some seconds after its creation. CreateNotificationRule
 * is refused then (ConfigurationException), and the AWS provider asks only once: notification_rule.go in
 * terraform-provider-aws v6 has neither a retry nor a timeout that `customTimeouts` could extend.
 */
const settlesWithinMs = 10_000;

/** The ARN of the account's role for notification rules; undefined where there is none yet. */
export async function findNotificationsRole(provider: aws.Provider): Promise<string | undefined> {
  const { arns } = await aws.iam.getRoles({ pathPrefix: `/aws-service-role/${service}/` }, { provider });
  return arns[0];
}

/**
 * The service-linked role AWSServiceRoleForCodeStarNotifications, without which no notification rule can be created. An
 * account has one for all its regions and environments, and AWS makes it too late for the first rule.
 *
 * Where the role exists it is imported as it is, where it does not it is created. Both declare the same resource, so the
 * update after a creation changes nothing. Every environment of an account has the role in its state, and none deletes it.
 */
export class NotificationsRole extends pulumi.ComponentResource {
  /** What a notification rule depends on: the role, some seconds after its creation. */
  readonly ready: pulumi.Output<pulumi.Resource>;

  /** @param args.existing the answer of {@link findNotificationsRole} */
  constructor(
    name: string,
    args: { readonly existing: string | undefined },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("codecommit-platform:index:NotificationsRole", name, {}, opts);
    const role = new aws.iam.ServiceLinkedRole(
      `${name}-role`,
      { awsServiceName: service },
      {
        parent: this,
        import: args.existing,
        // Other environments, and rules that were made in the console, need the role as well.
        retainOnDelete: true,
        // An import would set them at once, and each environment would set its own.
        ignoreChanges: ["description", "tags", "tagsAll"],
      },
    );
    this.ready = role.createDate.apply(async (created) => {
      await untilSettled(created);
      return role;
    });
    this.registerOutputs({ arn: role.arn });
  }
}

/**
 * Resolves once a role can be relied on: at once for a role that is older than ten seconds, after ten at the latest.
 *
 * @param createDate in RFC 3339, as the AWS provider gives it
 */
export async function untilSettled(createDate: string): Promise<void> {
  const age = Date.now() - Date.parse(createDate);
  // A clock that is slow makes the role younger than it can be.
  await setTimeout(settlesWithinMs - Math.min(settlesWithinMs, Math.max(0, age)));
}
