import { expect } from "chai";
import { Logger } from "../../replicator/log";
import type { Measured } from "../../replicator/metrics";
import { replicate } from "../../replicator/replicate";
import { failure } from "../support/failure";
import { cleanUp } from "../support/git";
import type { Exchange } from "../support/gitServer";
import { pair } from "../support/pair";

const isPush = ({ method }: Exchange): boolean => method === "POST";
const isList = ({ method }: Exchange): boolean => method === "GET";

describe("What is counted of a replication", () => {
  afterEach(cleanUp);

  it("is nothing but passes where nothing goes wrong", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    expect(await both.run()).to.deep.include({
      passes: 2,
      commands: 1,
      casMisses: 0,
      retries: {},
      guardStops: 0,
      unusablePacks: 0,
    });
  });

  it("is each command that came too late, because somebody had moved the ref", async function () {
    const both = await pair(this);
    const one = await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.source.commit("a.txt", "two\n");
    await both.source.git("branch", "other", one);
    await both.target.git("branch", "elsewhere", one);
    let pushes = 0;
    both.servers.target.onRequest = async (exchange) => {
      if (isPush(exchange) && ++pushes === 1) {
        const moved = await both.target.git("commit-tree", "-m", "theirs", `${one}^{tree}`);
        await both.target.updateRefs({ "refs/heads/main": moved, "refs/heads/other": moved });
      }
      return undefined;
    };
    expect(await both.run()).to.include({ casMisses: 2, equal: true });
  });

  it("is no such command where the target refuses for reasons of its own", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.target.git("config", "receive.denyDeletes", "true");
    await both.run();
    await both.target.git("branch", "gone", "main");
    const error = await failure(both.run({ maximumPasses: 3 }));
    expect(error).to.include({ code: "rejected" });
    expect(error.report).to.include({ casMisses: 0 });
  });

  it("is each retry, by what had gone wrong", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    let lists = 0;
    both.servers.source.onRequest = (exchange) => {
      if (!isList(exchange)) return Promise.resolve(undefined);
      lists += 1;
      if (lists === 3) return Promise.reject(new Error("closes the connection without a word"));
      return Promise.resolve(lists < 3 ? { status: 503, body: Buffer.alloc(0) } : undefined);
    };
    const report = await both.run();
    expect(report.equal).to.equal(true);
    expect(report.retries).to.deep.equal({ unavailable: 2, network: 1 });
  });

  it("is each time that deletes were stopped, also when the next look mends it", async function () {
    const both = await pair(this);
    const oid = await both.source.commit("a.txt", "one\n");
    const names = Array.from({ length: 12 }, (_, index) => `refs/heads/many-${index}`);
    await both.source.updateRefs(Object.fromEntries(names.map((name) => [name, oid])));
    await both.run();
    await both.source.updateRefs(Object.fromEntries(names.map((name) => [name, undefined])));
    let lists = 0;
    both.servers.source.onRequest = async (exchange) => {
      if (isList(exchange) && ++lists === 2) {
        await both.source.updateRefs(Object.fromEntries(names.map((name) => [name, oid])));
      }
      return undefined;
    };
    expect(await both.run()).to.deep.include({
      guardStops: 1,
      retries: { "deletion-unconfirmed": 1 },
      deleted: [],
    });
  });

  it("is an empty source, at which it ends", async function () {
    const both = await pair(this);
    await both.source.commit("a.txt", "one\n");
    await both.run();
    await both.servers.source.repository("empty", { bare: true });
    const target = { url: both.servers.target.url("b") };
    const error = await failure(replicate({ url: both.servers.source.url("empty") }, target));
    expect(error.report).to.deep.include({ guardStops: 1, retries: {} });
  });
});

describe("The log's measurements", () => {
  const dimensions = { Repository: "payments-api", TargetRegion: "eu-west-1" };
  const printed = (print: (logger: Logger) => void) => {
    const lines: string[] = [];
    print(new Logger({}, (line) => lines.push(line)));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const directive = (line: Record<string, unknown>) =>
    (
      line._aws as {
        CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
      }
    ).CloudWatchMetrics[0];

  const measured: Measured = {
    equal: true,
    passes: 3,
    bytesIn: 10,
    bytesOut: 20,
    commands: 4,
    deleted: [{ ref: "refs/heads/a", oid: "0" }],
    casMisses: 1,
    retries: { network: 2, timeout: 1 },
    guardStops: 0,
    unusablePacks: 0,
  };

  it("are metrics of the repository and of its region, in the Embedded Metric Format", () => {
    const [line] = printed((logger) => {
      logger.metrics(dimensions, measured, 1_500);
    });
    expect(line).to.include({
      ...dimensions,
      Failures: 0,
      Passes: 3,
      BytesIn: 10,
      BytesOut: 20,
      Commands: 4,
      Deletes: 1,
      CasMisses: 1,
      Retries: 3,
      GuardStops: 0,
      UnusablePacks: 0,
      Lag: 1_500,
    });
    const { Dimensions, Metrics, ...rest } = directive(line);
    expect(rest).to.deep.equal({ Namespace: "codecommit-platform/replication" });
    expect(Dimensions).to.deep.equal([["Repository", "TargetRegion"], ["TargetRegion"]]);
    expect(Metrics.map(({ Name }) => Name)).to.have.members(
      Object.keys(line).filter((key) => !["_aws", "Repository", "TargetRegion"].includes(key)),
    );
    expect(Metrics).to.deep.include.members([
      { Name: "Lag", Unit: "Milliseconds" },
      { Name: "BytesOut", Unit: "Bytes" },
      { Name: "Passes", Unit: "Count" },
    ]);
  });

  it("tell retries apart by class, without counting them twice", () => {
    const [, ...classes] = printed((logger) => {
      logger.metrics(dimensions, measured);
    });
    expect(classes.map(({ Class, Retries }) => [Class, Retries])).to.deep.equal([
      ["network", 2],
      ["timeout", 1],
    ]);
    for (const line of classes) {
      expect(directive(line).Dimensions).to.deep.equal([["Repository", "TargetRegion", "Class"]]);
    }
  });

  it("have no lag where no event asked, and a failure where the sides were not seen equal", () => {
    const [swept, failed] = printed((logger) => {
      logger.metrics(dimensions, { equal: true });
      logger.metrics(dimensions, {});
    });
    expect(swept).to.include({ Failures: 0 }).and.not.to.have.property("Lag");
    expect(failed).to.include({ Failures: 1, Passes: 0 });
  });

  it("say what a sweep or a deep check found, nothing included", () => {
    const [sweep, check] = printed((logger) => {
      logger.count(dimensions, { OutOfStep: 0 });
      logger.count(dimensions, { DeepCheckFailures: 1 });
    });
    expect(sweep)
      .to.include({ ...dimensions, OutOfStep: 0 })
      .and.not.to.have.property("DeepCheckFailures");
    expect(check).to.include({ DeepCheckFailures: 1 });
    expect(directive(check).Metrics).to.deep.equal([{ Name: "DeepCheckFailures", Unit: "Count" }]);
  });
});
