import { expect } from "chai";
import { measurementsOf } from "../../replicator/metrics";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

interface Body {
  readonly widgets: readonly {
    readonly type: string;
    readonly properties: { readonly alarms?: string[]; readonly metrics?: unknown[][] };
  }[];
}

describe("The dashboard of the replica of showcase", function () {
  this.timeout(60_000);
  let replica: StackResult;
  let dashboard: ResourceResult;
  let body: Body;

  before(async () => {
    [, replica] = await previewsOf("showcase");
    const [found] = ofType(replica, "aws:cloudwatch/dashboard:Dashboard").values();
    dashboard = found;
    body = JSON.parse(String(found.inputs.dashboardBody)) as Body;
  });

  it("shows every alarm of the stack, once they are there", () => {
    const alarms = [...ofType(replica, "aws:cloudwatch/metricAlarm:MetricAlarm").values()];
    const shown = body.widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(shown.map((arn) => arn.split(":alarm:")[1])).to.have.members(
      alarms.map(({ inputs }) => String(inputs.name)),
    );
    expect([...dependenciesOf(replica, dashboard.urn)]).to.include.members(alarms.map(({ urn }) => urn));
  });

  it("shows what the stack really makes", () => {
    const physical = new Set(replica.resources.map(({ inputs }) => inputs.name));
    const named = body.widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([, , dimension]) => ["ClusterName", "QueueName", "FunctionName"].includes(String(dimension)))
      .map(([, , , value]) => value);
    expect(named).to.have.length.greaterThan(4);
    expect(named.filter((name) => !physical.has(name))).to.deep.equal([]);
    const [cluster] = ofType(replica, "aws:ecs/cluster:Cluster").values();
    expect(cluster.inputs.settings).to.deep.equal([{ name: "containerInsights", value: "enabled" }]);
  });

  it("shows everything that the replicator measures", () => {
    const shown = body.widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([namespace]) => namespace === "codecommit-platform/replication")
      .map(([, metric]) => metric);
    expect(new Set(shown)).to.deep.equal(
      new Set([...Object.keys(measurementsOf({}, 0)), "OutOfStep", "DeepCheckFailures"]),
    );
  });

  it("is in the pipeline's region, and its address in the stack's outputs", () => {
    expect(dashboard.inputs.dashboardName).to.equal("ccp-showcase-eu-west-1-replication");
    expect(dashboard.provider).to.include("ccp-showcase-eu-central-1");
    expect(replica.outputs.dashboardUrl).to.equal(
      "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/ccp-showcase-eu-west-1-replication",
    );
  });
});
