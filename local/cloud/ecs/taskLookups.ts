import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { ApiCaller, Operation } from "../http/jsonApi";
import type { Authoriser } from "../iam/authoriser";
import { optionalText } from "../properties";
import { demand } from "./demand";
import type { StartedTask, Tasks } from "./tasks";

/** Filters of ListTasks that are understood here. */
const filters = ["cluster", "desiredStatus", "family", "startedBy"];

/** AWS describes so many at once. Source: ECS API reference, "DescribeTasks". */
const maxDescribed = 100;

/** ListTasks and DescribeTasks: what has become of the tasks of a cluster. */
export class TaskLookups {
  readonly operations: Readonly<Record<string, Operation>> = {
    ListTasks: (input, caller) => Promise.resolve(this.list(input, caller)),
    DescribeTasks: (input, caller) => Promise.resolve(this.describe(input, caller)),
  };

  /** @param clusterArn Finds a cluster of a request's region by name or ARN, or throws. */
  constructor(
    private readonly authoriser: Authoriser,
    private readonly tasks: Tasks,
    private readonly clusterArn: (input: Properties, region: string) => string,
  ) {}

  /** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
  private list(input: Properties, caller: ApiCaller): object {
    const cluster = this.clusterArn(input, caller.region);
    // Without a container instance, of which Fargate has none, ECS asks for everything in the cluster.
    demand(this.authoriser, caller, {
      ...{ action: "ecs:ListTasks", resource: "*" },
      context: { "ecs:cluster": cluster },
    });
    const unknown = Object.keys(input).find((name) => !filters.includes(name));
    if (unknown !== undefined) {
      throw new AwsError("InvalidParameterException", `${unknown} is not a filter here`);
    }
    const startedBy = optionalText(input, "startedBy");
    const family = optionalText(input, "family");
    if (startedBy !== undefined && family !== undefined) {
      throw new AwsError("InvalidParameterException", "startedBy must be the only filter");
    }
    const desired = optionalText(input, "desiredStatus") ?? "RUNNING";
    const found = this.tasks
      .of(cluster)
      .filter((task) => desiredStatus(task) === desired)
      .filter(({ order }) => startedBy === undefined || order.startedBy === startedBy)
      .filter(({ order }) => family === undefined || order.family === family);
    return { taskArns: found.map(({ taskArn }) => taskArn) };
  }

  /** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html */
  private describe(input: Properties, caller: ApiCaller): object {
    const cluster = this.clusterArn(input, caller.region);
    const wanted: unknown[] = Array.isArray(input.tasks) ? input.tasks : [];
    const taskArns = wanted.map(String);
    if (taskArns.length === 0 || taskArns.length > maxDescribed) {
      throw new AwsError("InvalidParameterException", `tasks must be 1 to ${maxDescribed} ARNs`);
    }
    for (const resource of taskArns) {
      const context = { "ecs:cluster": cluster };
      demand(this.authoriser, caller, { action: "ecs:DescribeTasks", resource, context });
    }
    const known = new Map(this.tasks.of(cluster).map((task) => [task.taskArn, task]));
    return {
      tasks: taskArns.flatMap((taskArn) => known.get(taskArn) ?? []).map(describeTask),
      failures: taskArns
        .filter((taskArn) => !known.has(taskArn))
        .map((taskArn) => ({ arn: taskArn, reason: "MISSING" })),
    };
  }
}

/** A task as RunTask and DescribeTasks tell of it. */
export function describeTask(task: StartedTask): object {
  const { taskArn, lastStatus, order, exitCode } = task;
  return {
    taskArn,
    clusterArn: order.clusterArn,
    taskDefinitionArn: order.definitionArn,
    lastStatus,
    desiredStatus: desiredStatus(task),
    launchType: order.launchType,
    startedBy: order.startedBy,
    overrides: order.requestedOverrides,
    containers: [
      {
        ...order.container,
        taskArn,
        lastStatus: lastStatus === "PROVISIONING" ? "PENDING" : lastStatus,
        ...(exitCode !== undefined && { exitCode }),
      },
    ],
  };
}

function desiredStatus({ lastStatus }: StartedTask): "RUNNING" | "STOPPED" {
  return lastStatus === "STOPPED" ? "STOPPED" : "RUNNING";
}
