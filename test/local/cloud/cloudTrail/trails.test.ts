import { CodeCommitClient, DeleteBranchCommand, ListBranchesCommand } from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Properties } from "../../../../local/engine/provider";
import { allow, key, queue, wrong } from "../messaging";
import { accountId, company, context, document, primary, replica, Workbench } from "../workbench";

const service = "cloudtrail.amazonaws.com";
const trailType = "aws:cloudtrail/trail:Trail";
const bucketArn = "arn:aws:s3:::ccp-trail";
const trailArn = `arn:aws:cloudtrail:${primary}:${accountId}:trail/audit`;
const groupArn = `arn:aws:logs:${primary}:${accountId}:log-group:trail`;
const bySource = { StringEquals: { "aws:SourceArn": trailArn } };

interface Entry extends Properties {
  readonly eventName: string;
  readonly userIdentity: Properties;
}

describe("CloudTrail", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
  });
  afterEach(() => bench.close());

  const bucket = async (statements: readonly object[] = bucketStatements) => {
    await bench.create("aws:s3/bucket:Bucket", { bucket: "ccp-trail" });
    await bench.create("aws:s3/bucketPolicy:BucketPolicy", {
      bucket: "ccp-trail",
      policy: document(statements),
    });
  };
  const statement = (Action: string, Resource: string, Condition: object = bySource) => ({
    Effect: "Allow",
    Principal: { Service: service },
    Action,
    Resource,
    Condition,
  });
  const bucketStatements = [
    statement("s3:GetBucketAcl", bucketArn),
    statement("s3:PutObject", `${bucketArn}/AWSLogs/${accountId}/*`, {
      StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
    }),
  ];
  const role = async (name: string, actions: readonly string[]) => {
    const { arn } = await bench.create("aws:iam/role:Role", {
      name,
      assumeRolePolicy: document([
        { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
      ]),
    });
    const Resource = `${groupArn}:log-stream:${accountId}_CloudTrail_*`;
    const policy = document([{ Effect: "Allow", Action: actions, Resource }]);
    await bench.create("aws:iam/rolePolicy:RolePolicy", { role: name, name: "write", policy });
    return arn;
  };
  const trail = (inputs: object = {}) =>
    bench.create(trailType, {
      name: "audit",
      s3BucketName: "ccp-trail",
      isMultiRegionTrail: true,
      ...inputs,
    });
  /** A trail with a log group, which is the quickest to read. */
  const logged = async (inputs: object = {}) => {
    await bucket();
    await bench.create("aws:cloudwatch/logGroup:LogGroup", { name: "trail" });
    const cloudWatchLogsRoleArn = await role("trail", ["logs:CreateLogStream", "logs:PutLogEvents"]);
    await trail({ cloudWatchLogsGroupArn: `${groupArn}:*`, cloudWatchLogsRoleArn, ...inputs });
  };
  const entries = () =>
    bench.cloud.logEvents(primary, "trail").map(({ message }) => JSON.parse(message) as Entry);
  const push = async (user: string, ...refspecs: string[]) => {
    const work = await bench.workingCopy(`work-${user}`);
    await bench.git(work, "push", bench.url("payments-api", user), ...refspecs);
    await bench.cloud.waitUntilIdle();
    return (await bench.git(work, "rev-parse", "HEAD")).output.trim();
  };

  it("records a push twice, and only the second time with its refs", async () => {
    await logged();
    const commit = await push("rita", "main");
    const [, first, second] = entries();
    expect([first, second].map((entry) => entry?.eventName)).to.deep.equal(["GitPush", "GitPush"]);
    expect(first?.requestParameters).to.be.null;
    expect(second?.requestParameters).to.deep.equal({ references: [{ commit, ref: "refs/heads/main" }] });
    expect(second).to.deep.include({
      eventSource: "codecommit.amazonaws.com",
      awsRegion: primary,
      readOnly: false,
      recipientAccountId: accountId,
    });
    expect(second?.userIdentity).to.include({
      type: "IAMUser",
      userName: "rita",
      arn: `arn:aws:iam::${accountId}:user/rita`,
    });
    expect(second?.additionalEventData).to.include({ protocol: "HTTP", repositoryName: "payments-api" });
    expect(second).not.to.have.property("errorCode");
  });

  it("records what was denied, with the reason", async () => {
    await logged();
    await push("dana", "main");
    await push("alan", "main");
    const denied = entries().filter(({ errorCode }) => errorCode === "AccessDenied");
    expect(denied.map(({ userIdentity }) => userIdentity.userName)).to.deep.equal(["dana", "alan"]);
    expect(denied[0]?.errorMessage).to.contain("GuardTrunk");
    expect(denied[0]?.requestParameters).to.have.nested.property("references[0].ref", "refs/heads/main");
    // A reader is turned away before her refs are known.
    expect(denied[1]?.requestParameters).to.be.null;
  });

  it("records what the API is asked, and how it refuses", async () => {
    await logged();
    const client = new CodeCommitClient({
      region: primary,
      endpoint: bench.cloud.endpoint(primary),
      credentials: bench.user("alan"),
      maxAttempts: 1,
    });
    const repositoryName = "payments-api";
    await client.send(new ListBranchesCommand({ repositoryName }));
    await client.send(new DeleteBranchCommand({ repositoryName, branchName: "main" })).catch(() => undefined);
    const [, listed, refused] = entries();
    expect(listed).to.deep.include({
      eventName: "ListBranches",
      readOnly: true,
      requestParameters: { repositoryName },
    });
    expect(listed).not.to.have.property("errorCode");
    expect(refused).to.include({
      eventName: "DeleteBranch",
      readOnly: false,
      errorCode: "AccessDeniedException",
    });
  });

  it("writes files into the bucket, a folder a day and region", async () => {
    await bucket();
    await trail();
    await push("rita", "main");
    const directory = join(bench.directory, "cloud", "s3", "ccp-trail", "AWSLogs", accountId, "CloudTrail");
    const files = (await readdir(directory, { recursive: true })).filter((name) => name.endsWith(".json.gz"));
    const names = await Promise.all(
      files.map(async (file) => {
        expect(file).to.match(
          new RegExp(`^${primary}/\\d{4}/\\d\\d/\\d\\d/${accountId}_CloudTrail_${primary}_`),
        );
        const { Records } = JSON.parse(gunzipSync(await readFile(join(directory, file))).toString()) as {
          Records: Entry[];
        };
        return Records.map(({ eventName }) => eventName);
      }),
    );
    expect(names.flat().sort()).to.deep.equal(["CreateTrail", "GitPush", "GitPush"]);
  });

  it("records what the program changes in IAM and KMS, IAM's in us-east-1", async () => {
    const { id, policy, arn } = await key(bench, []);
    await logged();
    await bench.grant("developers", "more", [{ Effect: "Allow", Action: "s3:*", Resource: "*" }]);
    const handler = bench.cloud.resources["aws:kms/key:Key"];
    await handler?.update?.(id, { policy, isEnabled: false }, { keyId: id, arn, policy }, context(primary));
    const policyArn = `arn:aws:iam::${accountId}:policy/more`;
    const seen = entries().map(({ eventName, eventSource, awsRegion, requestParameters }) => [
      eventName,
      eventSource,
      awsRegion,
      requestParameters,
    ]);
    expect(seen.slice(1)).to.deep.equal([
      ["CreatePolicy", "iam.amazonaws.com", "us-east-1", { policyName: "more" }],
      ["AttachGroupPolicy", "iam.amazonaws.com", "us-east-1", { groupName: "developers", policyArn }],
      ["DisableKey", "kms.amazonaws.com", primary, { keyId: id }],
    ]);
    expect(entries()[1]?.userIdentity.userName).to.equal("operator");
  });

  it("of one region sees no other, and not IAM", async () => {
    await logged({ isMultiRegionTrail: false });
    const before = entries().length;
    await bench.create("aws:iam/group:Group", { name: "others" });
    await bench.create("aws:codecommit/repository:Repository", { repositoryName: "far" }, replica);
    expect(entries()).to.have.length(before);
  });

  it("makes events of the calls that change something", async () => {
    const queueArn = await queue(bench, "calls", ["events.amazonaws.com"]);
    const eventPattern = JSON.stringify({
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: { eventName: ["GitPush", "GitPull"] },
    });
    await bench.create("aws:cloudwatch/eventRule:EventRule", { name: "calls", eventPattern });
    await bench.create("aws:cloudwatch/eventTarget:EventTarget", { rule: "calls", arn: queueArn });
    await push("rita", "main");
    // Without a trail there are none.
    expect(bench.cloud.queueMessages(queueArn)).to.be.empty;
    await bucket();
    await trail();
    await bench.git(bench.directory, "ls-remote", bench.url("payments-api", "rita"));
    expect(bench.cloud.queueMessages(queueArn)).to.be.empty;
    await push("dana", "main");
    const [message] = bench.cloud.queueMessages(queueArn);
    expect(JSON.parse(message?.body ?? "")).to.deep.include({ source: "aws.codecommit", region: primary });
  });

  it("makes no trail that could not write", async () => {
    const inputs = { name: "audit", s3BucketName: "ccp-trail" };
    const refused = (more: object = {}) => wrong(bench, trailType, { ...inputs, ...more });
    expect(await refused()).to.contain("S3BucketDoesNotExistException");
    await bucket(bucketStatements.slice(0, 1));
    expect(await refused())
      .to.contain("InsufficientS3BucketPolicyException")
      .and.to.contain("s3:PutObject");
    const policies = bench.cloud.resources["aws:s3/bucketPolicy:BucketPolicy"];
    const policy = document(bucketStatements);
    await policies?.update?.("ccp-trail", { bucket: "ccp-trail", policy }, {}, context(primary));
    const { arn: kmsKeyId } = await key(bench, [allow(service, "kms:DescribeKey")]);
    expect(await refused({ kmsKeyId })).to.contain("InsufficientEncryptionPolicyException");
    const toLogs = {
      cloudWatchLogsGroupArn: groupArn,
      cloudWatchLogsRoleArn: await role("half", ["logs:PutLogEvents"]),
    };
    expect(await refused(toLogs)).to.contain("InvalidCloudWatchLogsLogGroupArnException");
    await bench.create("aws:cloudwatch/logGroup:LogGroup", { name: "trail" });
    expect(await refused(toLogs)).to.contain("logs:CreateLogStream");
    expect(await refused()).to.equal("no error");
  });
});

describe("S3", () => {
  it("keeps a bucket and what belongs to it", async () => {
    const bench = await Workbench.open();
    try {
      const made = await bench.create("aws:s3/bucket:Bucket", {
        bucket: "ccp-trail",
        objectLockEnabled: true,
      });
      expect(made).to.include({ id: "ccp-trail", arn: bucketArn });
      for (const type of [
        "BucketVersioning",
        "BucketPublicAccessBlock",
        "BucketServerSideEncryptionConfiguration",
        "BucketOwnershipControls",
        "BucketLifecycleConfiguration",
        "BucketObjectLockConfiguration",
        "BucketLogging",
      ]) {
        const token = `aws:s3/b${type.slice(1)}:${type}`;
        expect(await wrong(bench, token, { bucket: "ccp-trail" }), type).to.equal("no error");
        expect(await wrong(bench, token, { bucket: "none" }), type).to.contain("NoSuchBucket");
      }
      expect(await wrong(bench, "aws:s3/bucket:Bucket", { bucket: "ccp-trail" })).to.contain("AlreadyOwned");
      expect(await wrong(bench, "aws:s3/bucket:Bucket", { bucket: "No" })).to.contain("InvalidBucketName");
    } finally {
      await bench.close();
    }
  });
});
