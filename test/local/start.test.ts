import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { Cloud } from "../../local/cloud";
import { start } from "../../local/start";
import { GitClient } from "../../local/tour/gitClient";
import { Workspace } from "../../local/workspace";
import { ProjectCopy } from "../support/projectCopy";

describe("npm start", function () {
  this.timeout(600_000);
  let project: ProjectCopy;
  let lines: string[];

  before(() => {
    project = new ProjectCopy();
  });
  after(() => {
    project.remove();
  });

  /** `npm start -- --exit`, without the process. */
  async function run({
    policyConfig,
    fresh = false,
    meanwhile,
  }: {
    policyConfig?: string;
    fresh?: boolean;
    /** What its user does once it is up, before Ctrl-C; without it, the start ends by itself. */
    meanwhile?: (cloud: Cloud) => Promise<void>;
  } = {}): Promise<number> {
    lines = [];
    const workspace = new Workspace(project.directory, policyConfig);
    const cloud = await workspace.cloud("dev");
    let user: Promise<void> = Promise.resolve();
    const print = (text: string) => {
      lines.push(...text.split("\n"));
      if (text.includes("Yours to try")) {
        user = (meanwhile?.(cloud) ?? Promise.resolve()).finally(() => process.emit("SIGTERM", "SIGTERM"));
      }
    };
    const code = await start(workspace, "dev", { exit: meanwhile === undefined, fresh }, print);
    await user;
    return code;
  }

  /** Every ref of every repository and of every copy, as it is on disk. */
  const refsOnDisk = (): Record<string, string> => {
    const cloud = project.file(".local", "dev", "cloud");
    const names = readdirSync(cloud, { recursive: true, encoding: "utf8" });
    return Object.fromEntries(
      names
        .filter((name) => /repositories\/[^/]+\/(refs\/.*|HEAD|packed-refs)$/.test(name))
        .filter((name) => statSync(path.join(cloud, name)).isFile())
        .sort()
        .map((name) => [name, readFileSync(path.join(cloud, name), "utf8")]),
    );
  };

  const printed = () => lines.join("\n");

  /** The very names that a tour uses, as those of its user; waits for the copy. */
  async function pushOwn(cloud: Cloud): Promise<void> {
    const work = project.file("work");
    mkdirSync(work);
    const git = new GitClient(project.directory, "rita");
    await git.run(work, "init", "--quiet", "--initial-branch=main");
    await git.run(work, "commit", "--quiet", "--allow-empty", "--message=Mine");
    const rita = cloud.users().find(({ name }) => name === "ccp-dev-rita");
    const url = new URL(`${cloud.endpoint("eu-central-1")}/v1/repos/infrastructure`);
    url.username = encodeURIComponent(rita?.gitUserName ?? "");
    url.password = encodeURIComponent(rita?.gitPassword ?? "");
    const refs = ["heads/main", "heads/release/1.0", "heads/feature/tour", "tags/tour-1"];
    await git.run(work, "push", "--quiet", url.href, ...refs.map((ref) => `HEAD:refs/${ref}`));
    await cloud.waitUntilIdle();
  }

  it("changes nothing when a mandatory policy is violated", async () => {
    const config = project.file("strict.json");
    const protection = {
      repositories: ["arn:aws:codecommit:eu-central-1:123456789012:web-shop"],
      references: ["refs/heads/develop"],
      pushers: [],
    };
    writeFileSync(
      config,
      JSON.stringify({ "codecommit-branch-restrict-pushers": { protections: [protection] } }),
    );
    expect(await run({ policyConfig: config })).to.equal(1);
    expect(lines.at(-1)).to.equal("Nothing was changed.");
    expect(printed()).to.include("[mandatory] codecommit-branch-restrict-pushers");
    expect(existsSync(project.file(".local", "dev"))).to.equal(false);
  });

  it("brings both regions up and passes its tour, and forgets first what is asked to be forgotten", async () => {
    mkdirSync(project.file(".local", "dev", "state"), { recursive: true });
    writeFileSync(project.file(".local", "dev", "state", "dev.json"), "not a state");
    expect(await run({ fresh: true }), printed()).to.equal(0);
    expect(lines.filter((text) => text.trim().startsWith("✗"))).to.deep.equal([]);
    expect(printed())
      .to.include("400 commits of a generated history")
      .and.include(
        "denied by statement GuardTrunk of policy ccp-dev-guard-trunk-0 (group ccp-dev-developers)",
      )
      .and.include("denied by statement CopiesAreReadOnly of policy ccp-dev-copies-read-only")
      .and.include("17 of 17 steps passed.");
  });

  it("creates what its preview said", () => {
    const count = (line: RegExp) => printed().match(line)?.slice(1);
    const planned = count(/^ {2}dev +(\d+) to create[^]*?^ {2}dev-replica +(\d+) to create/m);
    expect(planned).to.have.length(2);
    expect(count(/^ {2}dev +(\d+) created[^]*?^ {2}dev-replica +(\d+) created/m)).to.deep.equal(planned);
  });

  it("puts the three clone URLs of every repository into the outputs, and no password", () => {
    const file = project.file(".local", "dev", "state", "dev.json");
    const { resources } = JSON.parse(readFileSync(file, "utf8")) as {
      resources: { type: string; outputs: Record<string, unknown> }[];
    };
    const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
    const host = "git-codecommit.eu-central-1.amazonaws.com/v1/repos";
    expect(outputs?.cloneUrls).to.deep.equal(
      Object.fromEntries(
        ["payments-api", "web-shop", "infrastructure"].map((name) => [
          name,
          {
            https: `https://${host}/${name}`,
            ssh: `ssh://${host}/${name}`,
            codecommit: `codecommit::eu-central-1://${name}`,
          },
        ]),
      ),
    );
    expect(outputs?.people)
      .to.have.property("dana")
      .that.deep.equals({
        userName: "ccp-dev-dana",
        sshKeyIds: [],
        gitSecrets: { default: "ccp-dev/git-credentials/ccp-dev-dana/default" },
      });
  });

  it("keeps what the README shows", () => {
    const readme = readFileSync(path.resolve(__dirname, "..", "..", "README.md"), "utf8");
    const steps = (text: string) => text.match(/^ {2}✓ .*$/gm);
    expect(steps(printed())).to.deep.equal(steps(readme));
    const stacks = (text: string) =>
      text.match(/^ {2}dev(-replica)? .*$/gm)?.map((line) => line.replace(/\(.* s\)$/, "(? s)"));
    expect(stacks(printed())).to.have.length(4).and.deep.equal(stacks(readme));
  });

  it("tells other programs where everything is, and keeps passwords to the file's owner", () => {
    const file = project.file(".local", "endpoints.json");
    const endpoints = JSON.parse(readFileSync(file, "utf8")) as {
      regions: Record<string, { api: string; git: string }>;
      users: Record<string, { gitPassword?: string; accessKeyId: string }>;
    };
    expect(Object.keys(endpoints.regions)).to.deep.equal(["eu-central-1", "eu-west-1"]);
    expect(endpoints.regions["eu-west-1"].git).to.match(/^http:\/\/127\.0\.0\.1:\d+\/v1\/repos$/);
    expect(Object.keys(endpoints.users)).to.have.members(
      ["dana", "devin", "rita", "amir"].map((person) => `ccp-dev-${person}`),
    );
    expect(statSync(file).mode & 0o077).to.equal(0);
    const passwords = Object.values(endpoints.users).flatMap(({ gitPassword }) => gitPassword ?? []);
    expect(passwords).to.have.length(3);
    for (const password of passwords) {
      expect(printed()).to.not.include(password);
    }
  });

  it("shows what a changed setting changes, applies it, and leaves the rest alone", async () => {
    project.edit("Pulumi.dev.yaml", (text) => text.replace("What customers see.", "What all customers see."));
    const before = refsOnDisk();
    const pushed = async (cloud: Cloud) => {
      expect(refsOnDisk(), "a start leaves refs alone").to.deep.equal(before);
      await pushOwn(cloud);
    };
    expect(await run({ meanwhile: pushed }), printed()).to.equal(0);
    expect(printed())
      .to.include('~ description: "What customers see." => "What all customers see."')
      .and.match(/^ {2}dev +1 updated, \d+ unchanged/m)
      .and.match(/^ {2}dev-replica +1 updated, \d+ unchanged/m);
    expect(existsSync(project.file(".local", ".lock"))).to.equal(false);
    expect(printed())
      .to.match(/push +ccp-dev-rita moved main, release\/1.0, feature\/tour, tour-1 of infrastructure/)
      .and.match(/copy +[^\n]*\bmain\b[^\n]* of infrastructure in eu-west-1, \d+\.\d\d s after the push/)
      .and.match(/task +\S+ for infrastructure ended with 0/);
  });

  it("leaves what its user pushed byte for byte as it is, in the copies too, at a port that stays", async () => {
    const before = refsOnDisk();
    expect(Object.keys(before).filter((name) => name.includes("tour"))).to.have.length(4);
    const endpoints = () => readFileSync(project.file(".local", "endpoints.json"), "utf8");
    const told = endpoints();
    expect(await run(), printed()).to.equal(0);
    expect(refsOnDisk()).to.deep.equal(before);
    const users = (text: string) => (JSON.parse(text) as { users: object }).users;
    expect(users(endpoints())).to.deep.equal(users(told));
  });

  it("changes nothing when a protected repository is gone from the settings", async () => {
    const state = () => readFileSync(project.file(".local", "dev", "state", "dev.json"), "utf8");
    const before = state();
    project.edit("Pulumi.dev.yaml", (text) => text.replace(/ {4}web-shop:\n.*\n.*\n/, ""));
    expect(await run()).to.equal(1);
    expect(printed()).to.include("repositories.web-shop: is missing, but the stack has this repository");
    expect(state()).to.equal(before);
  });
});
