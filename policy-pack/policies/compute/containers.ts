import type { Severity } from "@pulumi/policy";
import { definePolicy, type PackPolicy } from "../framework/definePolicy";
import { fields, items } from "../framework/inputs";

export const taskType = "aws:ecs/taskDefinition:TaskDefinition";

export type Container = Readonly<Record<string, unknown>>;

export interface ContainerRule {
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly url: string;
  readonly remediation: readonly string[];
  /** What is wrong with a container, and how to mend it; undefined where nothing is. */
  readonly wrong: (container: Container) => string | undefined;
}

/** Every container of an ECS task definition has to meet a rule. */
export function everyContainer({ wrong, ...rule }: ContainerRule): PackPolicy {
  return definePolicy({
    ...rule,
    types: [taskType],
    judge: ({ name, props }) =>
      containers(props.containerDefinitions).flatMap((container) => {
        const problem = wrong(container);
        return problem === undefined
          ? []
          : [`Container ${String(container.name)} of task ${name} ${problem}`];
      }),
  });
}

/** None where they are not known yet; text that is no JSON is refused by AWS. */
export function containers(definitions: unknown): readonly Container[] {
  if (typeof definitions !== "string") return [];
  try {
    return items(JSON.parse(definitions)).map(fields);
  } catch {
    return [];
  }
}
