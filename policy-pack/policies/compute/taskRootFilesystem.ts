import { everyContainer } from "./containers";

export const taskRootFilesystem = everyContainer({
  name: "ecs-task-require-read-only-root",
  description: "The containers of an ECS task cannot change their own files.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
  remediation: [
    "Set `readonlyRootFilesystem: true` in the container definition; mount a volume for what it writes.",
  ],
  wrong: ({ readonlyRootFilesystem }) =>
    readonlyRootFilesystem === true
      ? undefined
      : "can change its own files. Set `readonlyRootFilesystem: true`.",
});
