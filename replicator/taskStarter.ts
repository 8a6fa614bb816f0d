import { createHash } from "node:crypto";
import { ECS } from "@aws-sdk/client-ecs";
import { NotStarted } from "./notStarted";

/** How a task is run. */
export interface TaskSettings {
  /** ARNs. */
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly container: string;
  readonly subnets: string[];
  readonly securityGroups: string[];
  readonly assignPublicIp: "ENABLED" | "DISABLED";
}

/** What a task is to do. */
export interface TaskOrder {
  /** Of the event: what is delivered twice is run once. */
  readonly id: string;
  readonly task: "replicate" | "sweep" | "deep-check";
  /** One for `replicate`, otherwise one or more. */
  readonly repositories: readonly string[];
  /** When it was asked for, in ISO 8601. */
  readonly time: string;
  /** A reference that was there then. */
  readonly expectedRef?: string;
}

/** A lookup that takes longer saves nothing, in milliseconds. */
const lookupTime = 5_000;

/** Starts the worker's tasks, one an order. */
export class TaskStarter {
  private readonly ecs = new ECS({});

  constructor(private readonly settings: TaskSettings) {}

  /**
   * The ARN of a task with the same work that has not begun: it will see all that was pushed before now, because it
   * lists both sides when it runs. A task in PENDING may run already. Source: ECS developer guide, "Task lifecycle states".
   *
   * @throws when ECS does not say
   */
  async findWaiting(order: TaskOrder): Promise<string | undefined> {
    const { cluster } = this.settings;
    const options = { abortSignal: AbortSignal.timeout(lookupTime) };
    const { taskArns = [] } = await this.ecs.listTasks({ cluster, startedBy: this.mark(order) }, options);
    if (taskArns.length === 0) return undefined;
    const { tasks = [] } = await this.ecs.describeTasks({ cluster, tasks: taskArns }, options);
    return tasks.find(
      ({ lastStatus, desiredStatus }) => lastStatus === "PROVISIONING" && desiredStatus === "RUNNING",
    )?.taskArn;
  }

  /**
   * @returns the task's ARN
   * @throws NotStarted
   */
  async start(order: TaskOrder): Promise<string> {
    const { cluster, taskDefinition, container, subnets, securityGroups, assignPublicIp } = this.settings;
    const answer = await this.ecs
      .runTask({
        ...{ cluster, taskDefinition },
        launchType: "FARGATE",
        count: 1,
        clientToken: this.token(order),
        startedBy: this.mark(order),
        networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups, assignPublicIp } },
        overrides: { containerOverrides: [{ name: container, environment: environmentOf(order) }] },
      })
      .catch((error: unknown) => {
        throw NotStarted.after(error);
      });
    const taskArn = answer.tasks?.[0]?.taskArn;
    if (taskArn === undefined) throw NotStarted.because(answer.failures ?? []);
    return taskArn;
  }

  /**
   * At most 64 characters. The task definition belongs to it, since each replica reacts to the same event; and so does a
   * repository, since all targets of a schedule get the same id.
   */
  private token({ id, task, repositories: [first] }: TaskOrder): string {
    return sha256(id, this.settings.taskDefinition, task, first);
  }

  /** The same for the same work, whatever the revision of the task definition. ECS lists tasks by it: 36 characters. */
  private mark({ task, repositories }: TaskOrder): string {
    const family = this.settings.taskDefinition.replace(/:\d+$/, "");
    return sha256(family, task, ...repositories).slice(0, 36);
  }
}

function environmentOf({
  task,
  repositories,
  time,
  expectedRef,
}: TaskOrder): { name: string; value: string }[] {
  const work: Record<string, string> =
    task === "replicate"
      ? { REPOSITORY: repositories[0], ...(expectedRef && { EXPECTED_REF: expectedRef }) }
      : { TASK: task, REPOSITORIES: repositories.join(",") };
  return Object.entries({ ...work, EVENT_TIME: time }).map(([name, value]) => ({ name, value }));
}

function sha256(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join(" ")).digest("hex");
}
