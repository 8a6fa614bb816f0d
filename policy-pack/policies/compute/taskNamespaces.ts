import { definePolicy } from "../framework/definePolicy";
import { taskType } from "./containers";

export const taskNamespaces = definePolicy({
  name: "ecs-task-forbid-host-namespaces",
  description: "An ECS task shares neither processes, memory nor network with its host.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
  remediation: ['Leave `pidMode` and `ipcMode` out and set `networkMode: "awsvpc"`.'],
  types: [taskType],
  judge: ({ name, props }) =>
    ["pidMode", "ipcMode", "networkMode"]
      .filter((mode) => props[mode] === "host")
      .map(
        (mode) => `Task ${name} has \`${mode}: "host"\`, so it sees what else runs there. Take that away.`,
      ),
});
