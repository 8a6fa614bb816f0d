import type { Check } from "./check";

/** Slack and Teams identifiers by which AWS, or its provider, tells channels apart. */
export const channelChecks: Check = (written) => [...sameChannels(written), ...unsupportedPartition(written)];

const sameChannels: Check = ({ sound: { channels } }) => {
  const seen = new Map<string, string>();
  return [...channels].flatMap(([key, { slack, teams }]) => {
    // The provider finds a Teams configuration by its team alone, so a second one of a team would confuse it.
    const identity = slack?.channelId ?? teams?.teamId;
    if (identity === undefined) {
      return [];
    }
    const earlier = seen.get(identity);
    seen.set(identity, earlier ?? key);
    if (earlier === undefined) {
      return [];
    }
    return [
      slack === undefined
        ? `channels.${key}.teams.teamId: is the team of channels.${earlier} too, but one channel a team can be configured; use another team.`
        : `channels.${key}.slack.channelId: is the channel of channels.${earlier} too; use that one.`,
    ];
  });
};

/** General reference, "Amazon Q Developer in chat applications endpoints and quotas". */
const unsupportedPartition: Check = ({ sound: { channels }, region = "" }) =>
  channels.size > 0 && /^(cn|us-gov|eusc|us-iso)/.test(region)
    ? [`channels: AWS has no chat applications in ${region}; use topics with e-mail or HTTPS subscriptions.`]
    : [];
