import { definePolicy } from "../framework/definePolicy";
import { channelTypes } from "./channels";

export const channelAuthorization = definePolicy({
  name: "chatbot-channel-require-user-authorization",
  description: "Who acts from a chat channel does so with a role of his own, not with the channel's.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html",
  remediation: ["Set `userAuthorizationRequired: true`."],
  types: channelTypes,
  judge: ({ name, props }) =>
    [true, "true"].includes(props.userAuthorizationRequired as boolean) ||
    typeof props.userAuthorizationRequired === "symbol"
      ? []
      : [`Everybody in channel ${name} acts with its role. Set \`userAuthorizationRequired: true\`.`],
});
