import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "../engine/provider";
import type { Account } from "./account";
import { Activity } from "./activity";
import { awsProvider } from "./awsProvider";
import { awsSets } from "./awsSets";
import { messageOf } from "./awsError";
import { Children } from "./children";
import { RepositoryAccess } from "./codecommit/access";
import { type AccessQuestion, refusalOf } from "./codecommit/refusalOf";
import type { ApiCall } from "./cloudTrail/record";
import { recorded } from "./cloudTrail/resourceCalls";
import { Trails } from "./cloudTrail/trails";
import { type Alarm, Alarms } from "./cloudwatch/alarms";
import { EmbeddedMetrics } from "./cloudwatch/embeddedMetrics";
import { Metrics } from "./cloudwatch/metrics";
import { measureServices } from "./cloudwatch/serviceMetrics";
import { ApprovalTemplates } from "./codecommit/approvalTemplates";
import { CodeCommitApi } from "./codecommit/api";
import { ApprovalApi } from "./codecommit/approvalApi";
import { CommentApi } from "./codecommit/commentApi";
import { CommitApi } from "./codecommit/commitApi";
import { Gate } from "./codecommit/gate";
import { GitServer } from "./codecommit/gitServer";
import { MergeApi } from "./codecommit/mergeApi";
import { PullRequests } from "./codecommit/pullRequests";
import { checkInput } from "./codecommit/model/check";
import { RefEvents } from "./codecommit/refEvents";
import { Repositories } from "./codecommit/repositories";
import { RequestTokens } from "./codecommit/requestTokens";
import { Triggers } from "./codecommit/triggers";
import { copyDeclared } from "./copyDeclared";
import { Deliveries } from "./deliveries";
import { ReviewApi } from "./codecommit/reviewApi";
import { ec2Resources } from "./ec2";
import { ensureForeignUser } from "./foreign";
import { Images } from "./ecr/images";
import { Ecs } from "./ecs/ecs";
import { containerCredentials } from "./ecs/containerCredentials";
import { Tasks } from "./ecs/tasks";
import { EventBus } from "./events/bus";
import { Targets } from "./events/targets";
import { JsonApi } from "./http/jsonApi";
import { QueryApi } from "./http/queryApi";
import { RegionServer } from "./http/regionServer";
import { Authoriser } from "./iam/authoriser";
import { foreignRoleIdentity } from "./iam/identity";
import { iamFunctions } from "./iam/functions";
import { iamResources } from "./iam/resources";
import { ServiceLinkedRoles } from "./iam/serviceLinkedRoles";
import { iamTables } from "./iam/tables";
import { clearLeftovers } from "./leftovers";
import { invokes } from "./invokes";
import { Kms } from "./kms";
import { AsyncInvocations } from "./lambda/asyncInvocations";
import { FailureDestinations } from "./lambda/failureDestinations";
import { Functions } from "./lambda/functions";
import { type LogEvent, Logs } from "./logs/logs";
import { MetricFilters } from "./logs/metricFilters";
import { Chatbot } from "./notifications/chatbot";
import { NotificationRules } from "./notifications/rules";
import { text } from "./properties";
import { Buckets } from "./s3/buckets";
import { secretsManagerResources } from "./secretsManager";
import { type Delivery, Signals } from "./signals";
import { Subscriptions } from "./sns/subscriptions";
import { Topics } from "./sns/topics";
import { type QueueMessage, Sqs } from "./sqs";
import { Store } from "./store/table";
import { Sts, type TemporaryCredentials } from "./sts";
import { StsApi } from "./stsApi";

export interface CloudOptions {
  /** Where the cloud keeps everything, for example `.local/cloud`. Logs go to `logs` beside it. */
  readonly directory: string;
  /** Twelve digits; by default "123456789012". */
  readonly accountId?: string;
  /** That of all its regions; by default "aws". */
  readonly partition?: string;
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
  readonly partition: string;
  /** The folder of the logs of functions and tasks, and of all deliveries. */
  readonly logDirectory: string;
  /** What happens: "push", "denial", "pullRequest", "task", "invocation", "delivery" and "alarm". */
  readonly signals: Signals;
  /**
   * Starts one server a region. Needed before anything is realised.
   *
   * @param ports By region; a region that is not there gets a port that is free.
   * @throws Error with the code EADDRINUSE when a port is taken.
   */
  start(regions: readonly string[], ports?: ReadonlyMap<string, number>): Promise<void>;
  /** The base URL of a region's server, for git and for APIs. Throws before `start`. */
  endpoint(region: string): string;
  users(): CloudUser[];
  /** Why a user may not do that to a repository now; undefined when she may. */
  refusal(question: AccessQuestion): string | undefined;
  /**
   * A user of another account, made when asked for first, whose own policies let her assume roles and nothing else.
   *
   * @param organizationId Of the organisation that the account belongs to, for example "o-exampleorgid".
   */
  foreignUser(accountId: string, name: string, organizationId?: string): CloudUser;
  /** An hour's credentials of a role of another account, which may there what a foreign user may. */
  foreignRole(accountId: string, name: string, organizationId?: string): TemporaryCredentials;
  /**
   * Copies all that is declared to an empty or absent directory, for another cloud: repositories come without content,
   * and what people and services did does not come along.
   */
  copyTo(directory: string): Promise<void>;
  /** The bare git repository on disk. */
  repositoryDirectory(region: string, name: string): string;
  /** What lies in a queue, oldest first. */
  queueMessages(queueArn: string): readonly QueueMessage[];
  /** What services have delivered for each other since the cloud was made, oldest first. */
  deliveries(): readonly Delivery[];
  /** What lies in a log group, oldest first. */
  logEvents(region: string, group: string): readonly LogEvent[];
  /** Every alarm as it stands now. */
  alarms(): readonly Alarm[];
  /** ARNs of all event rules with a schedule. */
  schedules(): string[];
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
    partition: options.partition ?? "aws",
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
  const sts = new Sts(account, iam, authoriser);
  const kms = new Kms(account, authoriser);
  const sqs = new Sqs(account, authoriser, kms);
  const destinations = new FailureDestinations(account, authoriser, sqs);
  const invocations = new AsyncInvocations(account, iam, sqs, destinations);
  const functions = new Functions(account, sts, authoriser, invocations);
  destinations.connect((functionArn, event) => {
    functions.start(functionArn, event);
  });
  const deliveries = new Deliveries(account);
  const subscriptions = new Subscriptions(account, sqs, functions, deliveries);
  const topics = new Topics(account, authoriser, kms, subscriptions);
  const logs = new Logs(account, authoriser, kms);
  const metrics = new Metrics();
  const metricFilters = new MetricFilters(account, logs, metrics);
  const alarms = new Alarms(account, metrics, topics, deliveries);
  const embeddedMetrics = new EmbeddedMetrics(account, metrics);
  measureServices(account, sqs, metrics);
  const targets = new Targets(account, { functions, sqs, topics, logs, sts, iam, authoriser });
  const bus = new EventBus(account, targets, sqs, deliveries);
  const images = new Images(account);
  const tasks = new Tasks(account, sts);
  const ecs = new Ecs(account, authoriser, images, tasks);
  const repositories = new Repositories(account, kms);
  const chatbot = new Chatbot(account);
  const serviceLinkedRoles = new ServiceLinkedRoles(account, iam);
  const notifications = new NotificationRules(account, {
    repositories,
    topics,
    chatbot,
    deliveries,
    serviceLinkedRoles,
  });
  bus.watch((event, supplement) => {
    notifications.notify(event, supplement);
  });
  const triggers = new Triggers(store, repositories, topics, functions, deliveries);
  const access = new RepositoryAccess(authoriser, kms);
  const events = new RefEvents(account, bus);
  events.listen((_caller, repository) => {
    repositories.touch(repository.region, repository.id);
  });
  events.listen((caller, repository, changes) => {
    triggers.fire(caller, repository, changes);
  });
  const templates = new ApprovalTemplates(account, bus, repositories);
  const gate = new Gate(repositories, access);
  const pullRequests = new PullRequests(account, bus, gate, templates);
  events.listen((caller, repository, changes) => pullRequests.follow(caller, repository, changes));
  const buckets = new Buckets(account, authoriser);
  const trails = new Trails(account, { buckets, logs, kms, sts, iam, authoriser, bus });
  const record = (call: ApiCall) => {
    trails.record(call);
    const { caller, region, error } = call;
    if (caller === undefined || !(error?.code ?? "").includes("AccessDenied")) return;
    const { arn: callerArn } = caller.identity;
    account.signals.emit("denial", { region, callerArn, message: error?.message ?? "", at: Date.now() });
  };
  const git = new GitServer(account, sts, repositories, access, events, record);
  const tokens = new RequestTokens(store);
  const api = new JsonApi(
    sts,
    {
      CodeCommit_20150413: {
        signingName: "codecommit",
        operations: {
          ...new CodeCommitApi(gate, events).operations,
          ...new ReviewApi(gate, pullRequests, tokens).operations,
          ...new ApprovalApi(pullRequests).operations,
          ...new MergeApi(gate, pullRequests, events).operations,
          ...new CommitApi(gate, events).operations,
          ...new CommentApi(account, bus, gate, pullRequests, tokens).operations,
        },
        checkInput,
      },
      AmazonEC2ContainerServiceV20141113: { signingName: "ecs", operations: ecs.operations },
    },
    record,
  );
  const query = new QueryApi(sts, { sts: new StsApi(account, iam, authoriser, sts) });

  const handle = (region: string) => async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "/";
    if (!URL.canParse(path, "http://localhost")) {
      response.writeHead(400, { "Content-Type": "text/plain" }).end("This is no URL.\n");
      return;
    }
    if (path.startsWith("/v1/repos/")) return git.handle(region, request, response);
    if (path.startsWith("/v2/credentials/")) {
      containerCredentials(tasks, request, response);
      return;
    }
    if (request.headers["x-amz-target"] !== undefined) return api.handle(region, request, response);
    if (/^application\/x-www-form-urlencoded\b/.test(request.headers["content-type"] ?? "")) {
      return query.handle(region, request, response);
    }
    response.writeHead(404, { "Content-Type": "text/plain" }).end("There is nothing here.\n");
  };

  return {
    accountId: account.accountId,
    partition: account.partition,
    logDirectory,
    signals: account.signals,
    resources: recorded(
      {
        ...repositories.resources(),
        ...triggers.resources(),
        ...templates.resources(),
        ...iamResources(account, iam),
        ...serviceLinkedRoles.resources(),
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
        ...metricFilters.resources(),
        ...alarms.resources(),
        ...buckets.resources(),
        ...trails.resources(),
      },
      record,
    ),
    functions: { ...invokes, ...iamFunctions(iam) },
    ...awsProvider,
    sets: awsSets,
    endpoint: (region) => account.endpoint(region),
    repositoryDirectory: (region, name) => repositories.directory(region, name),
    queueMessages: (queueArn) => sqs.messages(queueArn),
    logEvents: (region, group) => logs.events(region, group),
    alarms: () => alarms.all(),
    schedules: () => bus.schedules(),
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
    refusal: (question) => refusalOf({ iam, repositories, access }, question),
    copyTo: (target) => copyDeclared(directory, resolve(target), repositories),
    foreignUser: (accountId, name, organizationId) => ensureForeignUser(iam, accountId, name, organizationId),
    foreignRole: (accountId, name, organizationId) => {
      const home = { accountId, ...(organizationId !== undefined && { organizationId }) };
      return sts.issue(foreignRoleIdentity(account.partition, home, name, "session"), 3600);
    },
    async start(regions, ports) {
      stopping = new AbortController();
      store.open();
      embeddedMetrics.open();
      if (servers.size === 0) {
        for (const path of await clearLeftovers(store.directory)) {
          account.log("cloud", `${path} is half of something that a killed process left: removed`);
        }
      }
      await git.open();
      for (const region of regions) {
        if (servers.has(region)) continue;
        servers.set(
          region,
          await RegionServer.start(
            handle(region),
            (message) => account.log("cloud", message),
            ports?.get(region) ?? 0,
          ),
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
