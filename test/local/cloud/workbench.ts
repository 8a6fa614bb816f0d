import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../../../local/engine/provider";
import { type Cloud, createCloud, type CloudUser } from "../../../local/cloud";

export const primary = "eu-central-1";
export const replica = "eu-west-1";
export const accountId = "123456789012";

export interface Run {
  readonly code: number | null;
  /** What git printed, on both streams. */
  readonly output: string;
}

/** A cloud in a directory of its own, with what tests need around it. */
export class Workbench {
  private constructor(
    readonly directory: string,
    readonly cloud: Cloud,
  ) {}

  static async open(): Promise<Workbench> {
    const directory = await mkdtemp(join(tmpdir(), "cloud-test-"));
    const bench = new Workbench(directory, Workbench.cloudIn(directory));
    await bench.cloud.start([primary, replica]);
    return bench;
  }

  /** The cloud of a directory, as after a restart of the process. */
  static cloudIn(directory: string): Cloud {
    return createCloud({ directory: join(directory, "cloud"), retryDelaysMs: [5, 10] });
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Realises a resource; its outputs and inputs come back together. */
  async create(type: string, inputs: Properties, region = primary): Promise<Properties & { id: string }> {
    const handler = this.cloud.resources[type];
    if (handler === undefined) throw new Error(`no handler for ${type}`);
    const { id, outputs } = await handler.create(inputs, context(region));
    return { ...inputs, ...outputs, id };
  }

  /** A customer-managed policy, attached to a group. */
  async grant(group: string, name: string, statements: readonly object[]): Promise<void> {
    const policy = await this.create("aws:iam/policy:Policy", { name, policy: document(statements) });
    await this.create("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", {
      group,
      policyArn: policy.arn,
    });
  }

  /** A user with git credentials, in a group. */
  async member(name: string, group: string, more: Properties = {}): Promise<void> {
    await this.create("aws:iam/user:User", { name, ...more });
    await this.create("aws:iam/userGroupMembership:UserGroupMembership", { user: name, groups: [group] });
    await this.create("aws:iam/serviceSpecificCredential:ServiceSpecificCredential", {
      userName: name,
      serviceName: "codecommit.amazonaws.com",
    });
  }

  user(name: string): CloudUser {
    const user = this.cloud.users().find((one) => one.name === name);
    if (user === undefined) throw new Error(`no user ${name}`);
    return user;
  }

  /** A repository's URL, with a user's git credentials in it. */
  url(repository: string, user?: string, region = primary): string {
    const { gitUserName = "", gitPassword = "" } = user === undefined ? {} : this.user(user);
    return this.signedUrl(repository, gitUserName, gitPassword, region);
  }

  signedUrl(repository: string, userName: string, password: string, region = primary): string {
    const url = new URL(`${this.cloud.endpoint(region)}/v1/repos/${repository}`);
    const who = `${encodeURIComponent(userName)}:${encodeURIComponent(password)}`;
    return userName === "" ? url.href : `${url.protocol}//${who}@${url.host}${url.pathname}`;
  }

  /** A working copy with one commit on `main`, which belongs to nobody's server yet. */
  async workingCopy(name: string): Promise<string> {
    const path = join(this.directory, name);
    await this.git(this.directory, "init", "--quiet", "--initial-branch=main", path);
    await this.commit(path, "first");
    return path;
  }

  async commit(path: string, text: string): Promise<string> {
    await writeFile(join(path, "file.txt"), `${text}\n`);
    await this.git(path, "add", "file.txt");
    await this.git(path, "commit", "--quiet", "--message", text);
    return (await this.git(path, "rev-parse", "HEAD")).output.trim();
  }

  /** Runs the real git, as a user without any configuration of her own. */
  async git(cwd: string, ...args: readonly string[]): Promise<Run> {
    const person = { NAME: "Test", EMAIL: "test@example.com" };
    const env: Record<string, string> = {
      PATH: process.env.PATH ?? "",
      HOME: this.directory,
      GIT_TERMINAL_PROMPT: "0",
      GIT_CONFIG_NOSYSTEM: "1",
    };
    for (const [key, value] of Object.entries(person)) {
      env[`GIT_AUTHOR_${key}`] = value;
      env[`GIT_COMMITTER_${key}`] = value;
    }
    const child = spawn("git", args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const add = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output };
  }

  /** The refs of a repository on disk: name to object id. */
  async refs(repository: string, region = primary): Promise<Record<string, string>> {
    const directory = this.cloud.repositoryDirectory(region, repository);
    const { output } = await this.git(directory, "for-each-ref", "--format=%(refname) %(objectname)");
    const lines = output.split("\n").filter((line) => line !== "");
    return Object.fromEntries(lines.map((line) => line.split(" ") as [string, string]));
  }
}

export function context(region: string) {
  return { urn: "urn:test", name: "test", region, accountId, partition: "aws" };
}

export function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export const guardStatement = {
  Sid: "GuardTrunk",
  Effect: "Deny",
  Action: ["codecommit:GitPush", "codecommit:CreateBranch", "codecommit:DeleteBranch"],
  Resource: "*",
  Condition: {
    StringLikeIfExists: { "codecommit:References": ["refs/heads/main", "refs/heads/release/*"] },
    Null: { "codecommit:References": "false" },
  },
};

/** Developers who are guarded, release managers who are not, auditors who read; and one repository. */
export async function company(bench: Workbench): Promise<void> {
  const powerUser = "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser";
  const readOnly = "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly";
  for (const [group, policyArn] of [
    ["developers", powerUser],
    ["managers", powerUser],
    ["auditors", readOnly],
  ] as const) {
    await bench.create("aws:iam/group:Group", { name: group });
    await bench.create("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", { group, policyArn });
  }
  await bench.grant("developers", "trunk-guard", [guardStatement]);
  await bench.member("dana", "developers");
  await bench.member("rita", "managers");
  await bench.member("alan", "auditors");
  await bench.create("aws:codecommit/repository:Repository", { repositoryName: "payments-api" });
}
