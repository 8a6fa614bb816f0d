import { forbidPublicAccess } from "../framework/publicAccess";

export const busAccess = forbidPublicAccess({
  name: "events-bus-forbid-public-access",
  description: "The policy of an event bus names who may send events to it.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
  noun: "event bus",
  documents: { "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy" },
});
