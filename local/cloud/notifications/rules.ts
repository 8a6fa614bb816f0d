import { randomBytes } from "node:crypto";
import type { Properties, ResourceContext, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import type { Repositories } from "../codecommit/repositories";
import type { Deliveries } from "../deliveries";
import type { CloudEvent } from "../events/event";
import type { ServiceLinkedRoles } from "../iam/serviceLinkedRoles";
import { isObject, optionalText, physicalName, text, texts } from "../properties";
import type { Topics } from "../sns/topics";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import type { Chatbot } from "./chatbot";
import { eventTypeIds, isOfType } from "./eventTypes";

/** AWS's limits, which cannot be raised. @see https://docs.aws.amazon.com/dtconsole/latest/userguide/limits.html */
const maxRulesOfResource = 10;
const maxTargets = 10;

const service = "codestar-notifications.amazonaws.com";

/** What notification rules have to do with. */
interface Surroundings {
  readonly repositories: Repositories;
  readonly topics: Topics;
  readonly chatbot: Chatbot;
  readonly deliveries: Deliveries;
  readonly serviceLinkedRoles: ServiceLinkedRoles;
}

/** Notification rules: what the Developer Tools tell topics and chat channels of a repository. */
export class NotificationRules {
  private readonly table: Table<StoredResource>;

  constructor(
    private readonly account: Account,
    private readonly around: Surroundings,
  ) {
    this.table = account.store.table("notificationRules");
  }

  resources(): Record<string, ResourceHandler> {
    return {
      "aws:codestarnotifications/notificationRule:NotificationRule": recordHandler(this.table, {
        replaceOn: ["resource"],
        exists: "ResourceAlreadyExistsException",
        check: checkRule,
        describe: (inputs, context) => {
          checkRule(inputs, context);
          const name = physicalName(inputs, context);
          this.checkPlace(inputs, name, context);
          this.checkRole();
          const id = `notificationrule/${randomBytes(20).toString("hex")}`;
          const ruleArn = arn(this.account, "codestar-notifications", context.region, id);
          return { id: ruleArn, outputs: { arn: ruleArn, name } };
        },
      }),
    };
  }

  /**
   * Tells the targets of every rule that asks for such an event of its repository. As on AWS, nothing is retried, and
   * a target that cannot be reached is known to nobody but the list of deliveries.
   *
   * @param supplement What only rules of the detail type FULL tell, such as a comment's text.
   */
  notify(event: CloudEvent, supplement: object): void {
    if (event.source !== "aws.codecommit") return;
    for (const rule of this.table.values()) {
      const { inputs } = rule;
      if (optionalText(inputs, "status") === "DISABLED") continue;
      if (!event.resources.includes(text(inputs, "resource"))) continue;
      if (!texts(inputs, "eventTypeIds").some((type) => isOfType(event, type))) continue;
      const message = messageOf(rule, event, supplement);
      for (const target of targetsOf(inputs)) this.send(rule.id, target, message);
    }
  }

  private send(sourceArn: string, { address, type }: Target, message: string): void {
    const source = { service, sourceArn };
    this.around.deliveries.attempt(sourceArn, address, message, () => {
      if (type === "SNS") return this.around.topics.publish(address, source, { message });
      this.around.chatbot.mustExist(address);
      return "recorded";
    });
  }

  /**
   * Without its role the service cannot make the EventBridge rule that a notification rule stands for. It begins to make
   * the role then, too late for the request that needed it.
   *
   * @throws {AwsError} ConfigurationException, as hashicorp/terraform-provider-aws#30483 and aws/aws-cdk#34406 quote it.
   */
  private checkRole(): void {
    const { serviceLinkedRoles } = this.around;
    if (serviceLinkedRoles.has(service)) return;
    serviceLinkedRoles.createByService(service);
    throw new AwsError(
      "ConfigurationException",
      "AWS CodeStar Notifications could not create the AWS CloudWatch Events managed rule in your AWS account. If this is " +
        "your first time creating a notification rule, the service-linked role for AWS CodeStar Notifications might not yet " +
        "exist. Creation of this role might take up to 15 minutes. Until it exists, notification rule creation will fail.",
    );
  }

  private checkPlace(inputs: Properties, name: string, { region }: ResourceContext): void {
    const resource = text(inputs, "resource");
    const [, , service, where = "", , repository = ""] = resource.split(":");
    if (
      service !== "codecommit" ||
      where !== region ||
      this.around.repositories.find(region, repository) === undefined
    ) {
      throw new AwsError("ResourceNotFoundException", `${resource} is no repository in ${region}`);
    }
    const rules = this.table.values().filter((rule) => rule.region === region);
    if (rules.some(({ outputs }) => outputs.name === name)) {
      throw new AwsError("ResourceAlreadyExistsException", `There is a notification rule ${name} already`);
    }
    if (rules.filter((rule) => rule.inputs.resource === resource).length >= maxRulesOfResource) {
      throw new AwsError(
        "LimitExceededException",
        `${resource} has ${maxRulesOfResource} notification rules, and can have no more`,
      );
    }
  }
}

interface Target {
  readonly address: string;
  readonly type: string;
}

function targetsOf(inputs: Properties): Target[] {
  const targets = Array.isArray(inputs.targets) ? inputs.targets.filter(isObject) : [];
  return targets.map((target) => ({
    address: text(target, "address"),
    type: optionalText(target, "type") ?? "SNS",
  }));
}

/** @throws {AwsError} ValidationException, ConfigurationException or LimitExceededException. */
function checkRule(inputs: Properties, { region }: ResourceContext): void {
  const invalid = (what: string) => new AwsError("ValidationException", what);
  const name = optionalText(inputs, "name");
  if (name !== undefined && !/^[\w -]{1,64}$/.test(name)) {
    throw invalid(`${name}: 1 to 64 letters, digits, "_", "-" and spaces`);
  }
  if (!["BASIC", "FULL"].includes(text(inputs, "detailType"))) throw invalid("detailType is BASIC or FULL");
  const types = texts(inputs, "eventTypeIds");
  if (types.length === 0) throw invalid("there are no eventTypeIds");
  const unknown = types.find((type) => !eventTypeIds.includes(type));
  if (unknown !== undefined) throw invalid(`${unknown} is none of ${eventTypeIds.join(", ")}`);
  const targets = targetsOf(inputs);
  if (targets.length > maxTargets) {
    throw new AwsError("LimitExceededException", `${targets.length} targets, at most ${maxTargets} a rule`);
  }
  for (const { address, type } of targets) checkTarget(address, type, region);
}

function checkTarget(address: string, type: string, region: string): void {
  const forms: Readonly<Record<string, RegExp>> = {
    SNS: new RegExp(`^arn:[^:]+:sns:${region}:\\d{12}:[^:]+$`),
    AWSChatbotSlack: /^arn:[^:]+:chatbot::\d{12}:chat-configuration\/slack-channel\//,
    AWSChatbotMicrosoftTeams: /^arn:[^:]+:chatbot::\d{12}:chat-configuration\/microsoft-teams-channel\//,
  };
  if (forms[type]?.test(address) === true) return;
  throw new AwsError("ConfigurationException", `${address} is no target of type ${type} in ${region}`);
}

/**
 * BASIC is what EventBridge tells, in the words of notifications; FULL has what the service adds.
 *
 * The shape is that of messages which others have received and published; AWS documents the contents only.
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#detail-type
 */
function messageOf({ id, inputs }: StoredResource, event: CloudEvent, supplement: object): string {
  return JSON.stringify({
    account: event.account,
    detailType: event["detail-type"],
    region: event.region,
    source: event.source,
    time: event.time,
    notificationRuleArn: id,
    detail: event.detail,
    resources: event.resources,
    additionalAttributes: inputs.detailType === "FULL" ? supplement : {},
  });
}
