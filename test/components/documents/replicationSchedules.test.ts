import { expect } from "chai";
import {
  replicationSchedules,
  schedulePaths,
  targetsPerRule,
} from "../../../components/documents/replicationSchedules";
import { targetInput } from "../../../local/cloud/events/input";
import type { CloudEvent } from "../../../local/cloud/events/event";

const name = "ccp-dev-eu-west-1";
const often = { sweepMinutes: 30, deepCheckDays: 7 };
/** As long as CodeCommit lets them be. */
const longNames = Array.from({ length: 500 }, (_, index) => `${index}-`.padEnd(100, "repository"));

const run: CloudEvent = {
  version: "0",
  id: "01234567-0123-0123-0123-012345678901",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: "2026-01-31T12:00:00Z",
  region: "eu-central-1",
  resources: [],
  detail: {},
};

/** What the dispatcher gets when a schedule runs. */
function received(inputTemplate: string): unknown {
  const target = { inputTransformer: { inputPaths: schedulePaths, inputTemplate } };
  return JSON.parse(targetInput(target, run, { name, arn: "arn:aws:events:::rule/x" }));
}

describe("The schedules of the replication", () => {
  it("sweep and check all repositories, each in a rhythm of its own", () => {
    const [sweep, check, ...more] = replicationSchedules(name, ["payments-api", "web-shop"], often);
    expect(more).to.deep.equal([]);
    expect(sweep).to.include({ task: "sweep", ruleName: `${name}-sweep-0`, rate: "rate(30 minutes)" });
    expect(check).to.include({ task: "deep-check", ruleName: `${name}-deep-check-0`, rate: "rate(7 days)" });
    for (const { task, templates } of [sweep, check]) {
      expect(templates.map(received)).to.deep.equal([
        { id: run.id, time: run.time, task, repositories: ["payments-api", "web-shop"] },
      ]);
    }
  });

  it("say one day in the singular, and never by no schedule", () => {
    const rates = (deepCheckDays: number) =>
      replicationSchedules(name, ["a"], { sweepMinutes: 5, deepCheckDays }).map(({ rate }) => rate);
    expect(rates(1)).to.deep.equal(["rate(5 minutes)", "rate(1 day)"]);
    expect(rates(0)).to.deep.equal(["rate(5 minutes)"]);
  });

  it("leave no repository out and none twice, within what EventBridge and ECS take", () => {
    const schedules = replicationSchedules(name, longNames, often);
    for (const task of ["sweep", "deep-check"]) {
      const own = schedules.filter((schedule) => schedule.task === task);
      expect(own).to.have.length.greaterThan(1);
      const templates = own.flatMap((schedule) => schedule.templates);
      const inputs = templates.map((text) => received(text) as { repositories: string[] });
      expect(inputs.flatMap(({ repositories }) => repositories))
        .to.have.lengthOf(500)
        .and.members(longNames);
      expect(Math.max(...templates.map((text) => text.length))).to.be.at.most(7500);
      expect(Math.max(...inputs.map(({ repositories }) => repositories.join().length))).to.be.at.most(7500);
    }
    expect(Math.max(...schedules.map(({ templates }) => templates.length))).to.equal(targetsPerRule);
    expect(new Set(schedules.map(({ ruleName }) => ruleName)).size).to.equal(schedules.length);
  });
});
