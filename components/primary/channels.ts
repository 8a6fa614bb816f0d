import { Channel, type Chat } from "../channel";
import { ChatAccess } from "../chatAccess";
import { named, type Scope } from "./scope";

/** By settings key. */
export function createChannels(scope: Scope): Record<string, Channel> {
  const { settings, place, parent } = scope;
  const channels = Object.entries(settings.channels);
  if (channels.length === 0) {
    return {};
  }
  const access = new ChatAccess(named(scope, "chat"), { place }, { parent });
  return Object.fromEntries(
    channels.flatMap(([key, { slack, teams, guardrailPolicies }]) => {
      const chats: Chat[] = [
        ...(slack === undefined ? [] : [{ slack }]),
        ...(teams === undefined ? [] : [{ teams }]),
      ];
      const name = named(scope, `channel-${key}`);
      return chats.map((chat) => [
        key,
        new Channel(
          name,
          { configurationName: name, region: place.region, chat, access, guardrailPolicies },
          { parent },
        ),
      ]);
    }),
  );
}
