/** Chat channels of Amazon Q Developer in chat applications, formerly AWS Chatbot. */
export const channelTypes = [
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration",
];
