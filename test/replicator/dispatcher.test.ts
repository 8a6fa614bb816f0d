import { expect } from "chai";
import { dispatch } from "../../replicator/dispatcher";
import { Logger } from "../../replicator/log";
import { startAwsServer, type ApiAnswer, type ApiCall } from "../support/awsServer";
import { cleanUp } from "../support/git";

const event = {
  version: "0",
  id: "01234567-0123-0123-0123-012345678901",
  "detail-type": "CodeCommit Repository State Change",
  source: "aws.codecommit",
  account: "123456789012",
  time: "2026-01-31T12:00:00Z",
  region: "eu-central-1",
  resources: ["arn:aws:codecommit:eu-central-1:123456789012:payments-api"],
  detail: { event: "referenceUpdated", repositoryName: "payments-api", referenceFullName: "refs/heads/main" },
};

const settings = {
  CLUSTER_ARN: "arn:aws:ecs:eu-central-1:123456789012:cluster/ccp-dev",
  TASK_DEFINITION_ARN: "arn:aws:ecs:eu-central-1:123456789012:task-definition/ccp-dev-replicator:3",
  CONTAINER_NAME: "replicator",
  SUBNET_IDS: "subnet-1, subnet-2",
  SECURITY_GROUP_IDS: "sg-1",
  ASSIGN_PUBLIC_IP: "ENABLED",
  SOURCE_REGION: "eu-central-1",
  ACCOUNT_ID: "123456789012",
};

/** What a schedule's input transformer makes. */
const run = {
  id: "76543210-0123-0123-0123-012345678901",
  time: "2026-01-31T13:00:00Z",
  task: "sweep",
  repositories: ["payments-api", "web-shop"],
};

/** As Lambda hands it over. Source: Lambda developer guide, "Retaining records of asynchronous invocations". */
const handedOver = (requestPayload: unknown) => ({
  version: "1.0",
  timestamp: "2026-01-31T12:00:02Z",
  requestContext: {
    requestId: "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:fast-path:$LATEST",
    condition: "RetriesExhausted",
    approximateInvokeCount: 1,
  },
  requestPayload,
  responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  responsePayload: { errorMessage: "the pack has 1001 objects", errorType: "ReplicationError" },
});

const taskArn = "arn:aws:ecs:eu-central-1:123456789012:task/ccp-dev/0";
const listed: ApiAnswer = { body: { taskArns: [taskArn] } };

/** What DescribeTasks says of the task that ListTasks found. */
const described = (lastStatus: string, desiredStatus = "RUNNING"): ApiAnswer => ({
  body: { tasks: [{ taskArn, lastStatus, desiredStatus }], failures: [] },
});

const started: ApiAnswer = {
  body: { tasks: [{ taskArn: "arn:aws:ecs:eu-central-1:123456789012:task/1" }], failures: [] },
};

describe("The dispatcher", () => {
  const original = { ...process.env };
  afterEach(() => {
    process.env = { ...original };
  });
  afterEach(cleanUp);

  /** An ECS that answers RunTask so; by default, no task is waiting. */
  async function prepare(
    context: Mocha.Context,
    answer: ApiAnswer = started,
    lookups: { readonly ListTasks?: ApiAnswer; readonly DescribeTasks?: ApiAnswer } = {},
  ): Promise<ApiCall[]> {
    const answers: Readonly<Record<string, ApiAnswer>> = {
      ListTasks: { body: { taskArns: [] } },
      ...lookups,
      RunTask: answer,
    };
    const { url, calls } = await startAwsServer(context, ({ operation }) => answers[operation]);
    Object.assign(process.env, {
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL_ECS: url,
      AWS_ACCESS_KEY_ID: "AKIATEST",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_MAX_ATTEMPTS: "1",
    });
    return calls;
  }

  let lines: string[] = [];
  beforeEach(() => {
    lines = [];
  });
  const handle = (event: unknown, environment: Partial<typeof settings> = settings): Promise<void> =>
    dispatch(event, environment, new Logger({}, (line) => lines.push(line)));

  it("starts one task for a changed reference, with the same token however often it is delivered", async function () {
    const calls = await prepare(this);
    await handle(event);
    await handle(structuredClone(event));
    await handle({ ...event, id: "another" });
    const runs = calls.filter(({ operation }) => operation === "RunTask");
    expect(runs[0].input).to.deep.include({
      cluster: settings.CLUSTER_ARN,
      taskDefinition: settings.TASK_DEFINITION_ARN,
      launchType: "FARGATE",
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: ["subnet-1", "subnet-2"],
          securityGroups: ["sg-1"],
          assignPublicIp: "ENABLED",
        },
      },
      overrides: {
        containerOverrides: [
          {
            name: "replicator",
            environment: [
              { name: "REPOSITORY", value: "payments-api" },
              { name: "EXPECTED_REF", value: "refs/heads/main" },
              { name: "EVENT_TIME", value: "2026-01-31T12:00:00Z" },
            ],
          },
        ],
      },
    });
    const tokens = runs.map(({ input }) => String(input.clientToken));
    expect(tokens).to.have.lengthOf(3);
    expect(tokens[0]).to.have.lengthOf.at.most(64);
    expect(tokens[1]).to.equal(tokens[0]);
    expect(tokens[2]).not.to.equal(tokens[0]);
  });

  for (const task of ["sweep", "deep-check"]) {
    it(`starts one ${task} of all repositories that a schedule names`, async function () {
      const calls = await prepare(this);
      await handle({ ...run, task });
      const { input } = calls[calls.length - 1];
      expect(input).to.deep.include({
        count: 1,
        overrides: {
          containerOverrides: [
            {
              name: "replicator",
              environment: [
                { name: "TASK", value: task },
                { name: "REPOSITORIES", value: "payments-api,web-shop" },
                { name: "EVENT_TIME", value: "2026-01-31T13:00:00Z" },
              ],
            },
          ],
        },
      });
      expect(lines.map((line) => JSON.parse(line) as unknown)).to.have.lengthOf(1);
      expect(JSON.parse(lines[0])).to.deep.include({
        event: "started",
        eventId: run.id,
        task,
        repositories: ["payments-api", "web-shop"],
      });
    });
  }

  it("starts the task of a push that the fast path hands over, once however often that is", async function () {
    const calls = await prepare(this);
    await handle(event);
    await handle(handedOver(event));
    const [direct, indirect] = calls.filter(({ operation }) => operation === "RunTask");
    expect(indirect).to.deep.equal(direct);
  });

  it("drops an event that somebody else should not have handed over", async function () {
    const calls = await prepare(this);
    await handle(handedOver({ ...event, account: "210987654321" }));
    expect(calls).to.deep.equal([]);
    expect(JSON.parse(lines.join())).to.include({ event: "dropped", reason: "account 210987654321" });
  });

  it("tells the targets of one run of a schedule apart, and of each the second delivery", async function () {
    const calls = await prepare(this);
    await handle(run);
    await handle(structuredClone(run));
    await handle({ ...run, repositories: ["infrastructure"] });
    await handle({ ...run, task: "deep-check" });
    const tokens = calls.flatMap(({ operation, input }) =>
      operation === "RunTask" ? [String(input.clientToken)] : [],
    );
    expect(tokens[1]).to.equal(tokens[0]);
    expect(new Set(tokens).size).to.equal(3);
    for (const token of tokens) expect(token).to.match(/^[0-9a-f]{64}$/);
  });

  it("expects no reference that the event says is gone, and none where it names none", async function () {
    const calls = await prepare(this);
    await handle({ ...event, detail: { ...event.detail, event: "referenceDeleted" } });
    await handle({ ...event, detail: { event: "referenceUpdated", repositoryName: "payments-api" } });
    const runs = calls.filter(({ operation }) => operation === "RunTask");
    expect(runs).to.have.lengthOf(2);
    for (const { input } of runs) expect(JSON.stringify(input)).to.not.include("EXPECTED_REF");
  });

  it("starts no task while one with the same work has not begun", async function () {
    const calls = await prepare(this, started, {
      ListTasks: listed,
      DescribeTasks: described("PROVISIONING"),
    });
    await handle(event);
    expect(calls.map(({ operation }) => operation)).to.deep.equal(["ListTasks", "DescribeTasks"]);
    expect(calls[1].input).to.deep.equal({ cluster: settings.CLUSTER_ARN, tasks: [taskArn] });
    expect(JSON.parse(lines.join())).to.include({ event: "coalesced", eventId: event.id, taskArn });
  });

  const begun: Record<string, ApiAnswer> = {
    "may have begun": described("PENDING"),
    "has begun": described("RUNNING"),
    "has ended": described("STOPPED", "STOPPED"),
    "will never begin": described("PROVISIONING", "STOPPED"),
    "is gone": { body: { tasks: [], failures: [{ arn: taskArn, reason: "MISSING" }] } },
  };
  for (const [what, answer] of Object.entries(begun)) {
    it(`starts another task when the one of before ${what}`, async function () {
      const calls = await prepare(this, started, { ListTasks: listed, DescribeTasks: answer });
      await handle(event);
      expect(calls.map(({ operation }) => operation)).to.include("RunTask");
      expect(JSON.parse(lines.join())).to.include({ event: "started", eventId: event.id });
    });
  }

  it("looks for the tasks that it started itself for the same work, and for no other", async function () {
    const calls = await prepare(this);
    const marksAfter = async (one: unknown, change: Partial<typeof settings> = {}): Promise<string> => {
      calls.length = 0;
      await handle(one, { ...settings, ...change });
      const [list, start] = calls;
      expect(list.input).to.deep.equal({
        cluster: settings.CLUSTER_ARN,
        startedBy: start.input.startedBy,
      });
      return String(start.input.startedBy);
    };
    const definition = settings.TASK_DEFINITION_ARN;
    const mark = await marksAfter(event);
    expect(mark).to.match(/^[0-9a-f]{36}$/);
    expect(await marksAfter({ ...event, id: "another" })).to.equal(mark);
    expect(await marksAfter(event, { TASK_DEFINITION_ARN: definition.replace(":3", ":4") })).to.equal(mark);
    const others = [
      await marksAfter(event, { TASK_DEFINITION_ARN: definition.replace("ccp-dev", "ccp-prod") }),
      await marksAfter({ ...event, detail: { ...event.detail, repositoryName: "web-shop" } }),
      await marksAfter(run),
      await marksAfter({ ...run, task: "deep-check" }),
      await marksAfter({ ...run, repositories: ["payments-api"] }),
    ];
    expect(new Set([mark, ...others]).size).to.equal(6);
  });

  const failing: Record<string, Parameters<typeof prepare>[2]> = {
    "cannot list tasks": {
      ListTasks: { status: 400, body: { __type: "AccessDeniedException", message: "no lookup" } },
    },
    "cannot describe a task": {
      ListTasks: listed,
      DescribeTasks: { status: 500, body: { __type: "ServerException", message: "no lookup" } },
    },
  };
  for (const [what, lookups] of Object.entries(failing)) {
    it(`starts a task when it ${what}, and says so`, async function () {
      const calls = await prepare(this, started, lookups);
      await handle(event);
      expect(calls.map(({ operation }) => operation)).to.include("RunTask");
      const [failed, done] = lines.map((line) => JSON.parse(line) as object);
      expect(failed).to.include({ event: "lookup-failed", eventId: event.id, message: "no lookup" });
      expect(done).to.include({ event: "started" });
    });
  }

  const alien: Record<string, object> = {
    source: { source: "aws.s3" },
    type: { "detail-type": "CodeCommit Comment on Commit", detail: {} },
    account: { account: "210987654321" },
    region: { region: "eu-west-1" },
    "kind of change": { detail: { ...event.detail, event: "unreferencedMergeCommitCreated" } },
  };
  for (const [what, change] of Object.entries(alien)) {
    it(`drops an event of another ${what}`, async function () {
      const calls = await prepare(this);
      await handle({ ...event, ...change });
      expect(calls).to.deep.equal([]);
      expect(JSON.parse(lines.join())).to.include({ event: "dropped", eventId: event.id });
    });
  }

  const malformed: Record<string, unknown> = {
    "no object": "event",
    "no id": { ...event, id: undefined },
    "no detail": { ...event, detail: undefined },
    "a time that is none": { ...event, time: "yesterday" },
    "a time that is none, handed over": handedOver({ ...event, time: "yesterday" }),
    "nothing in it that is handed over": handedOver(undefined),
    "a task that nobody knows": { ...run, task: "replicate" },
    "a schedule without an id": { ...run, id: "" },
    "a schedule at no time": { ...run, time: "<time>" },
    "no repositories": { ...run, repositories: [] },
    "a repository that is two": { ...run, repositories: ["payments-api,web-shop"] },
    "a schedule of more than it should know": { ...run, targetRegion: "eu-west-1" },
  };
  for (const [what, wrong] of Object.entries(malformed)) {
    it(`throws for an event with ${what}`, async function () {
      const calls = await prepare(this);
      expect(await thrown(handle(wrong))).to.have.property("name", "ZodError");
      expect(calls).to.deep.equal([]);
    });
  }

  const refused = (type: string, message: string, status = 400): ApiAnswer => ({
    status,
    body: { __type: type, message },
  });
  const unable = (...failures: object[]): ApiAnswer => ({ body: { tasks: [], failures } });
  const refusals: [what: string, answer: ApiAnswer, code: string, reason: string][] = [
    [
      "has no address left",
      unable({ reason: "RESOURCE:ENI", detail: "none" }),
      "capacity",
      "RESOURCE:ENI none",
    ],
    [
      "has no machine left",
      unable({ reason: "Capacity is unavailable at this time." }),
      "capacity",
      "Capacity",
    ],
    [
      "refuses for want of machines",
      refused("ClientException", "Capacity is unavailable"),
      "capacity",
      "Cap",
    ],
    [
      "has as many tasks as it may have",
      refused("ClientException", "You've reached the limit on the number of tasks you can run concurrently"),
      "capacity",
      "the limit",
    ],
    [
      "is asked for too much",
      refused("LimitExceededException", "The limit was exceeded"),
      "capacity",
      "limit",
    ],
    ["is asked too often", refused("ThrottlingException", "Rate exceeded"), "throttling", "Rate exceeded"],
    ["is asked too often, in HTTP's words", refused("Slow", "Down", 429), "throttling", "Down"],
    ["fails", refused("ServerException", "Service Unavailable", 503), "unavailable", "Service Unavailable"],
    ["gives no reason", unable(), "unavailable", "ECS gave no reason"],
    ["misses something", unable({ reason: "MISSING" }), "permanent", "MISSING"],
    ["denies it", refused("AccessDeniedException", "no ecs:RunTask"), "permanent", "no ecs:RunTask"],
    ["finds no cluster", refused("ClusterNotFoundException", "Cluster not found."), "permanent", "Cluster"],
  ];
  for (const [what, answer, code, reason] of refusals) {
    it(`logs and throws when ECS ${what}: ${code}`, async function () {
      await prepare(this, answer);
      const { message } = await thrown(handle(run));
      expect(message).to.include(`no task was started (${code}): `).and.include(reason);
      expect(JSON.parse(lines.join())).to.deep.include({
        event: "not-started",
        eventId: run.id,
        task: "sweep",
        repositories: run.repositories,
        ...{ code, message },
      });
    });
  }

  it("logs and throws when nobody answers: unavailable", async function () {
    await prepare(this);
    process.env.AWS_ENDPOINT_URL_ECS = "http://127.0.0.1:1";
    expect((await thrown(handle(event))).message).to.include("no task was started (unavailable): ");
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).to.deep.equal(["lookup-failed", "not-started"]);
  });

  it("names a missing setting", async function () {
    await prepare(this);
    const error = await thrown(handle(event, { ...settings, SUBNET_IDS: undefined }));
    expect(error.message).to.include("SUBNET_IDS is missing: set it to the task's subnets");
  });
});

async function thrown(promise: Promise<void>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("it should have thrown an error");
}
