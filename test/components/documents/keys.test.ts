import { expect } from "chai";
import {
  accountKeyPolicy,
  operationsKeyPolicy,
  repositoryKeyStatement,
} from "../../../components/documents/keys";
import type { Place } from "../../../components/documents/place";
import { policyText } from "../../../components/documents/policyDocument";

const place: Place = {
  partition: "aws",
  account: "123456789012",
  region: "eu-central-1",
  prefix: "ccp-dev",
};

const account = {
  Sid: "AccountPolicies",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: "kms:*",
  Resource: "*",
};

const encrypt = { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" };
const ownTopics = {
  "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:eu-central-1:123456789012:*",
};

describe("The keys' policies", () => {
  it("leave the repositories' key to the account's policies, and admit nobody else", () => {
    expect(accountKeyPolicy(place)).to.deep.equal({ Version: "2012-10-17", Statement: [account] });
  });

  it("let callers use the repositories' keys of every region through their alias", () => {
    expect(repositoryKeyStatement(place)).to.deep.equal({
      Sid: "UseRepositoryKeys",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: "arn:aws:kms:*:123456789012:key/*",
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-repositories" },
        StringLikeIfExists: { "kms:ViaService": "codecommit.*" },
      },
    });
  });

  it("admit to the operations key each service that publishes, for this account only", () => {
    expect(operationsKeyPolicy(place)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        account,
        {
          ...encrypt,
          Sid: "PublishTriggersAndAlarms",
          Principal: { Service: ["cloudwatch.amazonaws.com", "codecommit.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
        {
          ...encrypt,
          Sid: "PublishNotifications",
          Principal: { Service: "codestar-notifications.amazonaws.com" },
          Condition: {
            StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" },
            ArnLike: ownTopics,
          },
        },
        {
          ...encrypt,
          Sid: "PublishEvents",
          Principal: { Service: "events.amazonaws.com" },
          Condition: { ArnLike: ownTopics },
        },
        {
          ...encrypt,
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Sid: "EventsToQueues",
          Principal: { Service: "events.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
        {
          ...encrypt,
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Sid: "TopicsToQueues",
          Principal: { Service: "sns.amazonaws.com" },
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:eu-central-1:123456789012:*" } },
        },
        {
          Sid: "LogGroups",
          Effect: "Allow",
          Principal: { Service: "logs.eu-central-1.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
          Resource: "*",
          Condition: {
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:123456789012:log-group:*",
            },
          },
        },
      ],
    });
  });

  it("speak of the partition's own endpoints in China", () => {
    const text = policyText(operationsKeyPolicy({ ...place, partition: "aws-cn", region: "cn-north-1" }));
    expect(text).to.contain('"sns.cn-north-1.amazonaws.com.cn"');
    expect(text).to.contain('"logs.cn-north-1.amazonaws.com.cn"');
  });
});
