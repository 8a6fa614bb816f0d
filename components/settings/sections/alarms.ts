import { z } from "zod";
import { noneTwice } from "../noneTwice";
import { emailAddress, httpsEndpoint } from "../names";

/** Who hears of alarms; of primaries and replicas alike. */
export const alarmsSchema = z
  .strictObject({
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
  })
  .default({ email: [], https: [] })
  .meta({
    description:
      "Who is told when an alarm of this stack goes off: subscribers of the alarm topic of each region that the stack uses.",
  });

export type AlarmSettings = z.infer<typeof alarmsSchema>;
