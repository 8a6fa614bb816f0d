import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

describe("The sweeps of the replica", function () {
  this.timeout(60_000);
  let dev: StackResult;
  let showcase: StackResult;

  before(async () => {
    [, dev] = await previewsOf("dev");
    [, showcase] = await previewsOf("showcase");
  });

  const named = (replica: StackResult, type: string, name: string): ResourceResult => {
    const found = ofType(replica, type).get(name);
    if (found === undefined) throw new Error(`there is no ${type} ${name}`);
    return found;
  };
  const ratesOf = (replica: StackResult) =>
    [...ofType(replica, "aws:cloudwatch/eventRule:EventRule").values()].flatMap(({ inputs }) =>
      inputs.scheduleExpression === undefined ? [] : [[inputs.name, inputs.scheduleExpression]],
    );

  it("come as often as the settings say", () => {
    expect(ratesOf(dev)).to.have.deep.members([
      ["ccp-dev-eu-west-1-sweep-0", "rate(30 minutes)"],
      ["ccp-dev-eu-west-1-deep-check-0", "rate(7 days)"],
    ]);
    expect(ratesOf(showcase)).to.have.deep.members([
      ["ccp-showcase-eu-west-1-sweep-0", "rate(15 minutes)"],
      ["ccp-showcase-eu-west-1-deep-check-0", "rate(1 day)"],
    ]);
  });

  for (const task of ["sweep", "deep-check"]) {
    const ruleName = `ccp-dev-eu-west-1-${task}-0`;

    it(`have the dispatcher start a ${task} of every copy`, () => {
      const { inputs } = named(dev, "aws:cloudwatch/eventTarget:EventTarget", `${ruleName}-target-0`);
      expect(inputs.rule).to.equal(ruleName);
      const { inputPaths, inputTemplate } = inputs.inputTransformer as Record<string, unknown>;
      expect(inputPaths).to.deep.equal({ id: "$.id", time: "$.time" });
      const input = JSON.parse(String(inputTemplate).replace("<id>", '"1"').replace("<time>", '"2"')) as {
        repositories: string[];
      };
      expect(input).to.include({ id: "1", time: "2", task });
      expect(input.repositories).to.have.members(["payments-api", "web-shop", "infrastructure"]);
    });

    it(`lose no ${task} that cannot be delivered`, () => {
      const target = named(dev, "aws:cloudwatch/eventTarget:EventTarget", `${ruleName}-target-0`);
      expect(target.inputs).to.have.property("deadLetterConfig");
      expect(target.inputs.retryPolicy).to.deep.equal({
        maximumEventAgeInSeconds: 86_400,
        maximumRetryAttempts: 185,
      });
      const queuePolicy = named(
        dev,
        "aws:sqs/queuePolicy:QueuePolicy",
        "ccp-dev-eu-west-1-dead-letters-policy",
      );
      expect(queuePolicy.inputs.policy).to.include(`:rule/${ruleName}"`);
      expect([...dependenciesOf(dev, target.urn)]).to.include(queuePolicy.urn);
    });

    it(`let the rule of the ${task}, and nobody else's, invoke the dispatcher`, () => {
      const permission = named(dev, "aws:lambda/permission:Permission", `${ruleName}-permission`);
      const rule = named(dev, "aws:cloudwatch/eventRule:EventRule", ruleName);
      expect(permission.inputs).to.include({
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceAccount: "123456789012",
      });
      expect(permission.inputs).to.have.property("sourceArn");
      expect([...dependenciesOf(dev, permission.urn)]).to.include(rule.urn);
    });
  }

  it("tell the worker for how long to keep what was overwritten, where the settings say so", () => {
    const environmentOf = (replica: StackResult) => {
      const [definition] = ofType(replica, "aws:ecs/taskDefinition:TaskDefinition").values();
      const [container] = JSON.parse(String(definition.inputs.containerDefinitions)) as {
        environment: { name: string }[];
      }[];
      return container.environment;
    };
    expect(environmentOf(showcase)).to.deep.include({ name: "RETAIN_DAYS", value: "14" });
    expect(environmentOf(dev).map(({ name }) => name)).to.not.include("RETAIN_DAYS");
  });
});
