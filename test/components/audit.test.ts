import { expect } from "chai";
import type { ResourceResult, StackResult } from "../../local/engine";
import { dependenciesOf, ofType, previewsOf } from "../support/previews";

describe("The audit of the showcase", function () {
  this.timeout(60_000);
  let primary: StackResult;

  before(async () => {
    [primary] = await previewsOf("showcase");
  });

  const only = (type: string): ResourceResult => {
    const [resource, ...more] = ofType(primary, type).values();
    expect(more, type).to.deep.equal([]);
    return resource;
  };
  const waitsFor = (from: ResourceResult, ...others: (ResourceResult | undefined)[]) => {
    expect([...dependenciesOf(primary, from.urn)]).to.include.members(others.map((other) => other?.urn));
  };

  it("records everything that CodeCommit tells, its API calls included", () => {
    const rule = ofType(primary, "aws:cloudwatch/eventRule:EventRule").get("ccp-showcase-audit-0");
    expect(JSON.parse(String(rule?.inputs.eventPattern))).to.deep.equal({
      source: ["aws.codecommit"],
      account: ["123456789012"],
      region: ["eu-central-1"],
    });
  });

  it("has a trail of all regions, validated and encrypted", () => {
    expect(only("aws:cloudtrail/trail:Trail").inputs)
      .to.include({
        name: "ccp-showcase-audit",
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
      })
      .and.to.include.keys("kmsKeyId", "cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn");
  });

  it("keeps the trail in a bucket that is protected, locked, versioned, private and encrypted", () => {
    const bucket = only("aws:s3/bucket:Bucket");
    expect(bucket.protect).to.equal(true);
    expect(bucket.inputs).to.include({
      bucket: "ccp-showcase-trail-123456789012-eu-central-1",
      objectLockEnabled: true,
    });
    const inputs = (type: string) => only(`aws:s3/${type}`).inputs;
    expect(inputs("bucketVersioning:BucketVersioning")).to.deep.include({
      versioningConfiguration: { status: "Enabled" },
    });
    expect(inputs("bucketPublicAccessBlock:BucketPublicAccessBlock")).to.include({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(inputs("bucketOwnershipControls:BucketOwnershipControls")).to.deep.include({
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    expect(inputs("bucketObjectLockConfiguration:BucketObjectLockConfiguration")).to.deep.include({
      rule: { defaultRetention: { mode: "GOVERNANCE", days: 365 } },
    });
    expect(
      inputs("bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
    ).to.have.nested.property("rules[0].applyServerSideEncryptionByDefault.sseAlgorithm", "aws:kms");
    expect(inputs("bucketLifecycleConfiguration:BucketLifecycleConfiguration")).to.have.nested.property(
      "rules[0].expiration.days",
      2557,
    );
  });

  it("starts the trail once nothing that it writes can be lost", () => {
    waitsFor(
      only("aws:cloudtrail/trail:Trail"),
      only("aws:s3/bucketPolicy:BucketPolicy"),
      only("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"),
      only("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
      only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
      ofType(primary, "aws:iam/rolePolicy:RolePolicy").get("ccp-showcase-audit-role-policy"),
      ofType(primary, "aws:kms/key:Key").get("ccp-showcase-audit-key"),
      ofType(primary, "aws:cloudwatch/logGroup:LogGroup").get("ccp-showcase-audit-log"),
    );
  });

  it("looks at the trail's log group for what is worth an alarm, each time with a filter", () => {
    const filters = [...ofType(primary, "aws:cloudwatch/logMetricFilter:LogMetricFilter").values()];
    expect(filters.map(({ inputs }) => inputs.name)).to.have.members(
      [
        "repository-deleted",
        "approval-overridden",
        "access-changed",
        "key-endangered",
        "trail-changed",
        "denied-pushes",
        "denied-pushes-of-roles",
      ].map((key) => `ccp-showcase-${key}`),
    );
    const alarms = ofType(primary, "aws:cloudwatch/metricAlarm:MetricAlarm");
    for (const filter of filters) {
      expect(filter.inputs.logGroupName).to.equal("ccp-showcase-audit-trail");
      const name = String(filter.inputs.name).replace(/-of-roles$/, "");
      const alarm = [...alarms.values()].find(({ inputs }) => inputs.name === name);
      expect(alarm?.inputs, filter.name).to.include({
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      });
      waitsFor(alarm ?? filter, filter);
    }
  });

  it("counts denied pushes for each identity, known or not", () => {
    const filters = ofType(primary, "aws:cloudwatch/logMetricFilter:LogMetricFilter");
    for (const [key, Identity] of [
      ["denied-pushes", "$.userIdentity.arn"],
      ["denied-pushes-of-roles", "$.userIdentity.sessionContext.sessionIssuer.arn"],
    ]) {
      const filter = filters.get(`ccp-showcase-audit-${key}-filter`);
      expect(filter?.inputs.metricTransformation, key).to.deep.include({
        name: "DeniedPushes",
        dimensions: { Identity },
      });
    }
    const alarm = ofType(primary, "aws:cloudwatch/metricAlarm:MetricAlarm").get(
      "ccp-showcase-audit-denied-pushes-alarm",
    );
    expect(alarm?.inputs).to.deep.include({
      threshold: 5,
      metricQueries: [
        {
          id: "query",
          expression:
            'SELECT SUM(DeniedPushes) FROM SCHEMA("ccp-showcase/audit", Identity) GROUP BY Identity ORDER BY SUM() DESC',
          period: 900,
          returnData: true,
        },
      ],
    });
  });

  it("tells a topic that admits alarms of this environment only, and it is there before any alarm", () => {
    const policy = ofType(primary, "aws:sns/topicPolicy:TopicPolicy").get("ccp-showcase-alarms-policy");
    expect(JSON.parse(String(policy?.inputs.policy))).to.have.deep.nested.property("Statement[1]", {
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: "arn:aws:sns:eu-central-1:123456789012:ccp-showcase-alarms",
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: {
          "aws:SourceArn": ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:ccp-showcase-*"],
        },
      },
    });
    for (const alarm of ofType(primary, "aws:cloudwatch/metricAlarm:MetricAlarm").values()) {
      expect(alarm.inputs.alarmActions, alarm.name).to.have.length(1);
      expect(String(alarm.inputs.name)).to.match(/^ccp-showcase-/);
      waitsFor(alarm, policy);
    }
    expect(
      [...ofType(primary, "aws:sns/topicSubscription:TopicSubscription").values()]
        .filter(({ name }) => name.startsWith("ccp-showcase-alarms-"))
        .map(({ inputs }) => inputs.endpoint),
    ).to.have.members(["platform@example.com", "https://alerts.example.com/codecommit"]);
  });

  it("costs nothing where nobody asks for it", async () => {
    const [dev] = await previewsOf("dev");
    expect(dev.resources.filter(({ type }) => /cloudtrail|^aws:s3|metricAlarm|sns/.test(type))).to.deep.equal(
      [],
    );
  });
});
