import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

const prefix = "ccp-showcase-eu-west-1";

describe("The fast path of the replica stack of showcase", function () {
  this.timeout(60_000);
  let replica: StackResult;

  before(async () => {
    [, replica] = await previewsOf("showcase");
  });

  const get = (type: string, name: string): ResourceResult => {
    const resource = ofType(replica, type).get(name);
    if (resource === undefined) throw new Error(`no ${type} ${name}`);
    return resource;
  };
  const waitsFor = ({ urn }: ResourceResult) => dependenciesOf(replica, urn);
  const lambda = () => get("aws:lambda/function:Function", `${prefix}-fast-path-function`);
  const writer = () => get("aws:iam/role:Role", `${prefix}-task-writer`);

  it("runs under the one role that may write copies, which a service may take for nothing else", () => {
    expect([...waitsFor(lambda())]).to.include(writer().urn);
    const { Statement } = JSON.parse(String(writer().inputs.assumeRolePolicy)) as {
      Statement: { Principal: { Service: string } }[];
    };
    expect(Statement.map(({ Principal }) => Principal.Service)).to.deep.equal([
      "ecs-tasks.amazonaws.com",
      "lambda.amazonaws.com",
    ]);
  });

  it("may call the dispatcher, trace and log, beside what the task may", () => {
    const policy = get("aws:iam/rolePolicy:RolePolicy", `${prefix}-fast-path-policy`);
    expect([...waitsFor(policy)]).to.include(writer().urn);
    const { Statement } = JSON.parse(String(policy.inputs.policy)) as {
      Statement: { Action: string | string[]; Resource: string }[];
    };
    expect(Statement.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      ["lambda:InvokeFunction", `arn:aws:lambda:eu-central-1:123456789012:function:${prefix}-dispatcher`],
      [["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"],
      [
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        `arn:aws:logs:eu-central-1:123456789012:log-group:${prefix}-fast-path:*`,
      ],
    ]);
  });

  it("does not run before all of its role's permissions are there", () => {
    const policies = [
      ...ofType(replica, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").values(),
    ].filter((attachment) => waitsFor(attachment).has(writer().urn));
    expect(policies).to.have.length.greaterThan(0);
    expect([...waitsFor(lambda())]).to.include.members([
      ...policies.map(({ urn }) => urn),
      get("aws:iam/rolePolicy:RolePolicy", `${prefix}-fast-path-policy`).urn,
    ]);
  });

  it("hears of changed refs, and the dispatcher of schedules", () => {
    const targets = [...ofType(replica, "aws:cloudwatch/eventTarget:EventTarget").values()];
    const heard = (rule: string) =>
      targets
        .filter(({ name }) => name.startsWith(`${prefix}-${rule}-`))
        .map((target) => [waitsFor(target).has(lambda().urn), "inputTransformer" in target.inputs]);
    expect(heard("ref-changes")).to.deep.equal([[true, false]]);
    expect(heard("sweep")).to.deep.equal([[false, true]]);
    expect(heard("deep-check")).to.deep.equal([[false, true]]);
  });

  it("hands over at once what it fails on, and within a minute what it has no time for", () => {
    const config = get(
      "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
      `${prefix}-fast-path-invoke-config`,
    );
    expect(config.inputs).to.include({ maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 });
    expect(config.inputs).to.have.nested.property("destinationConfig.onFailure.destination");
    expect([...waitsFor(config)]).to.include(
      get("aws:lambda/function:Function", `${prefix}-dispatcher-function`).urn,
    );
  });

  it("knows what the task knows of where it works", () => {
    const { variables } = lambda().inputs.environment as { variables: Record<string, string> };
    expect(variables).to.deep.equal({
      ACCOUNT_ID: "123456789012",
      SOURCE_REGION: "eu-central-1",
      TARGET_REGION: "eu-west-1",
      RETAIN_DAYS: "14",
    });
    const { inputs } = get("aws:ecs/taskDefinition:TaskDefinition", `${prefix}-task-definition`);
    const [{ environment }] = JSON.parse(String(inputs.containerDefinitions)) as {
      environment: { name: string; value: string }[];
    }[];
    const { ACCOUNT_ID: account, ...shared } = variables;
    expect(Object.fromEntries(environment.map(({ name, value }) => [name, value]))).to.deep.equal(shared);
    expect(account).to.equal("123456789012");
  });

  it("reserves concurrency where the settings say so", () => {
    expect(lambda().inputs.reservedConcurrentExecutions).to.equal(10);
  });

  it("is not there by default, and the writer is no function's role then", async () => {
    const [, dev] = await previewsOf("dev");
    expect([...ofType(dev, "aws:lambda/function:Function").keys()]).to.deep.equal([
      "ccp-dev-eu-west-1-dispatcher-function",
    ]);
    const role = ofType(dev, "aws:iam/role:Role").get("ccp-dev-eu-west-1-task-writer");
    expect(role?.inputs.assumeRolePolicy).to.not.include("lambda.amazonaws.com");
  });
});
