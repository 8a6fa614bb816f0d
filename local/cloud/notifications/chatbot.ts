import type { Properties, Realised, ResourceHandler } from "../../engine/provider";
import { type Account, arn } from "../account";
import { AwsError } from "../awsError";
import { isForeign } from "../foreignTargets";
import { optionalText, text, texts } from "../properties";
import { recordHandler, type StoredResource } from "../store/records";
import type { Table } from "../store/table";

/** What AWS takes when no guardrail is given. */
const noGuardrail = ({ partition }: Account) => `arn:${partition}:iam::aws:policy/AdministratorAccess`;

/**
 * Chat channels of Amazon Q Developer in chat applications. The workspace or tenant counts as authorised, which is a
 * manual step on AWS, and nothing is posted.
 */
export class Chatbot {
  private readonly channels: Table<StoredResource>;

  constructor(private readonly account: Account) {
    this.channels = account.store.table("chatChannels");
  }

  resources(): Record<string, ResourceHandler> {
    const channel = (kind: string, replaceOn: readonly string[], named: (inputs: Properties) => Properties) =>
      recordHandler(this.channels, {
        global: true,
        replaceOn: ["configurationName", ...replaceOn],
        exists: "ConflictException",
        describe: (inputs): Realised => {
          const name = `chat-configuration/${kind}/${text(inputs, "configurationName")}`;
          const chatConfigurationArn = arn(this.account, "chatbot", "", name);
          const guardrails = texts(inputs, "guardrailPolicyArns");
          return {
            id: chatConfigurationArn,
            outputs: {
              chatConfigurationArn,
              guardrailPolicyArns: guardrails.length === 0 ? [noGuardrail(this.account)] : guardrails,
              loggingLevel: optionalText(inputs, "loggingLevel") ?? "NONE",
              snsTopicArns: texts(inputs, "snsTopicArns"),
              userAuthorizationRequired: inputs.userAuthorizationRequired === true,
              ...named(inputs),
            },
          };
        },
      });
    return {
      "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": channel(
        "slack-channel",
        ["slackTeamId"],
        (inputs) => ({
          slackChannelName: text(inputs, "slackChannelId"),
          slackTeamName: text(inputs, "slackTeamId"),
        }),
      ),
      "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": channel(
        "microsoft-teams-channel",
        ["teamId", "tenantId"],
        (inputs) => ({
          channelName: optionalText(inputs, "channelName") ?? text(inputs, "channelId"),
          teamName: optionalText(inputs, "teamName") ?? text(inputs, "teamId"),
        }),
      ),
    };
  }

  /** @throws {AwsError} ResourceNotFoundException for a channel that the program should have made. */
  mustExist(configurationArn: string): void {
    const name = configurationArn.slice(configurationArn.lastIndexOf("/") + 1);
    if (this.channels.has(configurationArn)) return;
    if (isForeign(this.account, `${configurationArn.split(":").slice(0, 5).join(":")}:${name}`)) return;
    throw new AwsError("ResourceNotFoundException", `${configurationArn} does not exist`);
  }
}
