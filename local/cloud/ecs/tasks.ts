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
  readonly family: string;
  readonly taskRoleArn?: string | undefined;
  readonly image: Image;
  readonly environment: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

/** Tasks that run at one time; a laptop is no Fargate. The others wait, as they do there for their machine. */
const maxRunning = 4;

/** Tasks: an image's entry point as a child process, with the credentials of the task's role. */
export class Tasks {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** By the path of the credentials endpoint: its token, and whose credentials it gives. */
  private readonly roles = new Map<string, { token: string; roleArn: string; session: string }>();

  constructor(
    private readonly account: Account,
    private readonly sts: Sts,
  ) {}

  /** Starts a task in the background and gives its ARN. */
  start(order: TaskOrder): string {
    const id = randomBytes(16).toString("hex");
    const cluster = order.clusterArn.slice(order.clusterArn.lastIndexOf("/") + 1);
    const taskArn = arn(this.account, "ecs", order.region, `task/${cluster}/${id}`);
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
    return taskArn;
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
    const [program, ...args] = image.run;
    if (program === undefined) throw new Error("the image has neither an entry point nor a command");
    const path = `/v2/credentials/${id}`;
    const log = openSync(this.account.logFile(order.family), "a", 0o600);
    try {
      const child = this.account.children.add(
        spawn(program === "node" ? process.execPath : program, args, {
          cwd: join(image.root, image.workingDirectory),
          env: {
            ...image.environment,
            ...order.environment,
            ...order.overrides,
            ...surroundings(this.account, region),
            ...(order.taskRoleArn !== undefined &&
              this.credentialsEndpoint(path, order.taskRoleArn, id, region)),
          },
          stdio: ["ignore", log, log],
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
    this.account.signals.emit("task", {
      region: order.region,
      taskArn,
      family: order.family,
      status,
      environment: order.overrides,
      ...(exitCode !== undefined && { exitCode }),
      at: Date.now(),
    });
  }
}
