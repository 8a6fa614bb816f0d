import type { Cloud } from "../cloud";
import { expect } from "./acts";
import type { Step } from "./step";

/** What was told others of all that happened in the update and in the tour. */
export function toldStep(cloud: Cloud, original: Cloud): Step {
  return {
    title: "Topics, queues, functions, channels and logs were told, and nobody was refused",
    run: async () => {
      await cloud.waitUntilIdle();
      const deliveries = [...original.deliveries(), ...cloud.deliveries()];
      const refused = deliveries.find(({ outcome }) => outcome === "refused");
      expect(refused === undefined, `${refused?.to ?? ""}: ${refused?.reason ?? ""}`);
      const told = new Map<string, number>();
      for (const { to } of deliveries) {
        told.set(kindOf(to), (told.get(kindOf(to)) ?? 0) + 1);
      }
      return [...told].map(([kind, count]) => `${count} to ${kind}`).join(", ");
    },
  };
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^arn:[^:]*:sns:/, "topics"],
  [/^arn:[^:]*:sqs:/, "queues"],
  [/^arn:[^:]*:lambda:/, "functions"],
  [/^arn:[^:]*:logs:/, "log groups"],
  [/^arn:[^:]*:events:/, "other event buses"],
  [/^arn:[^:]*:chatbot:/, "chat channels"],
  [/^https?:/, "web hooks"],
  [/@/, "mail boxes"],
];

function kindOf(receiver: string): string {
  return kinds.find(([pattern]) => pattern.test(receiver))?.[1] ?? receiver;
}
