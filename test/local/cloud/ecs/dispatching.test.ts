import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { bundle } from "../../../../components/bundle";
import { dispatcherPolicy } from "../../../../components/documents/replication";
import { replicationSchedules, schedulePaths } from "../../../../components/documents/replicationSchedules";
import type { TaskSignal } from "../../../../local/cloud/signals";
import { accountId, document, primary, Workbench } from "../workbench";

const place = { partition: "aws", account: accountId, region: primary, prefix: "ccp-dev" };

/** Runs until somebody writes the file. */
const worker = `
const { existsSync } = require("node:fs");
setInterval(() => { if (existsSync(process.env.GATE)) process.exit(0); }, 10);`;

const trust = (Service: string) =>
  document([{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }]);

describe("The dispatcher in the local cloud", () => {
  let bench: Workbench;
  let tasks: TaskSignal[];
  beforeEach(async () => {
    bench = await Workbench.open();
    tasks = [];
    bench.cloud.signals.on("task", (task: TaskSignal) => tasks.push(task));
  });
  afterEach(() => bench.close());

  const open = () => writeFile(join(bench.directory, "gate"), "");

  /** What the dispatcher has logged. */
  async function logged(): Promise<Record<string, unknown>[]> {
    const text = await readFile(join(bench.directory, "logs", "dispatcher.log"), "utf8");
    return [...text.matchAll(/^\{.*"event":.*\}$/gm)].map(
      ([line]) => JSON.parse(line) as Record<string, unknown>,
    );
  }

  async function taskDefinition(): Promise<Record<string, string>> {
    await bench.create("aws:ecr/repository:Repository", { name: "worker" });
    const context = join(bench.directory, "context");
    await mkdir(context, { recursive: true });
    await writeFile(join(context, "worker.js"), worker);
    await writeFile(
      join(context, "Dockerfile"),
      'FROM node:24\nWORKDIR /app\nCOPY worker.js ./\nENTRYPOINT ["node", "worker.js"]\n',
    );
    const image = `${accountId}.dkr.ecr.${primary}.amazonaws.com/worker:one`;
    await bench.create("docker-build:index:Image", {
      context: { location: context },
      tags: [image],
      push: true,
    });
    const cluster = await bench.create("aws:ecs/cluster:Cluster", { name: "replication" });
    const environment = [{ name: "GATE", value: join(bench.directory, "gate") }];
    const definition = await bench.create("aws:ecs/taskDefinition:TaskDefinition", {
      family: "replicator",
      containerDefinitions: JSON.stringify([{ name: "worker", image, environment }]),
    });
    return { CLUSTER_ARN: String(cluster.arn), TASK_DEFINITION_ARN: String(definition.arn) };
  }

  /** The dispatcher as it is deployed, with the rights that it gets. */
  async function dispatcher(): Promise<string> {
    const role = await bench.create("aws:iam/role:Role", {
      name: "dispatcher",
      assumeRolePolicy: trust("lambda.amazonaws.com"),
    });
    const policy = dispatcherPolicy(place, {
      cluster: "replication",
      taskFamily: "replicator",
      roles: ["none"],
      queue: "none",
      keyAlias: "alias/none",
      logGroup: "none",
    });
    await bench.create("aws:iam/rolePolicy:RolePolicy", {
      role: "dispatcher",
      name: "start-task",
      policy: JSON.stringify(policy),
    });
    const lambda = await bench.create("aws:lambda/function:Function", {
      name: "dispatcher",
      runtime: "nodejs24.x",
      handler: "index.handler",
      role: role.arn,
      timeout: 30,
      code: { archive: { assets: { "index.js": { asset: { text: bundle("replicator/dispatcher.ts") } } } } },
      environment: {
        variables: {
          ...(await taskDefinition()),
          CONTAINER_NAME: "worker",
          SUBNET_IDS: "subnet-1",
          SECURITY_GROUP_IDS: "sg-1",
          ASSIGN_PUBLIC_IP: "DISABLED",
          SOURCE_REGION: primary,
          ACCOUNT_ID: accountId,
        },
      },
    });
    return String(lambda.arn);
  }

  /** A schedule's rule for each of the names; gives the rules' ARNs. */
  async function sweepsOf(...groups: string[][]): Promise<string[]> {
    const functionArn = await dispatcher();
    return Promise.all(
      groups.map(async (names, index) => {
        const [sweep] = replicationSchedules(`rule-${index}`, names, { sweepMinutes: 30, deepCheckDays: 0 });
        const rule = await bench.create("aws:cloudwatch/eventRule:EventRule", {
          name: sweep.ruleName,
          scheduleExpression: sweep.rate,
        });
        await bench.create("aws:lambda/permission:Permission", {
          statementId: `rule-${index}`,
          action: "lambda:InvokeFunction",
          function: "dispatcher",
          principal: "events.amazonaws.com",
          sourceArn: rule.arn,
          sourceAccount: accountId,
        });
        for (const inputTemplate of sweep.templates) {
          await bench.create("aws:cloudwatch/eventTarget:EventTarget", {
            rule: sweep.ruleName,
            arn: functionArn,
            inputTransformer: { inputPaths: schedulePaths, inputTemplate },
          });
        }
        return String(rule.arn);
      }),
    );
  }

  /** Runs a schedule, and waits until the dispatcher is done with it. */
  async function tick(ruleArn: string): Promise<void> {
    const done = once(bench.cloud.signals, "invocation");
    bench.cloud.tick(ruleArn);
    await done;
  }

  it("starts one task for all repositories of a schedule", async () => {
    const [sweep = ""] = await sweepsOf(["payments-api", "web-shop"]);
    await open();
    await tick(sweep);
    await bench.cloud.waitUntilIdle();
    expect(tasks.map(({ status }) => status)).to.deep.equal(["RUNNING", "STOPPED"]);
    expect(tasks[1]).to.include({ exitCode: 0 });
    const { EVENT_TIME: time, ...environment } = tasks[0]?.environment ?? {};
    expect(environment).to.deep.equal({ TASK: "sweep", REPOSITORIES: "payments-api,web-shop" });
    expect(time).to.match(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  });

  it("starts no second task while the first waits for its machine, and one when it runs", async function () {
    this.timeout(30_000);
    const [first = "", ...others] = await sweepsOf(["a"], ["b"], ["c"], ["d"], ["e"]);
    const last = others.pop() ?? "";
    // Four tasks run at a time, so the fifth waits.
    for (const rule of [first, ...others, last, last, first]) await tick(rule);
    const lines = await logged();
    expect(lines.map(({ event, repositories }) => [event, repositories])).to.deep.equal([
      ["started", ["a"]],
      ["started", ["b"]],
      ["started", ["c"]],
      ["started", ["d"]],
      ["started", ["e"]],
      ["coalesced", ["e"]],
      ["started", ["a"]],
    ]);
    expect(lines[5]?.taskArn).to.equal(lines[4]?.taskArn);
    await open();
    await bench.cloud.waitUntilIdle();
    expect(tasks.filter(({ status }) => status === "STOPPED")).to.have.length(6);
  });
});
