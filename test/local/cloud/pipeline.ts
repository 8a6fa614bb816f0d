import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { accountId, document, primary, replica, type Workbench } from "./workbench";

const lambdaTrust = trust("lambda.amazonaws.com");
const taskTrust = trust("ecs-tasks.amazonaws.com", { StringEquals: { "aws:SourceAccount": accountId } });

/** A dispatcher as the real one: RunTask by the real SDK, for the repository of the event. */
const dispatcher = `
const { ECSClient, RunTaskCommand } = require(${JSON.stringify(require.resolve("@aws-sdk/client-ecs"))});
const ecs = new ECSClient({ maxAttempts: 1 });
exports.handler = async (event) => {
  await ecs.send(new RunTaskCommand({
    cluster: process.env.CLUSTER_ARN,
    taskDefinition: process.env.TASK_DEFINITION_ARN,
    launchType: "FARGATE",
    clientToken: event.id,
    overrides: { containerOverrides: [{ name: "worker", environment: [
      { name: "REPOSITORY", value: event.detail.repositoryName },
    ] }] },
  }));
};`;

/** A worker that mirrors by git, with signed passwords of its role. */
const worker = `
const { createHash, createHmac } = require("node:crypto");
const { execFileSync } = require("node:child_process");
const { mkdtempSync } = require("node:fs");
const { CODECOMMIT_ENDPOINTS, REPOSITORY, SOURCE_REGION, TARGET_REGION } = process.env;
console.log(JSON.stringify({ environment: Object.keys(process.env).sort() }));
const hmac = (key, data) => createHmac("sha256", key).update(data).digest();
function url(region, keys) {
  const base = new URL(JSON.parse(CODECOMMIT_ENDPOINTS)[region].git + "/v1/repos/" + REPOSITORY);
  const time = new Date().toISOString().replace(/[-:]/g, "").slice(0, 15);
  const canonical = "GIT\\n" + base.pathname + "\\n\\nhost:" + base.hostname + "\\n\\nhost\\n";
  const scope = time.slice(0, 8) + "/" + region + "/codecommit/aws4_request";
  const toSign = "AWS4-HMAC-SHA256\\n" + time + "\\n" + scope + "\\n" + createHash("sha256").update(canonical).digest("hex");
  const key = scope.split("/").reduce(hmac, "AWS4" + keys.SecretAccessKey);
  base.username = encodeURIComponent(keys.AccessKeyId + "%" + keys.Token);
  base.password = time + "Z" + hmac(key, toSign).toString("hex");
  return base.href;
}
(async () => {
  const response = await fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI, {
    headers: { authorization: process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN },
  });
  const keys = await response.json();
  const copy = mkdtempSync(process.cwd() + "/copy-");
  execFileSync("git", ["clone", "--quiet", "--mirror", url(SOURCE_REGION, keys), copy]);
  execFileSync("git", ["push", "--quiet", "--mirror", url(TARGET_REGION, keys)], { cwd: copy });
})().catch((error) => { console.log(String(error)); process.exitCode = 1; });`;

function trust(Service: string, Condition: object = {}): string {
  return document([{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", Condition }]);
}

export const pattern = JSON.stringify({
  source: ["aws.codecommit"],
  "detail-type": ["CodeCommit Repository State Change"],
  detail: { event: ["referenceCreated", "referenceUpdated", "referenceDeleted"] },
});

export interface FunctionChoices {
  /** The handler's source; by default the dispatcher. */
  readonly code?: string;
  readonly timeout?: number;
  /** By default, every ref that moves. */
  readonly eventPattern?: string;
  /** What the function's role may do besides sending to the queue. */
  readonly allow?: readonly object[];
  readonly permitted?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The queue, a rule on every push, and a function it invokes. */
export async function rule(bench: Workbench, choices: FunctionChoices = {}): Promise<{ queueArn: string }> {
  const queue = await bench.create("aws:sqs/queue:Queue", { name: "dead-letters" });
  const queueArn = String(queue.arn);
  const send = { Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn };
  await bench.create("aws:sqs/queuePolicy:QueuePolicy", {
    queueUrl: queue.url,
    policy: document([{ ...send, Principal: { Service: "events.amazonaws.com" } }]),
  });
  const role = await bench.create("aws:iam/role:Role", { name: "dispatcher", assumeRolePolicy: lambdaTrust });
  await bench.create("aws:iam/rolePolicy:RolePolicy", {
    role: "dispatcher",
    name: "dispatch",
    policy: document([send, ...(choices.allow ?? [])]),
  });
  const fn = await bench.create("aws:lambda/function:Function", {
    name: "dispatcher",
    runtime: "nodejs24.x",
    handler: "index.handler",
    role: role.arn,
    timeout: choices.timeout ?? 10,
    code: { archive: { assets: { "index.js": { asset: { text: choices.code ?? dispatcher } } } } },
    environment: { variables: choices.environment ?? {} },
    deadLetterConfig: { targetArn: queueArn },
  });
  const eventRule = await bench.create("aws:cloudwatch/eventRule:EventRule", {
    name: "pushes",
    eventPattern: choices.eventPattern ?? pattern,
  });
  if (choices.permitted !== false) {
    await bench.create("aws:lambda/permission:Permission", {
      action: "lambda:InvokeFunction",
      function: "dispatcher",
      principal: "events.amazonaws.com",
      sourceArn: eventRule.arn,
    });
  }
  await bench.create("aws:cloudwatch/eventTarget:EventTarget", {
    rule: "pushes",
    arn: fn.arn,
    deadLetterConfig: { arn: queueArn },
  });
  return { queueArn };
}

/** Cluster, image, task definition and the task's role; gives the dispatcher's environment. */
export async function taskDefinition(bench: Workbench): Promise<Record<string, string>> {
  const cluster = await bench.create("aws:ecs/cluster:Cluster", { name: "replication" });
  await bench.create("aws:ecr/repository:Repository", { name: "worker" });
  const context = join(bench.directory, "context");
  await mkdir(context, { recursive: true });
  await writeFile(join(context, "worker.js"), worker);
  await copyFile(join(__dirname, "../../../replicator/Dockerfile"), join(context, "Dockerfile"));
  const image = `${accountId}.dkr.ecr.${primary}.amazonaws.com/worker:one`;
  await bench.create("docker-build:index:Image", {
    context: { location: context },
    tags: [image],
    push: true,
  });
  const role = await bench.create("aws:iam/role:Role", { name: "replicator", assumeRolePolicy: taskTrust });
  const repositories = (region: string) => `arn:aws:codecommit:${region}:${accountId}:*`;
  await bench.create("aws:iam/rolePolicy:RolePolicy", {
    role: "replicator",
    name: "replicate",
    policy: document([
      { Effect: "Allow", Action: "codecommit:GitPull", Resource: repositories(primary) },
      { Effect: "Allow", Action: "codecommit:GitPush", Resource: repositories(replica) },
    ]),
  });
  const environment = [
    { name: "SOURCE_REGION", value: primary },
    { name: "TARGET_REGION", value: replica },
  ];
  const definition = await bench.create("aws:ecs/taskDefinition:TaskDefinition", {
    family: "replicator",
    taskRoleArn: role.arn,
    containerDefinitions: JSON.stringify([{ name: "worker", image, environment }]),
  });
  return { CLUSTER_ARN: String(cluster.arn), TASK_DEFINITION_ARN: String(definition.arn) };
}

export const mayRunTasks = [
  { Effect: "Allow", Action: "ecs:RunTask", Resource: "*" },
  { Effect: "Allow", Action: "iam:PassRole", Resource: `arn:aws:iam::${accountId}:role/replicator` },
];
