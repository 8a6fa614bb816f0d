import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";
import { fields, items } from "../framework/inputs";
import { containers, taskType } from "./containers";
import { looksSecret } from "./secretLooking";

export const taskSecrets = definePolicy({
  name: "ecs-task-forbid-secrets-in-environment",
  description: "No environment variable of an ECS task holds a secret.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  remediation: ["Use `secrets: [{ name, valueFrom: secret.arn }]` in the container definition."],
  config: { allowed: z.array(z.string()).default([]).describe("Variables that only look like secrets.") },
  types: [taskType],
  judge: ({ name, props }, { allowed }) =>
    containers(props.containerDefinitions).flatMap((container) =>
      items(container.environment)
        .map(fields)
        .filter((variable) => !allowed.includes(String(variable.name)))
        .filter((variable) => looksSecret(String(variable.name), variable.value))
        .map(
          (variable) =>
            `Variable ${String(variable.name)} of container ${String(container.name)} of task ${name} looks like a secret. ` +
            "Pass it by `secrets` from Secrets Manager.",
        ),
    ),
});
