import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import type { StackResult } from "../local/engine";
import { measurementsOf } from "../replicator/metrics";
import { dispatch } from "../replicator/dispatcher";
import { Logger } from "../replicator/log";
import { countsOf } from "../replicator/report";
import { startAwsServer } from "./support/awsServer";
import { failure } from "./support/failure";
import { cleanUp, gitEnvironment, GitRepository, temporaryDirectory } from "./support/git";
import { pair } from "./support/pair";
import { ofType, previewsOf } from "./support/previews";

const root = path.resolve(__dirname, "..");
const runbook = readFileSync(path.join(root, "docs", "operations.md"), "utf8");
const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);

/** The text below a heading, up to the next one. */
function section(heading: string): string {
  const [, text] = runbook.split(new RegExp(`^#+ ${heading}$`, "m"));
  return text.split(/^#+ /m)[0];
}

/** What a heading's nth block of code says. */
function block(heading: string, language: string, index = 0): string {
  return [...section(heading).matchAll(new RegExp("^```" + language + "\\n([^]*?)^```$", "gm"))][index][1];
}

describe("The runbook", () => {
  afterEach(cleanUp);

  for (const environment of ["dev", "prod", "showcase"] as const) {
    it(`has an entry for each alarm of ${environment}, to which the alarm itself points`, async function () {
      this.timeout(60_000);
      const [primary, replica] = await previewsOf(environment);
      const alarms = (stack: StackResult, prefix: string) =>
        [...ofType(stack, "aws:cloudwatch/metricAlarm:MetricAlarm").values()].map(({ inputs }) => {
          expect(inputs.name).to.match(new RegExp(`^${prefix}-`));
          return { key: String(inputs.name).slice(prefix.length + 1), says: String(inputs.alarmDescription) };
        });
      const all = [
        ...alarms(primary, `ccp-${environment}`),
        ...alarms(replica, `ccp-${environment}-eu-west-1`),
      ];
      expect(all).to.have.length.greaterThan(7);
      expect(headings).to.include.members(all.map(({ key }) => key));
      for (const { key, says } of all) expect(says).to.match(new RegExp(` docs/operations\\.md#${key}$`));
    });
  }

  it("explains every line that the replicator logs", () => {
    const directory = path.join(root, "replicator");
    const sources = readdirSync(directory).filter((file) => file.endsWith(".ts") && file !== "cli.ts");
    const events = sources.flatMap((file) =>
      [
        ...readFileSync(path.join(directory, file), "utf8").matchAll(
          /(?:\.log\(\s*(?:"(?:info|warn|error)"|level),\s*|\bstep\(\s*|\bonStep(?:\?\.)?\(\s*)"([\w-]+)"/g,
        ),
      ].map(([, event]) => event),
    );
    expect(events).to.include.members(["started", "pushed", "retry", "staged", "failed"]);
    const explained = [...section("The log").matchAll(/^\| `([\w-]+)`/gm)].map(([, event]) => event);
    expect(events.filter((event) => !explained.includes(event))).to.deep.equal([]);
    expect(explained.filter((event) => !events.includes(event))).to.deep.equal([]);
  });

  it("explains every key of a line", async function () {
    const keysOf = new Map(
      [...section("The log").matchAll(/^\| `([\w-]+)`[^|]*\|[^|]*\|(.*)\|$/gm)].map(([, event, keys]) => [
        event,
        [...keys.matchAll(/`(\w+)`/g)].map(([, key]) => key),
      ]),
    );
    const both = await pair(this);
    const lines: [string, readonly string[]][] = [];
    const watch = {
      onStep: (step: string, details: object) => lines.push([step, Object.keys(details)]),
      defaultBranch: {
        source: () => Promise.resolve("main"),
        target: () => Promise.resolve("trunk"),
        set: () => Promise.resolve(),
      },
      maximumPasses: 2,
    };
    const first = await both.source.commit("a.txt", "one\n");
    await both.target.git("fetch", "--quiet", both.source.directory, "main:trunk");
    both.servers.source.onRequest = () => {
      both.servers.source.onRequest = undefined;
      return Promise.resolve({ status: 503, body: Buffer.alloc(0) });
    };
    const { report } = await failure(both.run(watch));
    expect(report?.created).to.deep.equal([{ ref: "refs/heads/main", oid: first }]);
    lines.push(["equal", Object.keys(report === undefined ? {} : countsOf(report))]);
    expect(lines.map(([event]) => event)).to.include.members([
      "retry",
      "compared",
      "confirming",
      "pushed",
      "default-branch",
      "deleted",
    ]);
    const unexplained = lines.flatMap(([event, keys]) =>
      keys.filter((key) => keysOf.get(event)?.includes(key) !== true).map((key) => `${event}.${key}`),
    );
    expect(unexplained).to.deep.equal(["equal.equal"]);
  });

  it("names what is really there", async function () {
    this.timeout(60_000);
    const stacks = [...(await previewsOf("dev")), ...(await previewsOf("showcase"))];
    const physical = new Set(
      stacks.flatMap(({ resources }) =>
        resources.flatMap(({ inputs }) =>
          [inputs.name, inputs.dashboardName].map((name) => String(name).replace("ccp-showcase", "ccp-dev")),
        ),
      ),
    );
    const named = [...runbook.matchAll(/(?:\/aws\/events\/)?ccp-dev-[\w-]+/g)].map(([name]) => name);
    expect(named).to.have.length.greaterThan(15);
    expect(named.filter((name) => !physical.has(name))).to.deep.equal([]);
  });

  it("explains every metric", () => {
    const explained = [...section("The metrics").matchAll(/^\| `(\w+)`/gm)].map(([, metric]) => metric);
    expect(explained).to.have.members([
      ...Object.keys(measurementsOf({}, 0)),
      "OutOfStep",
      "DeepCheckFailures",
    ]);
  });
});

describe("What the runbook says to do", () => {
  const original = { ...process.env };
  afterEach(() => {
    process.env = { ...original };
  });
  afterEach(cleanUp);

  /** A primary and its copy, and a shell that takes them for what the commands name. */
  async function world(context: Mocha.Context) {
    const directory = await temporaryDirectory(context);
    const primary = await GitRepository.create(path.join(directory, "primary"), { bare: true });
    const copy = await GitRepository.create(path.join(directory, "copy"), { bare: true });
    const work = await GitRepository.create(path.join(directory, "work"), { bare: false });
    const shell = async (commands: string) => {
      const here = commands
        .replaceAll("codecommit::eu-west-1://payments-api", path.join(directory, "copy"))
        .replaceAll("codecommit::eu-central-1://payments-api", path.join(directory, "primary"))
        .replaceAll("cd payments-api.git", "cd copy.git");
      const { stdout } = await promisify(execFile)("sh", ["-euc", here], {
        cwd: work.directory,
        env: gitEnvironment,
      });
      return stdout;
    };
    return { primary, copy, work, shell };
  }

  it("brings an archived tip back with one push", async function () {
    const { primary, copy, work, shell } = await world(this);
    const lost = await work.commit("a.txt", "lost\n");
    await work.git("push", "--quiet", copy.directory, `HEAD:refs/heads/ccp-archive-2026-01-31-main-1a2b3c4`);
    await work.git("checkout", "--quiet", "--orphan", "other");
    await work.commit("b.txt", "new\n");
    const stdout = await shell(block("Bring back an archived tip", "sh"));
    expect(stdout).to.include(`${lost}\trefs/heads/ccp-archive-2026-01-31-main-1a2b3c4`);
    expect(await primary.refs()).to.deep.equal({ "refs/heads/recovered": lost });
  });

  it("fills a deleted repository from its copy, but for what is the copy's own", async function () {
    const { primary, copy, work, shell } = await world(this);
    const oid = await work.commit("a.txt", "one\n");
    await work.git("tag", "v1");
    await work.git(
      "push",
      "--quiet",
      copy.directory,
      "main",
      "v1",
      "main:refs/heads/ccp-archive-2026-01-31-old",
    );
    await shell(block("repository-deleted", "sh"));
    expect(await primary.refs()).to.deep.equal({ "refs/heads/main": oid, "refs/tags/v1": oid });
  });

  it("starts a task by hand, for the dispatcher takes the event as it stands", async function () {
    const { url, calls } = await startAwsServer(this, () => ({
      body: { tasks: [{ taskArn: "arn:aws:ecs:eu-central-1:123456789012:task/1" }], failures: [] },
    }));
    Object.assign(process.env, {
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL_ECS: url,
      AWS_ACCESS_KEY_ID: "AKIATEST",
      AWS_SECRET_ACCESS_KEY: "secret",
    });
    const settings = {
      CLUSTER_ARN: "arn:aws:ecs:eu-central-1:123456789012:cluster/ccp-dev",
      TASK_DEFINITION_ARN: "arn:aws:ecs:eu-central-1:123456789012:task-definition/ccp-dev-replicator:3",
      CONTAINER_NAME: "replicator",
      SUBNET_IDS: "subnet-1",
      SECURITY_GROUP_IDS: "sg-1",
      ASSIGN_PUBLIC_IP: "ENABLED",
      SOURCE_REGION: "eu-central-1",
      ACCOUNT_ID: "123456789012",
    };
    await dispatch(
      JSON.parse(block("Bring a copy up by hand", "json")),
      settings,
      new Logger({}, () => undefined),
    );
    expect(calls.map(({ operation }) => operation)).to.deep.equal(["ListTasks", "RunTask"]);
  });
});
