import { expect } from "chai";
import { dashboardUrl } from "../../../components/documents/dashboard";
import type { Place } from "../../../components/documents/place";
import { replicationDashboard } from "../../../components/documents/replicationDashboard";

const place: Place = {
  partition: "aws",
  account: "123456789012",
  region: "eu-central-1",
  prefix: "ccp-dev",
};

const namespace = "codecommit-platform/replication";
const measured = (name: string, options: object = {}) => [
  namespace,
  name,
  "TargetRegion",
  "eu-west-1",
  options,
];
const ofDispatcher = (name: string) => ["AWS/Lambda", name, "FunctionName", "ccp-dev-eu-west-1-dispatcher"];

describe("The dashboard of a replica", () => {
  it("shows the alarms, the lag, what was moved and what went wrong", () => {
    const chart = (x: number, y: number, title: string, metrics: unknown[], more: object = {}) => ({
      type: "metric",
      x,
      y,
      width: 12,
      height: 6,
      properties: {
        title,
        region: "eu-central-1",
        view: "timeSeries",
        stat: "Sum",
        period: 300,
        metrics,
        ...more,
      },
    });
    const body = replicationDashboard({
      place,
      targetRegion: "eu-west-1",
      cluster: "ccp-dev-eu-west-1-task",
      deadLettersName: "ccp-dev-eu-west-1-dead-letters",
      functionNames: ["ccp-dev-eu-west-1-dispatcher"],
      alarmNames: ["ccp-dev-eu-west-1-lag", "ccp-dev-eu-west-1-undelivered"],
      lagMilliseconds: 600_000,
    });
    expect(body).to.deep.equal({
      widgets: [
        {
          type: "alarm",
          x: 0,
          y: 0,
          width: 24,
          height: 3,
          properties: {
            title: "Alarms of the copies in eu-west-1",
            alarms: [
              "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:ccp-dev-eu-west-1-lag",
              "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:ccp-dev-eu-west-1-undelivered",
            ],
          },
        },
        chart(
          0,
          3,
          "Lag: from the push until the copy is equal",
          [
            measured("Lag", { stat: "p50", label: "p50" }),
            measured("Lag", { stat: "p95", label: "p95" }),
            measured("Lag", { stat: "Maximum", label: "Maximum" }),
          ],
          { annotations: { horizontal: [{ label: "alarm (p95)", value: 600_000 }] } },
        ),
        chart(12, 3, "Longest lag of each repository", [
          [
            {
              expression: `SELECT MAX(Lag) FROM SCHEMA("${namespace}", Repository, TargetRegion) WHERE TargetRegion = 'eu-west-1' GROUP BY Repository`,
              id: "lags",
              period: 300,
            },
          ],
        ]),
        chart(0, 9, "Passes and commands", [measured("Passes"), measured("Commands"), measured("Deletes")]),
        chart(12, 9, "Bytes", [measured("BytesIn"), measured("BytesOut")]),
        chart(0, 15, "What went wrong", [
          measured("Failures"),
          measured("GuardStops"),
          measured("OutOfStep"),
          measured("DeepCheckFailures"),
          measured("UnusablePacks"),
        ]),
        chart(12, 15, "What was mended at once", [measured("Retries"), measured("CasMisses")]),
        chart(0, 21, "Tasks running and dead letters", [
          [
            "ECS/ContainerInsights",
            "TaskCount",
            "ClusterName",
            "ccp-dev-eu-west-1-task",
            { stat: "Maximum" },
          ],
          [
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            "QueueName",
            "ccp-dev-eu-west-1-dead-letters",
            { stat: "Maximum", label: "dead letters" },
          ],
        ]),
        chart(12, 21, "Functions", [
          ofDispatcher("Invocations"),
          ofDispatcher("Errors"),
          ofDispatcher("Throttles"),
        ]),
      ],
    });
  });

  it("is found in the console of its partition", () => {
    const path = "/cloudwatch/home?region=eu-central-1#dashboards/dashboard/ccp-dev-eu-west-1-replication";
    const url = (partition: string) => dashboardUrl({ ...place, partition }, "ccp-dev-eu-west-1-replication");
    expect(url("aws")).to.equal(`https://eu-central-1.console.aws.amazon.com${path}`);
    expect(url("aws-cn")).to.equal(`https://eu-central-1.console.amazonaws.cn${path}`);
    expect(url("aws-us-gov")).to.equal(`https://eu-central-1.console.amazonaws-us-gov.com${path}`);
  });
});
