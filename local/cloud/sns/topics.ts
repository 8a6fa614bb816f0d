import type { Properties, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import type { Outcome } from "../signals";
import { isForeign } from "../foreignTargets";
import type { Authoriser } from "../iam/authoriser";
import { checkDocument } from "../iam/checkDocument";
import type { Kms } from "../kms";
import { optionalText, physicalName, text } from "../properties";
import { type Source, sourceContext } from "../source";
import { recordHandler, recordKey, type StoredResource } from "../store/records";
import type { Table } from "../store/table";
import type { TopicMessage } from "./envelopes";
import type { Subscriptions } from "./subscriptions";

/**
 * Who publishes to a topic whose policy nobody set. That policy lets the account in, which covers what acts as the
 * account; EventBridge and notification rules must be named.
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-sns.html
 */
const byDefault = ["codecommit.amazonaws.com", "cloudwatch.amazonaws.com"];

/** Topics, and who may publish to them. Only services publish: there is no SNS API here. */
export class Topics {
  private readonly topics: Table<StoredResource>;
  private readonly policies: Table<StoredResource>;

  constructor(
    private readonly account: Account,
    private readonly authoriser: Authoriser,
    private readonly kms: Kms,
    private readonly subscriptions: Subscriptions,
  ) {
    this.topics = account.store.table("topics");
    this.policies = account.store.table("topicPolicies");
  }

  resources(): Record<string, ResourceHandler> {
    const check = (inputs: Properties, { region }: { readonly region: string }) => {
      const keyId = optionalText(inputs, "kmsMasterKeyId");
      if (keyId !== undefined) this.kms.mustExist(keyId, region);
      const policy = optionalText(inputs, "policy");
      if (policy !== undefined) checkDocument(policy);
    };
    return {
      "aws:sns/topic:Topic": recordHandler(this.topics, {
        replaceOn: ["name", "fifoTopic"],
        exists: "TopicExists",
        check,
        describe: (inputs, context) => {
          check(inputs, context);
          const name = physicalName(inputs, context);
          const topicArn = arn(this.account, "sns", context.region, name);
          return { id: topicArn, outputs: { name, arn: topicArn, owner: this.account.accountId } };
        },
      }),
      "aws:sns/topicPolicy:TopicPolicy": recordHandler(this.policies, {
        replaceOn: ["arn"],
        // On AWS, the second would silently replace the first.
        exists: "TopicPolicyExists",
        check: (inputs) => {
          checkDocument(text(inputs, "policy"));
        },
        describe: (inputs) => {
          const topicArn = text(inputs, "arn");
          this.get(topicArn);
          checkDocument(text(inputs, "policy"));
          return { id: topicArn, outputs: { owner: this.account.accountId } };
        },
      }),
      ...this.subscriptions.resources((topicArn) => {
        if (!isForeign(this.account, topicArn)) this.get(topicArn);
      }),
    };
  }

  /** Whether such a topic is here, or may be supposed to be. */
  exists(topicArn: string): boolean {
    return this.find(topicArn) !== undefined || isForeign(this.account, topicArn);
  }

  /**
   * Publishes to a topic for a service, if the topic's policy and its key's let the service.
   *
   * @returns "recorded" for a topic that belongs to somebody else.
   * @throws {AwsError} NotFound, AuthorizationError, or KMSAccessDenied.
   */
  publish(topicArn: string, source: Source, message: TopicMessage): Exclude<Outcome, "refused"> {
    const topic = this.find(topicArn);
    if (topic === undefined && isForeign(this.account, topicArn)) return "recorded";
    this.mayPublish(topic ?? this.get(topicArn), topicArn, source);
    this.subscriptions.deliver(topicArn, message);
    return "delivered";
  }

  private mayPublish(topic: StoredResource, topicArn: string, source: Source): void {
    const refusal = this.policyRefusal(topic, topicArn, source);
    if (refusal !== undefined) {
      throw new AwsError("AuthorizationError", `SNS:Publish on ${topicArn}: ${refusal}`, 403);
    }
    const keyId = optionalText(topic.inputs, "kmsMasterKeyId");
    if (keyId === undefined) return;
    const keyRefusal = this.kms.serviceRefusal(keyId, source, {
      service: "sns",
      region: topic.region,
      encryptionContext: { "aws:sns:topicArn": topicArn },
    });
    if (keyRefusal !== undefined) throw new AwsError("KMSAccessDenied", keyRefusal, 403);
  }

  private policyRefusal(topic: StoredResource, topicArn: string, source: Source): string | undefined {
    const policy =
      optionalText(this.policies.get(recordKey(topicArn, topic.region))?.inputs ?? {}, "policy") ??
      optionalText(topic.inputs, "policy");
    if (policy === undefined) {
      return byDefault.includes(source.service)
        ? undefined
        : `the topic's default policy does not let ${source.service} publish`;
    }
    const context = {
      ...sourceContext(this.account, source),
      "aws:SourceOwner": this.account.accountId,
    };
    const { service } = source;
    const decision = this.authoriser.decideService(service, "sns:Publish", topicArn, policy, context);
    return decision.effect === "allow" ? undefined : decision.explanation;
  }

  private find(topicArn: string): StoredResource | undefined {
    return this.topics.get(recordKey(topicArn, topicArn.split(":")[3]));
  }

  private get(topicArn: string): StoredResource {
    const topic = this.find(topicArn);
    if (topic === undefined) throw new AwsError("NotFound", `Topic does not exist: ${topicArn}`, 404);
    return topic;
  }
}
