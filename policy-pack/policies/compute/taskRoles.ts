import { unknown, type StackResource } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";
import { given } from "../framework/inputs";
import { taskType } from "./containers";

export const taskRoles = definePolicy({
  name: "ecs-task-require-separate-roles",
  description: "The code of an ECS task has another role than the agent that starts it.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
  remediation: [
    "Give `taskRoleArn` a role of its own: what pulls images and reads secrets is `executionRoleArn`'s.",
  ],
  concerns: taskType,
  beside: [],
  judgeStack: (stack) =>
    stack
      .ofType(taskType)
      .filter(isOneRole)
      .map(({ name, urn }) => ({
        message:
          `The code of task ${name} runs with its execution role, so it can pull images and read secrets that are for the ` +
          "agent. Give `taskRoleArn` a role of its own.",
        urn,
      })),
});

function isOneRole({ props, propertyDependencies }: StackResource): boolean {
  const { taskRoleArn: own, executionRoleArn: agent } = props;
  if (!given(own) || !given(agent)) return false;
  if (own !== unknown && agent !== unknown) return own === agent;
  const on = (property: string) => JSON.stringify(propertyDependencies[property] ?? []);
  return own === agent && on("taskRoleArn") !== "[]" && on("taskRoleArn") === on("executionRoleArn");
}
