import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { rule } from "../pipeline";
import { accountId, company, document, primary, Workbench } from "../workbench";

const heir = `arn:aws:lambda:${primary}:${accountId}:function:heir`;
const mayInvoke = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: heir };

describe("A function that hears of another's failures", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
  });
  afterEach(() => bench.close());

  /** A push to a function that fails, and whose failures another one is to hear of. */
  async function pushAndFail(allow: readonly object[]): Promise<void> {
    const role = await bench.create("aws:iam/role:Role", {
      name: "heir",
      assumeRolePolicy: document([
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]),
    });
    const code = "exports.handler = async (event) => { console.log(JSON.stringify(event)); };";
    await bench.create("aws:lambda/function:Function", {
      name: "heir",
      runtime: "nodejs24.x",
      handler: "index.handler",
      role: role.arn,
      timeout: 10,
      code: { archive: { assets: { "index.js": { asset: { text: code } } } } },
    });
    await rule(bench, { allow, code: 'exports.handler = async () => { throw new RangeError("no luck"); };' });
    await bench.create("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
      functionName: "dispatcher",
      maximumRetryAttempts: 0,
      destinationConfig: { onFailure: { destination: heir } },
    });
    const work = await bench.workingCopy("work");
    await bench.git(work, "push", bench.url("payments-api", "rita"), "main");
    await bench.cloud.waitUntilIdle();
  }

  const log = (name: string) => readFile(join(bench.directory, "logs", `${name}.log`), "utf8");

  it("gets the event with what came of it", async () => {
    await pushAndFail([mayInvoke]);
    const record = JSON.parse(await log("heir")) as Record<string, unknown>;
    expect(record).to.have.nested.property("requestPayload.detail.repositoryName", "payments-api");
    expect(record.requestContext).to.include({ condition: "RetriesExhausted", approximateInvokeCount: 1 });
    expect(record.responsePayload).to.deep.equal({ errorType: "RangeError", errorMessage: "no luck" });
  });

  it("hears nothing where the failing function's role may not invoke it, which is counted", async () => {
    const lost: unknown[] = [];
    bench.cloud.signals.on("undelivered", (signal) => lost.push(signal));
    await pushAndFail([]);
    await expectNoFile(log("heir"));
    expect(lost).to.deep.equal([{ region: primary, functionName: "dispatcher" }]);
    expect(await log("cloud")).to.match(
      /dropped an event of dispatcher: .*lambda:InvokeFunction: no statement allows/,
    );
  });
});

async function expectNoFile(read: Promise<string>): Promise<void> {
  expect(
    await read.catch((error: NodeJS.ErrnoException) => error.code),
    "the log of a function that never ran",
  ).to.equal("ENOENT");
}
