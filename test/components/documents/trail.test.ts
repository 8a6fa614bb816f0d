import { expect } from "chai";
import type { Place } from "../../../components/documents/place";
import {
  trailBucketName,
  trailBucketPolicy,
  trailKeyPolicy,
  trailLogsPolicy,
  trailLogsTrust,
} from "../../../components/documents/trail";

const place: Place = {
  partition: "aws",
  account: "123456789012",
  region: "eu-central-1",
  prefix: "ccp-prod",
};
const trail = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/ccp-prod-audit";
const bucket = "arn:aws:s3:::ccp-prod-trail-123456789012-eu-central-1";
const service = { Service: "cloudtrail.amazonaws.com" };

describe("The documents of the trail", () => {
  it("let the trail encrypt with its key, and the account decide who reads", () => {
    expect(trailKeyPolicy(place, "ccp-prod-audit").Statement).to.deep.equal([
      {
        Sid: "AccountPolicies",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "EncryptTrail",
        Effect: "Allow",
        Principal: service,
        Action: "kms:GenerateDataKey*",
        Resource: "*",
        Condition: {
          StringEquals: { "aws:SourceArn": trail },
          StringLike: {
            "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:123456789012:trail/*",
          },
        },
      },
      {
        Sid: "DescribeKey",
        Effect: "Allow",
        Principal: service,
        Action: "kms:DescribeKey",
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceArn": trail } },
      },
    ]);
  });

  it("let the trail write to its bucket, over TLS", () => {
    expect(trailBucketName(place)).to.equal("ccp-prod-trail-123456789012-eu-central-1");
    expect(trailBucketPolicy(place, "ccp-prod-audit").Statement).to.deep.equal([
      {
        Sid: "OnlyOverTls",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "s3:*",
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "CheckAcl",
        Effect: "Allow",
        Principal: service,
        Action: "s3:GetBucketAcl",
        Resource: bucket,
        Condition: { StringEquals: { "aws:SourceArn": trail } },
      },
      {
        Sid: "WriteTrail",
        Effect: "Allow",
        Principal: service,
        Action: "s3:PutObject",
        Resource: `${bucket}/AWSLogs/123456789012/*`,
        Condition: {
          StringEquals: { "aws:SourceArn": trail, "s3:x-amz-acl": "bucket-owner-full-control" },
        },
      },
    ]);
  });

  it("let CloudTrail write its streams of one log group", () => {
    expect(trailLogsTrust().Statement).to.deep.equal([
      { Sid: "TakenByService", Effect: "Allow", Principal: service, Action: "sts:AssumeRole" },
    ]);
    expect(trailLogsPolicy(place, "ccp-prod-audit-trail").Statement).to.deep.equal([
      {
        Sid: "WriteTrail",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource:
          "arn:aws:logs:eu-central-1:123456789012:log-group:ccp-prod-audit-trail:log-stream:123456789012_CloudTrail_*",
      },
    ]);
  });
});
