import { mkdirSync } from "node:fs";
import path from "node:path";
import { CodeCommit } from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import type { CloudUser } from "../../local/cloud";
import { GitClient } from "../../local/tour/gitClient";
import { watch } from "../../local/watch";
import { type Realised, realise } from "../support/realised";

describe("What happens in a cloud that is up", function () {
  this.timeout(60_000);
  let realised: Realised;
  let lines: string[];
  let unwatch: () => void;

  before(async () => {
    realised = await realise("dev", {
      repositories: { notes: { protections: ["trunk"] } },
      protections: { trunk: { branches: ["main"], pushers: ["owners"] } },
      teams: {
        owners: { access: "power-user", members: ["ada"] },
        makers: { access: "power-user", members: ["ben"] },
      },
      people: { ada: { gitCredentials: true }, ben: { gitCredentials: true } },
      topics: { reviews: { subscriptions: { email: ["reviews@example.com"] } } },
      notifications: { reviews: { events: ["pull-request-created"], topics: ["reviews"] } },
    });
    mkdirSync(work());
    const git = new GitClient(realised.directory, "ada");
    await git.run(work(), "init", "--quiet", "--initial-branch=main");
    await git.run(work(), "commit", "--quiet", "--allow-empty", "--message=First");
  });
  beforeEach(() => {
    lines = [];
    unwatch = watch(realised.cloud, realised.region, (text) => lines.push(text));
  });
  afterEach(() => {
    unwatch();
  });
  after(() => realised.remove());

  const work = () => path.join(realised.directory, "work");
  const user = (person: string): CloudUser => {
    const found = realised.cloud.users().find(({ name }) => name === `ccp-dev-${person}`);
    if (found === undefined) throw new Error(`there is no ${person}`);
    return found;
  };
  const push = async (person: string, refspec: string) => {
    const url = new URL(`${realised.cloud.endpoint(realised.region)}/v1/repos/notes`);
    url.username = encodeURIComponent(user(person).gitUserName ?? "");
    url.password = encodeURIComponent(user(person).gitPassword ?? "");
    await new GitClient(realised.directory, person).try(work(), "push", url.href, refspec);
    await realised.cloud.waitUntilIdle();
  };
  /** Without the time that each begins with. */
  const told = () =>
    lines.map((line) => {
      expect(line).to.match(/^\d\d:\d\d:\d\d /);
      return line.slice(9);
    });

  it("is told as one line for a push", async () => {
    await push("ada", "HEAD:refs/heads/main");
    expect(told()).to.deep.equal(["push       ccp-dev-ada moved main of notes"]);
  });

  it("is told as one line for a denial, with the statement", async () => {
    await new GitClient(realised.directory, "ben").run(
      work(),
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      "x",
    );
    await push("ben", "HEAD:refs/heads/main");
    expect(told()).to.deep.equal([
      "denied     ccp-dev-ben: codecommit:GitPush on refs/heads/main is not allowed for ccp-dev-ben: " +
        "denied by statement GuardTrunk of policy ccp-dev-guard-trunk-0 (group ccp-dev-makers)",
    ]);
  });

  it("is told as one line for a pull request, and for each mail that it would send", async () => {
    await push("ben", "HEAD:refs/heads/feature");
    lines = [];
    const { accessKeyId, secretAccessKey } = user("ben");
    const endpoint = realised.cloud.endpoint(realised.region);
    const api = new CodeCommit({
      region: realised.region,
      endpoint,
      credentials: { accessKeyId, secretAccessKey },
    });
    const target = { repositoryName: "notes", sourceReference: "feature", destinationReference: "main" };
    await api.createPullRequest({ title: "Look", targets: [target] });
    await realised.cloud.waitUntilIdle();
    expect(told()).to.include("pull request 1 of notes: created, by ccp-dev-ben");
    expect(told().filter((line) => line.includes("reviews@example.com"))).to.have.length(1);
    expect(told().find((line) => line.includes("reviews@example.com"))).to.include(
      "recorded, it would be mailed, once the subscription is confirmed",
    );
  });

  it("is told as one line for a copy, with the time since the push, for tasks, functions and alarms", () => {
    const { signals } = realised.cloud;
    const pushed = {
      repository: "notes",
      callerArn: "arn:aws:iam::1:user/ada",
      references: ["refs/heads/main"],
    };
    signals.emit("push", { ...pushed, region: realised.region, at: 1000 });
    const task = { region: realised.region, taskArn: "", family: "ccp-dev-task", at: 1100 };
    signals.emit("task", { ...task, status: "RUNNING", environment: { REPOSITORY: "notes" } });
    signals.emit("push", { ...pushed, region: "eu-west-1", at: 1480 });
    signals.emit("task", { ...task, status: "STOPPED", environment: { REPOSITORY: "notes" }, exitCode: 0 });
    signals.emit("push", { ...pushed, region: "eu-west-1", references: ["refs/heads/unknown"], at: 1500 });
    const ended = {
      region: realised.region,
      functionName: "dispatcher",
      requestId: "1",
      attempts: 3,
      at: 1600,
    };
    signals.emit("invocation", ended);
    signals.emit("invocation", { ...ended, error: "no network" });
    signals.emit("alarm", { alarmArn: "", name: "lag", series: "notes", state: "ALARM", at: 1700 });
    expect(told()).to.deep.equal([
      "push       ada moved main of notes",
      "task       ccp-dev-task for notes started",
      "copy       main of notes in eu-west-1, 0.48 s after the push",
      "task       ccp-dev-task for notes ended with 0",
      "copy       unknown of notes in eu-west-1",
      "function   dispatcher failed 3 times: no network",
      "alarm      lag is ALARM for notes",
    ]);
  });

  it("is told no more once nobody listens", async () => {
    unwatch();
    await push("ada", "HEAD:refs/heads/more");
    expect(lines).to.deep.equal([]);
  });
});
