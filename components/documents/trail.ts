import { accountStatement } from "./keys";
import type { Place } from "./place";
import { policyDocument, type PolicyDocument } from "./policyDocument";

const service = "cloudtrail.amazonaws.com";

export function trailArn({ partition, account, region }: Place, trailName: string): string {
  return `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}`;
}

/** S3 names are the whole world's: account and region make this one ours. */
export function trailBucketName({ prefix, account, region }: Place): string {
  return `${prefix}-trail-${account}-${region}`;
}

/**
 * A key of the trail's own: who runs queues and topics need not read everything that the account does.
 * Source: CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail".
 */
export function trailKeyPolicy(place: Place, trailName: string): PolicyDocument {
  const { partition, account } = place;
  const sourceArn = { "aws:SourceArn": trailArn(place, trailName) };
  return policyDocument(
    accountStatement(place),
    {
      Sid: "EncryptTrail",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringEquals: sourceArn,
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": `arn:${partition}:cloudtrail:*:${account}:trail/*`,
        },
      },
    },
    {
      Sid: "DescribeKey",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "kms:DescribeKey",
      Resource: "*",
      Condition: { StringEquals: sourceArn },
    },
  );
}

/** The trail writes, over TLS only. Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail". */
export function trailBucketPolicy(place: Place, trailName: string): PolicyDocument {
  const bucket = `arn:${place.partition}:s3:::${trailBucketName(place)}`;
  const sourceArn = { "aws:SourceArn": trailArn(place, trailName) };
  return policyDocument(
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
      Principal: { Service: service },
      Action: "s3:GetBucketAcl",
      Resource: bucket,
      Condition: { StringEquals: sourceArn },
    },
    {
      Sid: "WriteTrail",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "s3:PutObject",
      Resource: `${bucket}/AWSLogs/${place.account}/*`,
      Condition: { StringEquals: { ...sourceArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  );
}

/** CloudTrail documents no condition for the role that it writes logs with. What the role may do is next to nothing. */
export function trailLogsTrust(): PolicyDocument {
  return policyDocument({
    Sid: "TakenByService",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
  });
}

/** Source: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring". */
export function trailLogsPolicy({ partition, account, region }: Place, logGroup: string): PolicyDocument {
  return policyDocument({
    Sid: "WriteTrail",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `arn:${partition}:logs:${region}:${account}:log-group:${logGroup}:log-stream:${account}_CloudTrail_*`,
  });
}
