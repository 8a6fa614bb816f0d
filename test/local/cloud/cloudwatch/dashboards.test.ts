import { expect } from "chai";
import { wrong } from "../messaging";
import { accountId, Workbench } from "../workbench";

const type = "aws:cloudwatch/dashboard:Dashboard";

describe("CloudWatch's dashboards", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
  });
  afterEach(() => bench.close());

  const text = { type: "text", x: 0, y: 0, width: 24, height: 2, properties: { markdown: "# Copies" } };
  const metric = {
    type: "metric",
    properties: { region: "eu-central-1", metrics: [["AWS/Lambda", "Errors", "FunctionName", "dispatcher"]] },
  };
  const alarms = {
    type: "alarm",
    properties: { alarms: [`arn:aws:cloudwatch:eu-central-1:${accountId}:alarm:lag`] },
  };
  const dashboard = (widgets: unknown) => ({
    dashboardName: "ccp-dev-eu-west-1-replication",
    dashboardBody: JSON.stringify({ widgets }),
  });

  it("are global, and found by their name", async () => {
    const { id, dashboardArn } = await bench.create(type, dashboard([text, metric, alarms]));
    expect(id).to.equal("ccp-dev-eu-west-1-replication");
    expect(dashboardArn).to.equal(`arn:aws:cloudwatch::${accountId}:dashboard/ccp-dev-eu-west-1-replication`);
  });

  const mistakes: readonly (readonly [string, unknown, string])[] = [
    ["what is no list of widgets", "none", "/widgets"],
    ["a widget of no kind", [{ ...text, type: "chart" }], "/widgets/0/type"],
    ["a widget that is wider than the page", [{ ...text, width: 25 }], "/widgets/0/width"],
    ["a widget beside the page", [text, { ...text, x: 24 }], "/widgets/1/x"],
    ["a text without text", [{ ...text, properties: {} }], "/widgets/0/properties/markdown"],
    [
      "a chart of nothing",
      [{ ...metric, properties: { region: "eu-central-1", metrics: [] } }],
      "/widgets/0/properties/metrics",
    ],
    [
      "a chart without a region",
      [{ ...metric, properties: { metrics: [["AWS/Lambda", "Errors"]] } }],
      "/widgets/0/properties/region",
    ],
    [
      "an alarm by its name",
      [{ ...alarms, properties: { alarms: ["lag"] } }],
      "/widgets/0/properties/alarms/0",
    ],
  ];
  for (const [mistake, widgets, path] of mistakes) {
    it(`are refused with ${mistake}`, async () => {
      const error = await wrong(bench, type, dashboard(widgets));
      expect(error).to.contain("InvalidParameterInput").and.to.contain(`${path}:`);
    });
  }

  it("are refused when they are not JSON, or have a name that is none", async () => {
    expect(await wrong(bench, type, { dashboardName: "d", dashboardBody: "{" })).to.contain(
      "must be a valid JSON object",
    );
    expect(await wrong(bench, type, { ...dashboard([text]), dashboardName: "a copy" })).to.contain(
      "InvalidParameterValue",
    );
  });
});
