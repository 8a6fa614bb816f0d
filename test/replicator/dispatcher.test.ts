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

const started: ApiAnswer = {
  body: { tasks: [{ taskArn: "arn:aws:ecs:eu-central-1:123456789012:task/1" }], failures: [] },
};

describe("The dispatcher", () => {
  const original = { ...process.env };
  afterEach(() => {
    process.env = { ...original };
  });
  afterEach(cleanUp);

  async function prepare(context: Mocha.Context, answer: ApiAnswer = started): Promise<ApiCall[]> {
    const { url, calls } = await startAwsServer(context, () => answer);
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
    expect(calls[0].operation).to.equal("RunTask");
    expect(calls[0].input).to.deep.include({
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
              { name: "EVENT_TIME", value: "2026-01-31T12:00:00Z" },
            ],
          },
        ],
      },
    });
    const tokens = calls.map(({ input }) => String(input.clientToken));
    expect(tokens[0]).to.have.lengthOf.at.most(64);
    expect(tokens[1]).to.equal(tokens[0]);
    expect(tokens[2]).not.to.equal(tokens[0]);
  });

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
  };
  for (const [what, wrong] of Object.entries(malformed)) {
    it(`throws for an event with ${what}`, async function () {
      const calls = await prepare(this);
      expect(await thrown(handle(wrong))).to.have.property("name", "ZodError");
      expect(calls).to.deep.equal([]);
    });
  }

  it("throws when ECS starts no task, with ECS's reason", async function () {
    await prepare(this, { body: { tasks: [], failures: [{ reason: "RESOURCE:ENI", detail: "none left" }] } });
    expect((await thrown(handle(event))).message).to.include("RESOURCE:ENI none left");
  });

  it("throws when ECS refuses", async function () {
    await prepare(this, {
      status: 400,
      body: { __type: "AccessDeniedException", message: "no ecs:RunTask" },
    });
    expect((await thrown(handle(event))).message).to.include("no ecs:RunTask");
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
