import { expect } from "chai";
import { Logger } from "../../../../replicator/log";
import { ofType, previewsOf } from "../../../support/previews";
import { rule } from "../pipeline";
import { scheduled } from "../messaging";
import { accountId, primary, Workbench } from "../workbench";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const payments = { Repository: "payments-api", TargetRegion: "eu-west-1" };
const shop = { Repository: "web-shop", TargetRegion: "eu-west-1" };
const elsewhere = { Repository: "payments-api", TargetRegion: "us-east-1" };
const minutes = 60_000;

/** The alarms that the program registers, over what the replicator prints. */
describe("The replica's alarms in the local cloud", function () {
  this.timeout(60_000);
  let bench: Workbench;
  let lines: string[];
  const logger = new Logger({}, (line) => lines.push(line));

  beforeEach(async () => {
    const [, replica] = await previewsOf("showcase");
    bench = await Workbench.open();
    lines = [];
    for (const { inputs } of ofType(replica, alarmType).values()) {
      await bench.create(alarmType, { ...inputs, alarmActions: [] });
    }
  });
  afterEach(() => bench.close());

  /** What is in alarm once the lines are printed, with the repositories where an alarm tells them apart. */
  async function alarmed(): Promise<Record<string, readonly string[]>> {
    const code = `exports.handler = async () => { process.stdout.write(${JSON.stringify(`${lines.join("\n")}\n`)}); };`;
    await rule(bench, { code });
    await bench.create("aws:lambda/permission:Permission", {
      statementId: "daily",
      action: "lambda:InvokeFunction",
      function: "dispatcher",
      principal: "events.amazonaws.com",
    });
    bench.cloud.tick(
      await scheduled(bench, { arn: `arn:aws:lambda:${primary}:${accountId}:function:dispatcher` }),
    );
    await bench.cloud.waitUntilIdle();
    const raised = bench.cloud.alarms().filter(({ state }) => state === "ALARM");
    return Object.fromEntries(
      raised.map(({ name, series }) => [name.replace("ccp-showcase-eu-west-1-", ""), series]),
    );
  }

  it("are silent while every copy is equal in time", async () => {
    logger.metrics(payments, { equal: true, passes: 2 }, 5 * minutes - 1);
    logger.count(payments, { OutOfStep: 0, DeepCheckFailures: 0 });
    expect(await alarmed()).to.deep.equal({});
  });

  it("tell which repository failed, was nearly emptied or is damaged", async () => {
    logger.metrics(shop, { equal: true });
    logger.metrics(payments, { equal: false, guardStops: 1 });
    logger.count(shop, { DeepCheckFailures: 1 });
    expect(await alarmed()).to.deep.equal({
      "task-failures": ["payments-api"],
      "deletes-stopped": ["payments-api"],
      "deep-check": ["web-shop"],
    });
  });

  it("do not mind other regions' copies", async () => {
    logger.metrics(elsewhere, { guardStops: 1 }, 60 * minutes);
    logger.count(elsewhere, { OutOfStep: 1, DeepCheckFailures: 1 });
    expect(await alarmed()).to.deep.equal({});
  });

  it("tell of lag beyond the settings' only when it is more than one push in twenty", async () => {
    for (let push = 0; push < 19; push++) logger.metrics(shop, { equal: true }, 1_000);
    logger.metrics(payments, { equal: true }, 5 * minutes);
    expect(await alarmed()).to.deep.equal({});
  });

  it("tell of lag beyond the settings'", async () => {
    logger.metrics(shop, { equal: true }, 1_000);
    logger.metrics(payments, { equal: true }, 5 * minutes);
    expect(await alarmed()).to.deep.equal({ lag: [] });
  });

  it("tell of a copy out of step only when every sweep found it so", async () => {
    logger.count(payments, { OutOfStep: 1 });
    logger.count(payments, { OutOfStep: 1 });
    logger.count(shop, { OutOfStep: 0 });
    logger.count(shop, { OutOfStep: 1 });
    expect(await alarmed()).to.deep.equal({ "out-of-step": ["payments-api"] });
  });
});
