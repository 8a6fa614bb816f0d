import { entry, type WrongSettings } from "../settings";

const slack = { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" };
const teams = {
  tenantId: "12345678-90ab-4cde-8f01-234567890abc",
  teamId: "74361522-da01-438d-aa2e-ac7918c6bb92",
  channelId: "19:0a1b2c3d@thread.tacv2",
};
const channel = (value: object) => entry("channels", { chat: value });

export const wrongChannels: readonly WrongSettings[] = [
  ["a channel of nothing", channel({}), "channels.chat: is one channel: write either slack or teams."],
  [
    "a channel of two kinds",
    channel({ slack, teams }),
    "channels.chat: is one channel: write either slack or teams.",
  ],
  [
    "a workspace by its name",
    channel({ slack: { ...slack, workspaceId: "acme" } }),
    'channels.chat.slack.workspaceId: "acme" is not a Slack workspace id: it begins with T, for example "T07EA123LEP".',
  ],
  [
    "a Slack channel by its name",
    channel({ slack: { ...slack, channelId: "#builds" } }),
    'channels.chat.slack.channelId: "#builds" is not a Slack channel id: it begins with C, or with G when the channel is private, for example "C07EZ1ABC23".',
  ],
  [
    "a tenant by its name",
    channel({ teams: { ...teams, tenantId: "acme.onmicrosoft.com" } }),
    'channels.chat.teams.tenantId: "acme.onmicrosoft.com" is not a Microsoft Teams tenant id: for example "12345678-90ab-4cde-8f01-234567890abc".',
  ],
  [
    "a team by its name",
    channel({ teams: { ...teams, teamId: "builders" } }),
    'channels.chat.teams.teamId: "builders" is not a Microsoft Teams team id: for example "12345678-90ab-4cde-8f01-234567890abc".',
  ],
  [
    "a Teams channel as it stands in a link",
    channel({ teams: { ...teams, channelId: "19%3a0a1b2c3d%40thread.tacv2" } }),
    'channels.chat.teams.channelId: "19%3a0a1b2c3d%40thread.tacv2" is not a Microsoft Teams channel id: take it from the channel\'s link and write "%3a" as ":" and "%40" as "@", for example "19:0a1b2c3d@thread.tacv2".',
  ],
  [
    "a guardrail that guards nothing",
    channel({ slack, guardrailPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
    'channels.chat.guardrailPolicies[0]: "arn:aws:iam::aws:policy/AdministratorAccess" would let a chat channel do almost anything: name a narrower policy, for example "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess".',
  ],
  [
    "a guardrail by its name",
    channel({ slack, guardrailPolicies: ["ReadOnlyAccess"] }),
    'channels.chat.guardrailPolicies[0]: "ReadOnlyAccess" is not the ARN of an IAM policy: write the whole of it, for example "arn:aws:iam::aws:policy/ReadOnlyAccess".',
  ],
  [
    "one Slack channel twice",
    entry("channels", { chat: { slack }, talk: { slack } }),
    "channels.talk.slack.channelId: is the channel of channels.chat too; use that one.",
  ],
  [
    "two channels of one Microsoft team",
    entry("channels", { chat: { teams }, talk: { teams: { ...teams, channelId: "19:ff@thread.tacv2" } } }),
    "channels.talk.teams.teamId: is the team of channels.chat too, but one channel a team can be configured; use another team.",
  ],
];
