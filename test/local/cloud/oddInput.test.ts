import { expect } from "chai";
import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { taskDefinition } from "./pipeline";
import { ask } from "./rawApi";
import { sts } from "./stsClient";
import { accountId, company, Workbench } from "./workbench";

describe("STS and ECS, to odd input", () => {
  let bench: Workbench;
  before(async () => {
    bench = await Workbench.open();
    await company(bench);
    await bench.grant("managers", "tasks", [
      { Effect: "Allow", Action: ["ecs:*", "iam:PassRole"], Resource: "*" },
    ]);
  });
  after(() => bench.close());
  afterEach(async () => {
    await bench.cloud.waitUntilIdle();
    const failed = await readFile(join(bench.directory, "logs", "cloud.log"), "utf8").catch(() => "");
    expect(failed).to.equal("");
  });

  const odd = fc.oneof(
    fc.constantFrom("", "0", "-1", "1e9", "900", "NaN", "a\0", "<>&", "__proto__", "x".repeat(3000)),
    fc.string({ unit: "binary", maxLength: 60 }),
  );

  it("answers every operation of STS with a success or with an error of the client", async function () {
    this.timeout(120_000);
    const role = fc.constantFrom(
      `arn:aws:iam::${accountId}:role/none`,
      `arn:aws:iam::${accountId}:role/__proto__`,
      "a/b",
    );
    const names = ["RoleSessionName", "DurationSeconds", "SerialNumber", "TokenCode", "ExternalId", "Policy"];
    const tags = ["Tags.member.1.Key", "Tags.member.1.Value", "Tags.member.2.Key", "Version"];
    const parameters = fc.record(
      { RoleArn: fc.oneof(role, odd), ...Object.fromEntries([...names, ...tags].map((name) => [name, odd])) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("AssumeRole", "GetSessionToken", "GetCallerIdentity", "toString", ""),
        parameters,
        async (action, given) => {
          const answer = await sts(bench, bench.user("rita"), action, given as Record<string, string>).catch(
            String,
          );
          // An error of the server has no element of this name, and so an empty code.
          expect(answer).to.match(/^<|^Error: [A-Za-z]+: /);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("answers every operation of ECS with a success or with an error of the client", async function () {
    this.timeout(120_000);
    const { CLUSTER_ARN: cluster, TASK_DEFINITION_ARN: definition } = await taskDefinition(bench);
    const value = fc.oneof(
      odd,
      fc.constantFrom<unknown>(cluster, definition, 0, null, true),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const member = [
      "cluster",
      "taskDefinition",
      "clientToken",
      "tasks",
      "family",
      "desiredStatus",
      "maxResults",
      "nextToken",
    ];
    const input = fc
      .tuple(
        fc.record(Object.fromEntries([...member, "overrides", "launchType"].map((name) => [name, value])), {
          requiredKeys: [],
        }),
        fc.constantFrom({}, { cluster }, { cluster, taskDefinition: "none" }),
      )
      .map(([given, good]) => ({ ...given, ...good }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("RunTask", "ListTasks", "DescribeTasks"),
        input,
        async (name, given) => {
          const target = `AmazonEC2ContainerServiceV20141113.${name}`;
          const answer = await ask(bench, bench.user("rita"), target, JSON.stringify(given), {
            service: "ecs",
          });
          expect(answer.status, `${name} ${JSON.stringify(given)}: ${answer.text}`).to.be.lessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });
});
