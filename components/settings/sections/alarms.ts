import { z } from "zod";
import { noneTwice } from "../noneTwice";
import { emailAddress, httpsEndpoint } from "../names";

/** Who hears of alarms; of primaries and replicas alike. */
const subscribers = {
  email: noneTwice(z.array(emailAddress))
    .default([])
    .meta({
      description: "Addresses. Each hears nothing until somebody follows the link in AWS's first message.",
      example: ["platform@example.com"],
    }),
  https: noneTwice(z.array(httpsEndpoint))
    .default([])
    .meta({
      description: "Endpoints. Each hears nothing until it follows the link in AWS's first request.",
      example: ["https://alerts.example.com/codecommit"],
    }),
};

const description =
  "Who is told when an alarm of this stack goes off: subscribers of the alarm topic of each region that the stack uses.";

export const alarmsSchema = z
  .strictObject(subscribers)
  .default({ email: [], https: [] })
  .meta({ description });

/** CloudWatch: an alarm on a query looks back three hours at most. Source: "Limits", CloudWatch user guide. */
export const longestLook = 180;

function minutes(most: number) {
  const error = `must be 1 to ${most} minutes.`;
  return z.int().min(1, { error }).max(most, { error });
}

export const replicaAlarmsSchema = z
  .strictObject({
    ...subscribers,
    lagMinutes: minutes(60).default(10).meta({
      description:
        "An alarm when of a quarter of an hour's pushes more than one in twenty took so long, or longer, to be on the copy.",
      limits: "1 to 60 minutes",
      type: "number",
    }),
    outOfStepMinutes: minutes(longestLook)
      .default(60)
      .meta({
        description:
          "An alarm when every sweep of this time left a repository's copy different from its source. Make it twice `replication.sweepMinutes` or more.",
        limits: `1 to ${longestLook} minutes, as CloudWatch looks back, and no less than \`replication.sweepMinutes\``,
        type: "number",
      }),
  })
  .default({ email: [], https: [], lagMinutes: 10, outOfStepMinutes: 60 })
  .meta({ description: `${description} And when there is one.` });

export type ReplicaAlarmSettings = z.infer<typeof replicaAlarmsSchema>;
