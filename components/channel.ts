import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ChatAccess } from "./chatAccess";
import { chatApiRegion } from "./documents/chat";
import type { ChannelSettings } from "./settings/sections/channels";

type SlackChannel = NonNullable<ChannelSettings["slack"]>;
type TeamsChannel = NonNullable<ChannelSettings["teams"]>;

export type Chat = { readonly slack: SlackChannel } | { readonly teams: TeamsChannel };

export interface ChannelArgs {
  /** The configuration's name in AWS. */
  readonly configurationName: string;
  /** The stack's region. */
  readonly region: string;
  readonly chat: Chat;
  readonly access: ChatAccess;
  /** ARNs. Default: the guardrail that denies everything. */
  readonly guardrailPolicies: readonly string[];
}

/**
 * A Slack or Microsoft Teams channel that notifications can go to. Its workspace or team must have been authorised by
 * hand, once, in the console of Amazon Q Developer in chat applications.
 *
 * @example
 * new Channel("ccp-dev-channel-builds", {
 *   configurationName: "ccp-dev-channel-builds",
 *   region: "eu-central-1",
 *   chat: { slack: { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" } },
 *   access,
 *   guardrailPolicies: [],
 * });
 */
export class Channel extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** As notification rules call it. */
  readonly targetType: "AWSChatbotSlack" | "AWSChatbotMicrosoftTeams";

  constructor(name: string, args: ChannelArgs, opts: pulumi.ComponentResourceOptions) {
    super("codecommit-platform:index:Channel", name, {}, opts);
    const { configurationName, region, chat, access, guardrailPolicies } = args;

    const common = {
      configurationName,
      iamRoleArn: access.role.arn,
      // Never left out: AWS would take AdministratorAccess.
      guardrailPolicyArns: guardrailPolicies.length === 0 ? [access.guardrail.arn] : [...guardrailPolicies],
      loggingLevel: "ERROR",
      userAuthorizationRequired: true,
      region: chatApiRegion(region),
    };
    const configuration =
      "slack" in chat ? configureSlack(this, chat.slack) : configureTeams(this, chat.teams);
    this.arn = configuration.chatConfigurationArn;
    this.targetType = "slack" in chat ? "AWSChatbotSlack" : "AWSChatbotMicrosoftTeams";
    this.registerOutputs({ arn: this.arn });

    function configureSlack(
      parent: pulumi.Resource,
      { workspaceId, channelId }: SlackChannel,
    ): aws.chatbot.SlackChannelConfiguration {
      return new aws.chatbot.SlackChannelConfiguration(
        `${name}-slack`,
        { ...common, slackTeamId: workspaceId, slackChannelId: channelId },
        { parent },
      );
    }

    function configureTeams(
      parent: pulumi.Resource,
      { tenantId, teamId, channelId }: TeamsChannel,
    ): aws.chatbot.TeamsChannelConfiguration {
      return new aws.chatbot.TeamsChannelConfiguration(
        `${name}-teams`,
        // The API takes the channel's id as it stands in a link. Source: AWS::Chatbot, pattern of TeamsChannelId.
        { ...common, tenantId, teamId, channelId: encodeURIComponent(channelId) },
        { parent },
      );
    }
  }
}
