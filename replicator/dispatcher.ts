import { createHash } from "node:crypto";
import { ECS } from "@aws-sdk/client-ecs";
import { z } from "zod";
import { readList, readVariable, type Environment } from "./environment";
import { Logger } from "./log";

const envelope = z.object({
  id: z.string().min(1),
  source: z.string(),
  "detail-type": z.string(),
  account: z.string(),
  region: z.string(),
});

/** https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html */
const stateChange = z.object({
  time: z.iso.datetime({ offset: true }),
  detail: z.object({ event: z.string(), repositoryName: z.string().min(1) }),
});

const referenceEvents = new Set(["referenceCreated", "referenceUpdated", "referenceDeleted"]);

interface Settings {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly container: string;
  readonly subnets: string[];
  readonly securityGroups: string[];
  readonly assignPublicIp: "ENABLED" | "DISABLED";
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

/** The Lambda function behind the EventBridge rule. */
export async function handler(event: unknown): Promise<void> {
  await dispatch(event, process.env, new Logger({}));
}

/**
 * Starts one replication task for one changed reference. The event only says where to look, and an event that
 * is delivered twice starts one task.
 *
 * @throws for a malformed event and when no task was started: Lambda retries, then the dead-letter queue has it.
 */
export async function dispatch(event: unknown, environment: Environment, logger: Logger): Promise<void> {
  const settings = readSettings(environment);
  const { id, source, account, region, "detail-type": type } = envelope.parse(event);
  const alien =
    (source !== "aws.codecommit" && `source ${source}`) ||
    (type !== "CodeCommit Repository State Change" && `type ${type}`) ||
    (account !== settings.account && `account ${account}`) ||
    (region !== settings.region && `region ${region}`);
  if (alien !== false) {
    logger.log("warn", "dropped", { eventId: id, reason: alien });
    return;
  }
  const { time, detail } = stateChange.parse(event);
  if (!referenceEvents.has(detail.event)) {
    const reason = `event ${detail.event}`;
    logger.log("warn", "dropped", { eventId: id, repository: detail.repositoryName, reason });
    return;
  }
  const taskArn = await startTask(settings, id, detail.repositoryName, time);
  logger.log("info", "started", { eventId: id, repository: detail.repositoryName, taskArn });
}

async function startTask(settings: Settings, id: string, repository: string, time: string): Promise<string> {
  const overrides = [
    { name: "REPOSITORY", value: repository },
    { name: "EVENT_TIME", value: time },
  ];
  const answer = await new ECS({}).runTask({
    cluster: settings.cluster,
    taskDefinition: settings.taskDefinition,
    launchType: "FARGATE",
    count: 1,
    // At most 64 characters. The task definition belongs to it: each replica reacts to the same event.
    clientToken: createHash("sha256").update(`${id} ${settings.taskDefinition}`).digest("hex"),
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: settings.subnets,
        securityGroups: settings.securityGroups,
        assignPublicIp: settings.assignPublicIp,
      },
    },
    overrides: { containerOverrides: [{ name: settings.container, environment: overrides }] },
  });
  const taskArn = answer.tasks?.[0]?.taskArn;
  if (taskArn !== undefined && (answer.failures ?? []).length === 0) return taskArn;
  const reasons = (answer.failures ?? []).map(({ reason, detail }) =>
    [reason, detail].filter(Boolean).join(" "),
  );
  throw new Error(`no task was started for ${repository}: ${reasons.join("; ") || "ECS gave no reason"}`);
}
