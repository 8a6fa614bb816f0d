import { alarmActions } from "../../../policy-pack/policies/operations/alarmActions";
import { bucketAccess } from "../../../policy-pack/policies/operations/bucketAccess";
import { bucketBlock } from "../../../policy-pack/policies/operations/bucketBlock";
import { bucketKey } from "../../../policy-pack/policies/operations/bucketKey";
import { bucketTls } from "../../../policy-pack/policies/operations/bucketTls";
import { bucketWriters } from "../../../policy-pack/policies/operations/bucketWriters";
import { descriptions } from "../../../policy-pack/policies/operations/descriptions";
import { keyAccess } from "../../../policy-pack/policies/operations/keyAccess";
import { keyDeletion } from "../../../policy-pack/policies/operations/keyDeletion";
import { keyEnabled } from "../../../policy-pack/policies/operations/keyEnabled";
import { keyLockout } from "../../../policy-pack/policies/operations/keyLockout";
import { keyRotation } from "../../../policy-pack/policies/operations/keyRotation";
import { keyServices } from "../../../policy-pack/policies/operations/keyServices";
import { logKey } from "../../../policy-pack/policies/operations/logKey";
import { logRetention } from "../../../policy-pack/policies/operations/logRetention";
import { secretAccess } from "../../../policy-pack/policies/operations/secretAccess";
import { secretKey } from "../../../policy-pack/policies/operations/secretKey";
import { secretReaders } from "../../../policy-pack/policies/operations/secretReaders";
import { tags } from "../../../policy-pack/policies/operations/tags";
import { trailKey } from "../../../policy-pack/policies/operations/trailKey";
import { trailLock } from "../../../policy-pack/policies/operations/trailLock";
import { trailLogs } from "../../../policy-pack/policies/operations/trailLogs";
import { trailScope } from "../../../policy-pack/policies/operations/trailScope";
import { trailValidation } from "../../../policy-pack/policies/operations/trailValidation";
import { account, document, resource, unknownString, urn } from "../fixtures";
import { type Break, judgesInputs, judgesStack } from "./judged";

const key = "aws:kms/key:Key";
const trail = "aws:cloudtrail/trail:Trail";
const bucket = "aws:s3/bucket:Bucket";
const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const lock = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const bucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";

const remedy =
  "Name accounts, roles or services in `Principal`, or add a condition on `aws:PrincipalOrgID`, " +
  "`aws:SourceAccount` or `aws:SourceArn`.";
const allow = (Principal: unknown, Condition?: object) => ({
  policy: document({
    Sid: "Use",
    Effect: "Allow",
    Principal,
    Action: "kms:Decrypt",
    Resource: "*",
    Condition,
  }),
});
const own = allow({ AWS: `arn:aws:iam::${account}:root` });
const anyone = (noun: string): Break => [
  "a policy for anyone",
  allow("*"),
  `Use in the policy of ${noun} a admits anyone. ${remedy}`,
];
const keyBreaks = (noun: string, property: string, awsKey: string): readonly Break[] => {
  const set = `Set \`${property}\` to the ARN of an aws.kms.Key of yours.`;
  return [
    ["no key", { [property]: undefined }, `${noun} a has no key of its owner. ${set}`],
    [
      "AWS's key",
      { [property]: awsKey },
      `${noun} a is encrypted with ${awsKey}, a key that AWS manages. ${set}`,
    ],
  ];
};

describe("Policies of keys", () => {
  const forEver = "Key a keeps its key material for ever. Set `enableKeyRotation: true`.";
  judgesInputs(keyRotation, key, "a", { enableKeyRotation: true }, [
    ["no rotation", { enableKeyRotation: undefined }, forEver],
    ["none by choice", { enableKeyRotation: false }, forEver],
    ["a key pair, which cannot", { enableKeyRotation: undefined, customerMasterKeySpec: "RSA_4096" }],
  ]);
  for (const type of [key, "aws:kms/keyPolicy:KeyPolicy"]) {
    judgesInputs(keyAccess, type, "a", own, [
      anyone("key"),
      ["anyone of the account", allow({ AWS: "*" }, { StringEquals: { "kms:CallerAccount": account } })],
    ]);
    const events = { Service: "events.amazonaws.com" };
    judgesInputs(keyServices, type, "a", own, [
      [
        "a service without a source",
        allow(events),
        "Use in the policy of key a admits events.amazonaws.com on behalf of any AWS account. Add a condition on `aws:SourceAccount` or `aws:SourceArn`.",
      ],
      ["a service of the account", allow(events, { StringEquals: { "aws:SourceAccount": account } })],
      [
        "a service, for the account's topics",
        allow(events, {
          ArnLike: { "kms:EncryptionContext:aws:sns:topicArn": `arn:aws:sns:eu-central-1:${account}:*` },
        }),
      ],
    ]);
    judgesInputs(keyLockout, type, "a", own, [
      [
        "a policy that may lock everybody out",
        { bypassPolicyLockoutSafetyCheck: true },
        "Key a may get a policy that nobody can change again. Take `bypassPolicyLockoutSafetyCheck` away.",
      ],
    ]);
  }
  judgesInputs(keyDeletion, key, "a", { deletionWindowInDays: 30 }, [
    [
      "a week",
      { deletionWindowInDays: 7 },
      "Key a is gone 7 days after it is deleted. Set `deletionWindowInDays` to 14 or more.",
    ],
    ["AWS's own window", { deletionWindowInDays: undefined }],
  ]);
  judgesInputs(keyEnabled, key, "a", { isEnabled: true }, [
    [
      "a disabled key",
      { isEnabled: false },
      "Key a is disabled, and with it all that it encrypts. Take `isEnabled: false` away.",
    ],
  ]);
  judgesInputs(descriptions, key, "a", { description: "Repositories" }, [
    ["no description", { description: undefined }, "a does not say what it is for. Set `description`."],
  ]);
});

describe("Policies of logs and alarms", () => {
  const set = "Set `retentionInDays` to 30 or more.";
  judgesInputs(logRetention, logGroup, "a", { retentionInDays: 30 }, [
    ["no retention", { retentionInDays: undefined }, `Log group a is kept for ever. ${set}`],
    ["none by choice", { retentionInDays: 0 }, `Log group a is kept for ever. ${set}`],
    ["a week", { retentionInDays: 7 }, `Log group a is kept for 7 days only. ${set}`],
  ]);
  judgesInputs(
    logKey,
    logGroup,
    "a",
    { kmsKeyId: unknownString },
    keyBreaks("Log group", "kmsKeyId", "alias/aws/logs"),
  );
  for (const kind of ["metricAlarm:MetricAlarm", "compositeAlarm:CompositeAlarm"]) {
    judgesInputs(alarmActions, `aws:cloudwatch/${kind}`, "a", { alarmActions: [unknownString] }, [
      ["no actions", { alarmActions: undefined }, "Nobody hears of alarm a. Set `alarmActions`."],
      ["an empty list", { alarmActions: [] }, "Nobody hears of alarm a. Set `alarmActions`."],
      ["a muted alarm", { actionsEnabled: false }, "Alarm a is muted. Take `actionsEnabled: false` away."],
    ]);
  }
});

describe("Policies of trails", () => {
  const compliant = {
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    kmsKeyId: unknownString,
    cloudWatchLogsGroupArn: unknownString,
    cloudWatchLogsRoleArn: unknownString,
  };
  const oneRegion = "Trail a records one region. Set `isMultiRegionTrail: true`.";
  judgesInputs(trailScope, trail, "a", compliant, [
    ["one region", { isMultiRegionTrail: undefined }, oneRegion],
    ["one region by choice", { isMultiRegionTrail: false }, oneRegion],
    [
      "no IAM",
      { includeGlobalServiceEvents: false },
      "Trail a does not record IAM. Set `includeGlobalServiceEvents: true`.",
    ],
    [
      "a trail that is off",
      { enableLogging: false },
      "Trail a is switched off. Take `enableLogging: false` away.",
    ],
  ]);
  const unproved =
    "Nobody could tell that files of trail a were changed. Set `enableLogFileValidation: true`.";
  judgesInputs(trailValidation, trail, "a", compliant, [
    ["no validation", { enableLogFileValidation: undefined }, unproved],
    ["none by choice", { enableLogFileValidation: false }, unproved],
  ]);
  judgesInputs(trailKey, trail, "a", compliant, keyBreaks("Trail", "kmsKeyId", "alias/aws/cloudtrail"));
  const unwatched = "No alarm can look at trail a. Set `cloudWatchLogsGroupArn` and `cloudWatchLogsRoleArn`.";
  judgesInputs(trailLogs, trail, "a", compliant, [
    ["no log group", { cloudWatchLogsGroupArn: undefined }, unwatched],
    ["no role", { cloudWatchLogsRoleArn: undefined }, unwatched],
  ]);
  const written = [
    resource(bucket, "b", { id: unknownString }),
    resource(trail, "a", { s3BucketName: unknownString }, { s3BucketName: [urn(bucket, "b")] }),
  ];
  const locked = (defaultRetention: object, on = "b") =>
    resource(lock, "l", { bucket: unknownString, rule: { defaultRetention } }, { bucket: [urn(bucket, on)] });
  const finding = [
    bucket,
    "b",
    "Files of the trail can be deleted from bucket b. Lock them for 90 days or more with an aws.s3.BucketObjectLockConfiguration of mode COMPLIANCE.",
  ] as const;
  judgesStack(
    trailLock,
    [...written, locked({ mode: "COMPLIANCE", days: 365 })],
    [
      ["no lock", written, finding],
      ["a short lock", [...written, locked({ mode: "COMPLIANCE", days: 30 })], finding],
      ["no retention", [...written, locked({})], finding],
      ["another bucket's lock", [...written, resource(bucket, "c", {}), locked({ days: 365 }, "c")], finding],
      ["a lock in years", [...written, locked({ mode: "COMPLIANCE", years: 1 })]],
      ["a lock that some may bypass", [...written, locked({ mode: "GOVERNANCE", years: 1 })], finding],
      ["a lock of no mode", [...written, locked({ years: 1 })], finding],
      ["a bucket of no trail", [written[0]]],
    ],
  );
  const [, , said] = finding;
  judgesStack(
    trailLock,
    [...written, locked({ mode: "GOVERNANCE", days: 365 })],
    [
      [
        "a lock of another mode",
        [...written, locked({ mode: "OTHER", days: 365 })],
        [bucket, "b", said.replace("COMPLIANCE", "GOVERNANCE")],
      ],
    ],
    { mode: "governance" },
  );
});

describe("Policies of buckets and secrets", () => {
  const closed = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };
  judgesInputs(
    bucketBlock,
    block,
    "a",
    closed,
    Object.keys(closed).flatMap((flag): Break[] => {
      const message = `Public access block a leaves a way open. Set \`${flag}: true\`.`;
      return [
        [`no ${flag}`, { [flag]: undefined }, message],
        [`${flag} switched off`, { [flag]: false }, message],
      ];
    }),
  );
  const one = resource(bucket, "b", { id: "b", bucket: "b" });
  judgesStack(
    bucketBlock,
    [one, resource(block, "a", { bucket: "b", ...closed })],
    [
      [
        "a bucket without",
        [one],
        [bucket, "b", "Bucket b may be made public. Add an aws.s3.BucketPublicAccessBlock."],
      ],
    ],
  );
  judgesInputs(bucketAccess, bucketPolicy, "a", own, [anyone("bucket")]);
  const trailWriter = { Service: "cloudtrail.amazonaws.com" };
  const trailArn = `arn:aws:cloudtrail:eu-central-1:${account}:trail/ccp-prod-audit`;
  judgesInputs(
    bucketWriters,
    bucketPolicy,
    "a",
    allow(trailWriter, { StringEquals: { "aws:SourceArn": trailArn } }),
    [
      [
        "a trail of anybody's",
        allow(trailWriter),
        "Use in the policy of bucket a admits cloudtrail.amazonaws.com on behalf of any AWS account. Add a condition on `aws:SourceAccount` or `aws:SourceArn`.",
      ],
      [
        "conditions on what is written only",
        allow(trailWriter, { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } }),
        "Use in the policy of bucket a admits cloudtrail.amazonaws.com on behalf of any AWS account. Add a condition on `aws:SourceAccount` or `aws:SourceArn`.",
      ],
    ],
  );
  const tls = {
    policy: document({
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: "*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
  };
  const remark = "Deny s3:PutObject to everybody where `aws:SecureTransport` is false.";
  judgesInputs(bucketTls, bucketPolicy, "a", tls, [
    ["no deny", own, `The policy of bucket a admits requests without TLS. ${remark}`],
  ]);
  judgesStack(
    bucketTls,
    [one, resource(bucketPolicy, "a", { bucket: "b", ...tls })],
    [
      [
        "a bucket without a policy",
        [one],
        [bucket, "b", `Bucket b has no policy, so it takes requests without TLS. ${remark}`],
      ],
    ],
  );
  const rules = (applyServerSideEncryptionByDefault: object) => ({
    rules: [{ applyServerSideEncryptionByDefault }],
  });
  const set =
    "Set `rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId` to the ARN of an aws.kms.Key of yours.";
  judgesInputs(
    bucketKey,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "a",
    rules({ sseAlgorithm: "aws:kms", kmsMasterKeyId: unknownString }),
    [
      ["S3's own", rules({ sseAlgorithm: "AES256" }), `Bucket encryption a has no key of its owner. ${set}`],
      [
        "KMS without a key",
        rules({ sseAlgorithm: "aws:kms" }),
        `Bucket encryption a has no key of its owner. ${set}`,
      ],
      ["rules that are not known yet", { rules: unknownString }],
    ],
  );
  const secret = "aws:secretsmanager/secret:Secret";
  judgesInputs(
    secretKey,
    secret,
    "a",
    { kmsKeyId: unknownString },
    keyBreaks("Secret", "kmsKeyId", "alias/aws/secretsmanager"),
  );
  const credential = resource("aws:iam/serviceSpecificCredential:ServiceSpecificCredential", "ada-git", {});
  const version = "aws:secretsmanager/secretVersion:SecretVersion";
  const kept = resource(secret, "s", { arn: "arn:s", id: "arn:s" });
  const password = resource(
    version,
    "v",
    { secretId: "arn:s", secretStringWo: unknownString },
    { secretStringWo: [credential.urn] },
  );
  const others = (change: object = {}) =>
    resource("aws:secretsmanager/secretPolicy:SecretPolicy", "p", {
      secretArn: "arn:s",
      policy: document({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
        Condition: { StringNotLike: { "aws:PrincipalArn": [`arn:*:iam::${account}:user/ada`] } },
        ...change,
      }),
    });
  const readByMany =
    "Secret s holds a git password, and everyone who may read secrets reads it. Deny secretsmanager:GetSecretValue in its policy to all but its owner.";
  const caught = [secret, "s", readByMany] as const;
  judgesStack(
    secretReaders,
    [credential, kept, password, others()],
    [
      ["no policy", [credential, kept, password], caught],
      [
        "the policy of another secret",
        [
          ...[credential, kept, password],
          resource(others().type, "p", { ...others().props, secretArn: "arn:t" }),
        ],
        caught,
      ],
      ["an allow", [credential, kept, password, others({ Effect: "Allow" })], caught],
      [
        "a deny of other actions",
        [credential, kept, password, others({ Action: "secretsmanager:PutSecretValue" })],
        caught,
      ],
      [
        "a deny that spares all",
        [
          ...[credential, kept, password],
          others({ Condition: { StringNotLike: { "aws:PrincipalArn": "*" } } }),
        ],
        caught,
      ],
      [
        "a deny on a further condition",
        [
          ...[credential, kept, password],
          others({
            Condition: {
              StringNotLike: { "aws:PrincipalArn": `arn:*:iam::${account}:user/ada` },
              IpAddress: { "aws:SourceIp": "203.0.113.7/32" },
            },
          }),
        ],
        caught,
      ],
      ["a secret that is no password", [kept, resource(version, "v", { secretId: "arn:s" })]],
    ],
  );
  for (const type of [secret, "aws:secretsmanager/secretPolicy:SecretPolicy"]) {
    judgesInputs(secretAccess, type, "a", own, [anyone("secret")]);
  }
});

describe("Policies of tags", () => {
  const required = { required: { team: "", "cost-center": "42" } };
  judgesInputs(
    tags,
    bucket,
    "a",
    { tags: { team: "platform", "cost-center": "7" } },
    [
      [
        "a tag that is missing",
        { tags: { team: "platform" } },
        "a has no tag `cost-center`. Set it, or the provider's `defaultTags`.",
      ],
      [
        "no tags",
        { tags: undefined },
        "a has no tag `team`. Set it, or the provider's `defaultTags`.",
        "a has no tag `cost-center`. Set it, or the provider's `defaultTags`.",
      ],
      ["tags that are not known yet", { tags: unknownString }],
      ["a value that is not known yet", { tags: { team: unknownString, "cost-center": "42" } }],
    ],
    required,
  );
  judgesInputs(tags, bucket, "b", {}, []);
});
