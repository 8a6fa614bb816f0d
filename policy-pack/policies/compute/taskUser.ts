import { given } from "../framework/inputs";
import { everyContainer } from "./containers";

export const taskUser = everyContainer({
  name: "ecs-task-require-unprivileged-user",
  description: "The containers of an ECS task do not run as root.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
  remediation: ['Set `user: "1000:1000"` in the container definition.'],
  wrong: ({ user }) =>
    given(user) && !/^(root|0+)(:|$)/.test(String(user))
      ? undefined
      : `runs as ${given(user) ? String(user) : "its image's user, which is root by default"}. Set \`user: "1000:1000"\`.`,
});
