import { fields, given } from "../framework/inputs";
import { everyContainer } from "./containers";

export const taskLogging = everyContainer({
  name: "ecs-task-require-logging",
  description: "What the containers of an ECS task say is kept.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
  remediation: [
    'Set `logConfiguration: { logDriver: "awslogs", options: { … } }` in the container definition.',
  ],
  wrong: ({ logConfiguration }) =>
    given(fields(logConfiguration).logDriver) && fields(logConfiguration).logDriver !== "none"
      ? undefined
      : "logs nowhere. Set `logConfiguration`.",
});
