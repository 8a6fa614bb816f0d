import { readList, readVariable, type Environment } from "./environment";
import { unwrapHandedOver } from "./handedOver";
import { Logger } from "./log";
import { NotStarted } from "./notStarted";
import { readRefChange } from "./refChange";
import { messageOf } from "./replicationError";
import { readScheduledRun } from "./scheduledRun";
import { type TaskOrder, type TaskSettings, TaskStarter } from "./taskStarter";

interface Settings extends TaskSettings {
  readonly region: string;
  readonly account: string;
}

function readSettings(environment: Environment): Settings {
  return {
    cluster: readVariable(environment, "CLUSTER_ARN", "the ARN of the ECS cluster"),
    taskDefinition: readVariable(
      environment,
      "TASK_DEFINITION_ARN",
      "the ARN of the worker's task definition",
    ),
    container: readVariable(environment, "CONTAINER_NAME", "the name of the worker's container"),
    subnets: readList(environment, "SUBNET_IDS", "the task's subnets, comma separated"),
    securityGroups: readList(
      environment,
      "SECURITY_GROUP_IDS",
      "the task's security groups, comma separated",
    ),
    assignPublicIp:
      readVariable(environment, "ASSIGN_PUBLIC_IP", "ENABLED or DISABLED") === "ENABLED"
        ? "ENABLED"
        : "DISABLED",
    region: readVariable(environment, "SOURCE_REGION", "the region whose events are handled"),
    account: readVariable(environment, "ACCOUNT_ID", "the account whose events are handled"),
  };
}

/** The Lambda function behind the EventBridge rules, and behind the fast path. */
export async function handler(event: unknown): Promise<void> {
  await dispatch(event, process.env, new Logger({}));
}

/**
 * Starts one task for one changed reference, or for the repositories of one run of a schedule. The event only says where
 * to look: while a task with the same work waits for its machine, none is started, and an event that is delivered twice
 * starts one task.
 *
 * @throws for a malformed event and when no task was started: Lambda retries, then the dead-letter queue has it.
 */
export async function dispatch(event: unknown, environment: Environment, logger: Logger): Promise<void> {
  const settings = readSettings(environment);
  const order = readOrder(event, settings, logger);
  if (order === undefined) return;
  const { id, task, repositories } = order;
  const about = {
    eventId: id,
    ...(task === "replicate" ? { repository: repositories[0] } : { task, repositories }),
  };
  const starter = new TaskStarter(settings);
  try {
    const waiting = await starter.findWaiting(order);
    if (waiting !== undefined) {
      logger.log("info", "coalesced", { ...about, taskArn: waiting });
      return;
    }
  } catch (error) {
    // One task too many does no harm, one too few would.
    logger.log("warn", "lookup-failed", { ...about, message: messageOf(error) });
  }
  try {
    logger.log("info", "started", { ...about, taskArn: await starter.start(order) });
  } catch (error) {
    const code = error instanceof NotStarted ? error.code : "bug";
    logger.log("error", "not-started", { ...about, code, message: messageOf(error) });
    throw error;
  }
}

function readOrder(event: unknown, settings: Settings, logger: Logger): TaskOrder | undefined {
  const run = readScheduledRun(event);
  if (run !== undefined) return run;
  const change = readRefChange(unwrapHandedOver(event), settings, logger);
  if (change === undefined) return undefined;
  const { id, repository, time, expectedRef } = change;
  return { id, task: "replicate", repositories: [repository], time, expectedRef };
}
