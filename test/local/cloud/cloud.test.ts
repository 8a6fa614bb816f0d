import { expect } from "chai";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { TaskSignal } from "../../../local/cloud/signals";
import { mayRunTasks, rule, taskDefinition } from "./pipeline";
import { company, primary, replica, Workbench } from "./workbench";

describe("The local cloud", () => {
  let bench: Workbench;
  let work: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
  });
  afterEach(() => bench.close());

  const push = (...refspecs: string[]) =>
    bench.git(work, "push", bench.url("payments-api", "rita"), ...refspecs);
  const log = (name: string) => readFile(join(bench.directory, "logs", `${name}.log`), "utf8");

  it("carries a push to the other region: event, function, task and a signed push", async () => {
    await bench.create("aws:codecommit/repository:Repository", { repositoryName: "payments-api" }, replica);
    const environment = await taskDefinition(bench);
    await rule(bench, { allow: mayRunTasks, environment });
    const started = once(bench.cloud.signals, "task");

    expect((await push("main")).code).to.equal(0);
    const [task] = (await started) as [TaskSignal];
    expect(task.environment).to.deep.equal({ REPOSITORY: "payments-api" });
    await bench.cloud.waitUntilIdle();
    expect(await bench.refs("payments-api", replica), await log("replicator")).to.deep.equal(
      await bench.refs("payments-api"),
    );

    // A task sees what its definition, its caller and the cloud say, and nothing of the one who runs the cloud.
    const [first = ""] = (await log("replicator")).split("\n");
    expect(JSON.parse(first)).to.deep.equal({
      environment: [
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL_ECS",
        "AWS_REGION",
        "CODECOMMIT_ENDPOINTS",
        "PATH",
        "REPOSITORY",
        "SOURCE_REGION",
        "TARGET_REGION",
      ],
    });
  });

  it("starts no task for a function that may not pass the task's role", async () => {
    const environment = await taskDefinition(bench);
    const { queueArn } = await rule(bench, { allow: mayRunTasks.slice(0, 1), environment });
    let tasks = 0;
    bench.cloud.signals.on("task", () => tasks++);
    await push("main");
    await bench.cloud.waitUntilIdle();
    expect(tasks).to.equal(0);
    expect(await log("dispatcher")).to.contain("is not authorized to perform: iam:PassRole");
    expect(bench.cloud.queueMessages(queueArn)).to.have.length(1);
  });

  it("puts an event into the dead-letter queue when the function has failed three times", async () => {
    const code = 'exports.handler = async () => { console.log("tried"); throw new RangeError("no luck"); };';
    const { queueArn } = await rule(bench, { code });
    await push("main");
    await bench.cloud.waitUntilIdle();
    expect((await log("dispatcher")).match(/^tried$/gm)).to.have.length(3);
    const [message] = bench.cloud.queueMessages(queueArn);
    expect(message?.attributes.ErrorMessage).to.equal("no luck");
    expect(JSON.parse(message?.body ?? "")).to.have.nested.property("detail.repositoryName", "payments-api");
  });

  it("ends a function that takes too long, and runs the next event in a fresh process", async () => {
    const code = `
      exports.handler = async ({ detail }) => {
        console.log(process.pid + " " + detail.referenceName);
        if (detail.referenceName === "main") await new Promise((resolve) => setTimeout(resolve, 60000));
      };`;
    const { queueArn } = await rule(bench, { code, timeout: 1 });
    await bench.create("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
      functionName: "dispatcher",
      maximumRetryAttempts: 0,
    });
    await push("main", "main:refs/heads/other");
    await bench.cloud.waitUntilIdle();
    const lines = (await log("dispatcher")).trim().split("\n");
    expect(lines.map((line) => line.split(" ")[1])).to.deep.equal(["main", "other"]);
    expect(lines[0]?.split(" ")[0]).not.to.equal(lines[1]?.split(" ")[0]);
    const [message, ...others] = bench.cloud.queueMessages(queueArn);
    expect(others).to.be.empty;
    expect(message?.attributes.ErrorMessage).to.equal("Task timed out after 1.00 seconds");
  });

  it("invokes no function whose policy does not name the rule", async () => {
    const { queueArn } = await rule(bench, { permitted: false });
    await push("main");
    await bench.cloud.waitUntilIdle();
    const [message] = bench.cloud.queueMessages(queueArn);
    expect(message?.attributes.ERROR_CODE).to.equal("AccessDeniedException");
  });

  it("leaves no process behind when it stops", async () => {
    const code = `
      process.on("SIGTERM", () => undefined);
      exports.handler = () => { console.log(process.pid); return new Promise(() => undefined); };`;
    await rule(bench, { code });
    await push("main");
    const started = async (): Promise<number> => {
      const text = await log("dispatcher").catch(() => "");
      if (text !== "") return Number(text);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return started();
    };
    const pid = await started();
    expect(process.kill(pid, 0)).to.be.true;
    await bench.cloud.stop();
    expect(() => process.kill(pid, 0)).to.throw("ESRCH");
  });

  it("keeps everything over a restart, readable by its owner only", async () => {
    await push("main");
    const [refs, users] = [await bench.refs("payments-api"), bench.cloud.users()];
    await bench.cloud.stop();

    const again = Workbench.cloudIn(bench.directory);
    expect(again.users()).to.deep.equal(users);
    await again.start([primary]);
    try {
      const dana = users.find(({ name }) => name === "dana");
      const path = `${again.endpoint(primary)}/v1/repos/payments-api`;
      const url = new URL(path);
      url.username = dana?.gitUserName ?? "";
      url.password = encodeURIComponent(dana?.gitPassword ?? "");
      const listed = await bench.git(work, "ls-remote", url.href);
      expect(listed.output).to.contain(`${refs["refs/heads/main"]}\trefs/heads/main`);
      const refused = await bench.git(work, "push", url.href, "+main:refs/heads/release/1");
      expect(refused.output).to.contain("GuardTrunk");
      for (const table of ["iamAccessKeys", "iamCredentials"]) {
        const { mode } = await stat(join(bench.directory, "cloud", `${table}.json`));
        expect((mode & 0o777).toString(8)).to.equal("600");
      }
    } finally {
      await again.stop();
    }
  });

  it("speaks of what is wrong as AWS does", async () => {
    const message = (type: string, inputs: Record<string, unknown>) =>
      bench.create(type, inputs).then(
        () => "no error",
        (error: unknown) => String(error),
      );
    const repository = "aws:codecommit/repository:Repository";
    expect(await message(repository, { repositoryName: "payments-api" })).to.contain(
      "RepositoryNameExistsException",
    );
    expect(await message(repository, { repositoryName: "a.git" })).to.contain(
      "InvalidRepositoryNameException",
    );
    expect(await message("aws:iam/user:User", { name: "dana" })).to.contain("EntityAlreadyExists");
    const attachment = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
    expect(
      await message(attachment, { group: "developers", policyArn: "arn:aws:iam::aws:policy/No" }),
    ).to.contain("NoSuchEntity");
    expect(await message("aws:iam/policy:Policy", { name: "bad", policy: "{}" })).to.contain(
      "MalformedPolicyDocument",
    );
    const eventRule = { name: "bad", eventPattern: '{"source":[{"like":"a"}]}' };
    expect(await message("aws:cloudwatch/eventRule:EventRule", eventRule)).to.contain(
      "unrecognized match type like",
    );
  });
});
