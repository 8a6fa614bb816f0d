import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { type Account, arn, surroundings } from "../account";
import { messageOf } from "../awsError";
import type { Image } from "../ecr/images";
import { equal, type Sts, type TemporaryCredentials } from "../sts";

export interface TaskOrder {
  readonly region: string;
  readonly clusterArn: string;
  readonly definitionArn: string;
  readonly family: string;
  readonly launchType: string;
  readonly startedBy: string;
  readonly taskRoleArn?: string | undefined;
  /** As the definition words it. */
  readonly container: { readonly name: string; readonly image: string };
  readonly image: Image;
  readonly environment: Readonly<Record<string, string>>;
  /** As the caller of RunTask words them. */
  readonly requestedOverrides: object;
  /** Of the container's environment. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** A task and what has become of it. */
export interface StartedTask {
  readonly taskArn: string;
  readonly order: TaskOrder;
  /** It stays "PROVISIONING" until its process starts. */
  readonly lastStatus: "PROVISIONING" | "RUNNING" | "STOPPED";
  readonly exitCode?: number;
  /** Milliseconds since 1970. */
  readonly stoppedAt?: number;
}

/** ECS tells of a task for so long after its end, in milliseconds. Source: ECS API reference, "DescribeTasks". */
const remembered = 60 * 60 * 1000;

/** Tasks that run at one time; a laptop is no Fargate. The others wait, as they do there for their machine. */
const maxRunning = 4;

/** Tasks: an image's entry point as a child process, with the credentials of the task's role. */
export class Tasks {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** By ARN, oldest first. */
  private readonly known = new Map<string, StartedTask>();
  /** By the path of the credentials endpoint: its token, and whose credentials it gives. */
  private readonly roles = new Map<string, { token: string; roleArn: string; session: string }>();

  constructor(
    private readonly account: Account,
    private readonly sts: Sts,
  ) {}

  /** Starts a task in the background. */
  start(order: TaskOrder): StartedTask {
    const id = randomBytes(16).toString("hex");
    const cluster = order.clusterArn.slice(order.clusterArn.lastIndexOf("/") + 1);
    const taskArn = arn(this.account, "ecs", order.region, `task/${cluster}/${id}`);
    const task: StartedTask = { taskArn, order, lastStatus: "PROVISIONING" };
    this.known.set(taskArn, task);
    this.account.activity.run(async () => {
      await this.slot();
      try {
        const exitCode = this.account.stopping().aborted ? undefined : await this.run(order, taskArn, id);
        this.signal(order, taskArn, "STOPPED", exitCode);
      } catch (error) {
        this.account.log(order.family, `the task ${taskArn} did not start: ${messageOf(error)}`);
        this.signal(order, taskArn, "STOPPED");
      } finally {
        this.running--;
        this.waiting.shift()?.();
      }
    });
    return task;
  }

  /** The tasks of a cluster that have not ended, or not long ago; oldest first. */
  of(clusterArn: string): StartedTask[] {
    for (const { taskArn, stoppedAt } of this.known.values()) {
      if (stoppedAt !== undefined && stoppedAt + remembered < Date.now()) this.known.delete(taskArn);
    }
    return [...this.known.values()].filter(({ order }) => order.clusterArn === clusterArn);
  }

  /** Credentials of a task's role, for the one who has the task's token. */
  credentials(
    path: string,
    token: string,
  ): { readonly roleArn: string; readonly keys: TemporaryCredentials } | undefined {
    const role = this.roles.get(path);
    if (role === undefined || !equal(token, role.token)) return undefined;
    const keys = this.assume(role.roleArn, role.session);
    return { roleArn: role.roleArn, keys };
  }

  private async slot(): Promise<void> {
    this.running++;
    if (this.running > maxRunning) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private async run(order: TaskOrder, taskArn: string, id: string): Promise<number | undefined> {
    const { image, region } = order;
    // The build has seen to it that the program is Node: this machine's stands for the image's.
    const [, ...args] = image.run;
    const path = `/v2/credentials/${id}`;
    const log = openSync(this.account.logFile(order.family), "a", 0o600);
    try {
      const child = this.account.children.add(
        spawn(process.execPath, ["--require", join(__dirname, "endWithCloud.js"), ...args], {
          cwd: join(image.root, image.workingDirectory),
          env: {
            ...image.environment,
            ...order.environment,
            ...order.overrides,
            ...surroundings(this.account, region),
            ...(order.taskRoleArn !== undefined &&
              this.credentialsEndpoint(path, order.taskRoleArn, id, region)),
          },
          stdio: ["ignore", log, log, "ipc"],
        }),
      );
      this.signal(order, taskArn, "RUNNING");
      return await new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code) => {
          resolve(code ?? undefined);
        });
      });
    } finally {
      closeSync(log);
      this.roles.delete(path);
    }
  }

  /** @throws {AwsError} AccessDenied when the role does not trust tasks. */
  private credentialsEndpoint(
    path: string,
    roleArn: string,
    session: string,
    region: string,
  ): Record<string, string> {
    this.assume(roleArn, session);
    const token = randomBytes(32).toString("base64url");
    this.roles.set(path, { token, roleArn, session });
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: this.account.endpoint(region) + path,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    };
  }

  /** ECS tells whose task it is, as trust policies against the "confused deputy" ask. */
  private assume(roleArn: string, session: string): TemporaryCredentials {
    const { accountId } = this.account;
    return this.sts.assumeRole(roleArn, "ecs-tasks.amazonaws.com", session, {
      "aws:SourceAccount": accountId,
    });
  }

  private signal(order: TaskOrder, taskArn: string, status: "RUNNING" | "STOPPED", exitCode?: number): void {
    const ended = status === "STOPPED" && { stoppedAt: Date.now() };
    const code = exitCode !== undefined && { exitCode };
    this.known.set(taskArn, { taskArn, order, lastStatus: status, ...ended, ...code });
    this.account.signals.emit("task", {
      region: order.region,
      taskArn,
      family: order.family,
      status,
      environment: order.overrides,
      ...code,
      at: Date.now(),
    });
  }
}
