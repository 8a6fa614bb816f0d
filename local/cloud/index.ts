import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "../engine/provider";
import type { Account } from "./account";
import { Activity } from "./activity";
import { awsProvider } from "./awsProvider";
import { messageOf } from "./awsError";
import { Children } from "./children";
import { RepositoryAccess } from "./codecommit/access";
import { CodeCommitApi } from "./codecommit/api";
import { GitServer } from "./codecommit/gitServer";
import { RefEvents } from "./codecommit/refEvents";
import { Repositories } from "./codecommit/repositories";
import { Triggers } from "./codecommit/triggers";
import { Deliveries } from "./deliveries";
import { ec2Resources } from "./ec2";
import { Images } from "./ecr/images";
import { Ecs } from "./ecs/ecs";
import { containerCredentials } from "./ecs/containerCredentials";
import { Tasks } from "./ecs/tasks";
import { EventBus } from "./events/bus";
import { Targets } from "./events/targets";
import { JsonApi } from "./http/jsonApi";
import { RegionServer } from "./http/regionServer";
import { Authoriser } from "./iam/authoriser";
import { iamResources } from "./iam/resources";
import { iamTables } from "./iam/tables";
import { invokes } from "./invokes";
import { Kms } from "./kms";
import { AsyncInvocations } from "./lambda/asyncInvocations";
import { Functions } from "./lambda/functions";
import { type LogEvent, Logs } from "./logs/logs";
import { Chatbot } from "./notifications/chatbot";
import { NotificationRules } from "./notifications/rules";
import { text } from "./properties";
import { secretsManagerResources } from "./secretsManager";
import { type Delivery, Signals } from "./signals";
import { Subscriptions } from "./sns/subscriptions";
import { Topics } from "./sns/topics";
import { type QueueMessage, Sqs } from "./sqs";
import { Store } from "./store/table";
import { Sts } from "./sts";

export interface CloudOptions {
  /** Where the cloud keeps everything, for example `.local/cloud`. Logs go to `logs` beside it. */
  readonly directory: string;
  /** Twelve digits; by default "123456789012". */
  readonly accountId?: string;
  /** Before an asynchronous invocation's retries, in milliseconds; by default 1000 and 2000. AWS waits minutes. */
  readonly retryDelaysMs?: readonly number[];
}

/** A user with what she proves herself by. */
export interface CloudUser {
  readonly name: string;
  /** Git credentials, for users who have some. */
  readonly gitUserName?: string;
  readonly gitPassword?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** AWS, as far as the program uses it. Its table of handlers is a provider for the engine. */
export interface Cloud extends Provider {
  readonly accountId: string;
  /** What happens by itself: "push", "task", "invocation" and "delivery". */
  readonly signals: Signals;
  /** Starts one server a region. Needed before anything is realised. */
  start(regions: readonly string[]): Promise<void>;
  /** The base URL of a region's server, for git and for APIs. Throws before `start`. */
  endpoint(region: string): string;
  users(): CloudUser[];
  /** The bare git repository on disk. */
  repositoryDirectory(region: string, name: string): string;
  /** What lies in a queue, oldest first. */
  queueMessages(queueArn: string): readonly QueueMessage[];
  /** What services have delivered for each other since the cloud was made, oldest first. */
  deliveries(): readonly Delivery[];
  /** What lies in a log group, oldest first. */
  logEvents(region: string, group: string): readonly LogEvent[];
  /** Runs a rule's schedule once: nothing runs by the clock here. */
  tick(ruleArn: string): void;
  /** Resolves once no event, invocation or task is under way. */
  waitUntilIdle(): Promise<void>;
  /** Ends the servers and every process the cloud has started. What is stored stays. */
  stop(): Promise<void>;
}

/**
 * Makes the cloud; nothing on disk or in the network is touched before `start`.
 *
 * @example
 * const cloud = createCloud({ directory: ".local/cloud" });
 * await cloud.start(["eu-central-1", "eu-west-1"]);
 * console.log(cloud.endpoint("eu-central-1")); // http://127.0.0.1:40123
 */
export function createCloud(options: CloudOptions): Cloud {
  const directory = resolve(options.directory);
  const logDirectory = join(dirname(directory), "logs");
  const store = new Store(directory);
  const servers = new Map<string, RegionServer>();
  let stopping = new AbortController();
  const account: Account = {
    accountId: options.accountId ?? "123456789012",
    partition: "aws",
    store,
    signals: new Signals(),
    activity: new Activity((error) => account.log("cloud", messageOf(error))),
    children: new Children(),
    retryDelaysMs: options.retryDelaysMs ?? [1000, 2000],
    stopping: () => stopping.signal,
    regions: () => [...servers.keys()],
    logFile(name) {
      mkdirSync(logDirectory, { recursive: true });
      return join(logDirectory, `${name}.log`);
    },
    log(name, message) {
      const line = JSON.stringify({ time: new Date().toISOString(), message });
      appendFileSync(account.logFile(name), `${line}\n`, { mode: 0o600 });
    },
    endpoint(region) {
      const server = servers.get(region);
      if (server === undefined) throw new Error(`the local cloud was not started for the region ${region}`);
      return server.url;
    },
  };

  const iam = iamTables(store);
  const authoriser = new Authoriser(account, iam);
  const sts = new Sts(iam, authoriser);
  const kms = new Kms(account, authoriser);
  const sqs = new Sqs(account, authoriser, kms);
  const invocations = new AsyncInvocations(account, iam, sqs);
  const functions = new Functions(account, sts, authoriser, invocations);
  const deliveries = new Deliveries(account);
  const subscriptions = new Subscriptions(account, sqs, functions, deliveries);
  const topics = new Topics(account, authoriser, kms, subscriptions);
  const logs = new Logs(account, authoriser, kms);
  const targets = new Targets(account, { functions, sqs, topics, logs, sts, iam, authoriser });
  const bus = new EventBus(account, targets, sqs, deliveries);
  const images = new Images(account);
  const tasks = new Tasks(account, sts);
  const ecs = new Ecs(account, authoriser, images, tasks);
  const repositories = new Repositories(account, kms);
  const chatbot = new Chatbot(account);
  const notifications = new NotificationRules(account, repositories, topics, chatbot, deliveries);
  bus.watch((event, supplement) => {
    notifications.notify(event, supplement);
  });
  const triggers = new Triggers(store, repositories, topics, functions, deliveries);
  const access = new RepositoryAccess(authoriser, kms);
  const events = new RefEvents(account, bus, triggers);
  const git = new GitServer(account, sts, repositories, access, events);
  const api = new JsonApi(sts, {
    CodeCommit_20150413: {
      signingName: "codecommit",
      operations: new CodeCommitApi(repositories, access, events).operations,
    },
    AmazonEC2ContainerServiceV20141113: { signingName: "ecs", operations: ecs.operations },
  });

  const handle = (region: string) => async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "/";
    if (path.startsWith("/v1/repos/")) return git.handle(region, request, response);
    if (path.startsWith("/v2/credentials/")) {
      containerCredentials(tasks, request, response);
      return;
    }
    if (request.headers["x-amz-target"] !== undefined) return api.handle(region, request, response);
    response.writeHead(404, { "Content-Type": "text/plain" }).end("There is nothing here.\n");
  };

  return {
    accountId: account.accountId,
    signals: account.signals,
    resources: {
      ...repositories.resources(),
      ...triggers.resources(),
      ...iamResources(account, iam),
      ...kms.resources(),
      ...secretsManagerResources(account),
      ...sqs.resources(),
      ...topics.resources(),
      ...chatbot.resources(),
      ...notifications.resources(),
      ...bus.resources(),
      ...functions.resources(),
      ...invocations.resources(),
      ...ecs.resources(),
      ...images.resources(),
      ...ec2Resources(account),
      ...logs.resources(),
    },
    functions: invokes,
    ...awsProvider,
    endpoint: (region) => account.endpoint(region),
    repositoryDirectory: (region, name) => repositories.directory(region, name),
    queueMessages: (queueArn) => sqs.messages(queueArn),
    logEvents: (region, group) => logs.events(region, group),
    tick: (ruleArn) => {
      bus.tick(ruleArn);
    },
    deliveries: () => deliveries.all(),
    waitUntilIdle: () => account.activity.idle(),
    users: () =>
      iam.accessKeys.values().map(({ userName, accessKeyId, secretAccessKey }) => {
        const credential = iam.credentials.values().find(({ inputs }) => inputs.userName === userName);
        return {
          name: userName,
          accessKeyId,
          secretAccessKey,
          ...(credential !== undefined && {
            gitUserName: text(credential.outputs, "serviceUserName"),
            gitPassword: text(credential.outputs, "servicePassword"),
          }),
        };
      }),
    async start(regions) {
      stopping = new AbortController();
      store.open();
      await git.open();
      for (const region of regions) {
        if (servers.has(region)) continue;
        servers.set(
          region,
          await RegionServer.start(handle(region), (message) => account.log("cloud", message)),
        );
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all([
        account.children.stop(2000),
        ...[...servers.values()].map((server) => server.stop()),
      ]);
      await account.activity.idle();
      servers.clear();
    },
  };
}
