import { expect } from "chai";
import { evaluateAlarm } from "../../../../local/cloud/cloudwatch/evaluation";
import { watchedBy } from "../../../../local/cloud/cloudwatch/watched";

const minute = 60_000;
const now = 100 * minute;
const alarm = { comparisonOperator: "GreaterThanOrEqualToThreshold", threshold: 3, evaluationPeriods: 1 };

describe("An alarm", () => {
  const state = (inputs: object, statistic: string, ...points: [minutesAgo: number, value: number][]) =>
    evaluateAlarm(
      { ...alarm, ...inputs },
      statistic,
      minute,
      points.map(([minutesAgo, value]) => ({ at: now - minutesAgo * minute, value })),
      now,
      "OK",
    );

  it("compares what its statistic makes of a period with the threshold", () => {
    expect(state({}, "Sum", [0, 1], [0.5, 2])).to.equal("ALARM");
    expect(state({}, "Average", [0, 1], [0.5, 2])).to.equal("OK");
    expect(state({}, "Maximum", [0, 1], [0.5, 3])).to.equal("ALARM");
    expect(state({}, "Minimum", [0, 1], [0.5, 3])).to.equal("OK");
    expect(state({}, "SampleCount", [0, 1], [0.1, 1], [0.2, 1])).to.equal("ALARM");
    expect(state({ comparisonOperator: "GreaterThanThreshold" }, "Sum", [0, 3])).to.equal("OK");
    expect(state({ comparisonOperator: "LessThanThreshold" }, "Sum", [0, 2])).to.equal("ALARM");
    expect(state({ comparisonOperator: "LessThanOrEqualToThreshold" }, "Sum", [0, 3])).to.equal("ALARM");
  });

  it("compares a percentile with the threshold", () => {
    const quick = Array.from({ length: 19 }, (): [number, number] => [0.5, 1]);
    expect(state({}, "p95", ...quick, [0, 9])).to.equal("OK");
    expect(state({}, "p95", ...quick.slice(1), [0, 9])).to.equal("ALARM");
    expect(state({}, "p99.9", ...quick, [0, 9])).to.equal("ALARM");
    expect(state({}, "p50", [0, 1], [0, 9])).to.equal("OK");
    expect(state({}, "p50", [0, 9], [0, 10], [0, 1])).to.equal("ALARM");
    expect(state({}, "p100", ...quick, [0, 3])).to.equal("ALARM");
    expect(state({}, "p0", [0, 2], [0, 9])).to.equal("OK");
    expect(state({}, "p95", [0, 3])).to.equal("ALARM");
  });

  it("forgets what is older than its periods", () => {
    expect(state({ treatMissingData: "notBreaching" }, "Sum", [1, 9])).to.equal("OK");
    expect(state({ evaluationPeriods: 2, datapointsToAlarm: 1 }, "Sum", [1, 9])).to.equal("ALARM");
    expect(state({ evaluationPeriods: 2, treatMissingData: "notBreaching" }, "Sum", [0, 9])).to.equal("OK");
    expect(state({ evaluationPeriods: 2, treatMissingData: "breaching" }, "Sum", [0, 9])).to.equal("ALARM");
  });

  it("takes no data for what it is told to", () => {
    expect(state({}, "Sum")).to.equal("INSUFFICIENT_DATA");
    expect(state({ treatMissingData: "ignore" }, "Sum")).to.equal("OK");
    expect(state({ treatMissingData: "notBreaching" }, "Sum")).to.equal("OK");
    expect(state({ treatMissingData: "breaching" }, "Sum")).to.equal("ALARM");
  });
});

describe("What an alarm watches", () => {
  const datum = (dimensions: Record<string, string>) => ({
    region: "r",
    namespace: "n",
    name: "m",
    dimensions,
    value: 1,
    at: 0,
  });

  it("is one metric with its dimensions, in whatever order", () => {
    const watched = watchedBy({
      namespace: "n",
      metricName: "m",
      statistic: "Sum",
      dimensions: { a: "1", b: "2" },
    });
    expect(watched?.series(datum({ b: "2", a: "1" }))).to.equal("");
    expect(watched?.series(datum({ a: "1" }))).to.be.undefined;
  });

  it("is each time series of a query that groups", () => {
    const expression = 'SELECT SUM(m) FROM SCHEMA("n/x", Who, Where) GROUP BY Who ORDER BY SUM() DESC';
    const watched = watchedBy({ metricQueries: [{ id: "q", expression, period: 900 }] });
    expect(watched).to.include({ namespace: "n/x", name: "m", statistic: "Sum", periodMs: 900_000 });
    expect(watched?.series(datum({ Where: "x", Who: "dana" }))).to.equal("dana");
    expect(watched?.series(datum({ Who: "dana" }))).to.be.undefined;
  });

  it("is a percentile of one metric", () => {
    const watched = watchedBy({ namespace: "n", metricName: "m", extendedStatistic: "p95" });
    expect(watched).to.include({ namespace: "n", name: "m", statistic: "p95" });
  });

  it("is only what meets every condition of a query", () => {
    const of = (where: string) =>
      watchedBy({
        metricQueries: [
          {
            id: "q",
            expression: `SELECT SUM(m) FROM SCHEMA("n", Who, "Where") WHERE ${where} GROUP BY Who`,
            period: 60,
          },
        ],
      });
    const dana = datum({ Who: "dana", Where: "here" });
    expect(of("\"Where\" = 'here'")?.series(dana)).to.equal("dana");
    expect(of("\"Where\" = 'here' AND Who = 'dana'")?.series(dana)).to.equal("dana");
    expect(of("\"Where\" = 'there'")?.series(dana)).to.be.undefined;
    expect(of("\"Where\" = 'here' AND Who = 'amir'")?.series(dana)).to.be.undefined;
    expect(of("Who != 'amir'")).to.be.undefined;
    expect(of("Who = 'dana' OR Who = 'amir'")).to.be.undefined;
  });

  it("is nothing when it is calculated", () => {
    expect(watchedBy({ metricQueries: [{ id: "e", expression: "m1 / m2" }] })).to.be.undefined;
    expect(watchedBy({ metricQueries: [{ id: "a" }, { id: "b" }] })).to.be.undefined;
  });
});
