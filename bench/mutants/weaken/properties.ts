import type { Value, Values } from "../../../local/engine";
import { type Mutant, ofType, set } from "../mutant";
import { added, type Part, without } from "../scene";

/** What is set too low, switched off or left out, resource by resource. */
export function weakerProperties(parts: readonly Part[]): Mutant[] {
  return [
    ...repositories(parts),
    ...messaging(parts),
    ...compute(parts),
    ...network(parts),
    ...keysAndLogs(parts),
    ...trail(parts),
  ];
}

/** Rules of branches that no protection names: nothing asks for them. */
const unprotected = /\.develop(-|$)/;

/** Members of a pool of whom nobody said that they approve. */
const strangers = [
  "arn:aws:iam::ACCOUNT:user/ccp-*",
  "arn:aws:iam::ACCOUNT:user/?*",
  "arn:aws:iam::ACCOUNT:user/mallory",
  "arn:aws:iam::999999999999:user/ccp-dev-ada",
  "arn:aws:sts::ACCOUNT:assumed-role/*/mallory",
  "arn:aws:sts::ACCOUNT:assumed-role/Adm*",
  "arn:aws:sts::ACCOUNT:assumed-role/Elsewhere/*",
  "arn:aws:sts::ACCOUNT:federated-user/mallory",
  "CodeCommitApprovers:*:mallory",
  "*dana*",
];

function repositories(parts: readonly Part[]): Mutant[] {
  const type = "aws:codecommit/repository:Repository";
  const template = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";
  const rule = (what: string, edit: (statement: Values) => Values) =>
    set(parts, template, what, ({ content }) => {
      const document = JSON.parse(String(content)) as { Statements: Values[] };
      return { content: JSON.stringify({ ...document, Statements: document.Statements.map(edit) }) };
    });
  return [
    ...set(parts, type, "has AWS's own key", { kmsKeyId: undefined }),
    ...ofType(parts, type).map((part) => ({
      name: `${part.goal.name}: is not protected`,
      parts: parts.map((other) =>
        other === part ? { ...part, goal: { ...part.goal, protect: false } } : other,
      ),
    })),
    ...rule("needs no approval", (statement) => ({ ...statement, NumberOfApprovalsNeeded: 0 })),
    ...rule("needs one approval", (statement) => ({ ...statement, NumberOfApprovalsNeeded: 1 })),
    ...rule("takes anybody's approval", ({ ApprovalPoolMembers: _, ...statement }) => statement),
    ...rule("takes approvals of *", (statement) => ({ ...statement, ApprovalPoolMembers: ["*"] })),
    ...strangers.flatMap((member) =>
      rule(`counts ${member}`, (statement) => {
        const pool = statement.ApprovalPoolMembers as readonly string[] | undefined;
        const account = /:(\d{12}):/.exec(String(pool?.[0]))?.[1] ?? "123456789012";
        return { ...statement, ApprovalPoolMembers: [...(pool ?? []), member.replace("ACCOUNT", account)] };
      }),
    ),
    ...set(parts, template, "is for a branch of another name", ({ name, content }) =>
      unprotected.test(String(name))
        ? undefined
        : { content: String(content).replace(/refs\/heads\//g, "refs/heads/not-") },
    ),
    ...set(parts, template, "is for a short name", ({ content }) => ({
      content: String(content).replace(/refs\/heads\//g, ""),
    })),
    ...ofType(parts, "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation")
      .filter(({ goal }) => !unprotected.test(goal.name))
      .map(({ urn, goal }) => ({ name: `${goal.name}: is gone`, parts: without(parts, urn) })),
  ];
}

function messaging(parts: readonly Part[]): Mutant[] {
  const target = "aws:cloudwatch/eventTarget:EventTarget";
  return [
    ...set(parts, "aws:sns/topic:Topic", "is not encrypted", { kmsMasterKeyId: undefined }),
    ...set(parts, "aws:sns/topic:Topic", "has AWS's own key", { kmsMasterKeyId: "alias/aws/sns" }),
    ...set(parts, "aws:sqs/queue:Queue", "is not encrypted", { kmsMasterKeyId: undefined }),
    ...set(parts, "aws:cloudwatch/eventRule:EventRule", "is for every account", ({ eventPattern }) =>
      typeof eventPattern !== "string"
        ? undefined
        : { eventPattern: JSON.stringify({ ...(JSON.parse(eventPattern) as object), account: undefined }) },
    ),
    ...set(parts, target, "has no dead-letter queue", { deadLetterConfig: undefined }),
    ...set(parts, target, "is tried once", ({ retryPolicy }) =>
      retryPolicy === undefined
        ? undefined
        : { retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 } },
    ),
  ];
}

function compute(parts: readonly Part[]): Mutant[] {
  const lambda = "aws:lambda/function:Function";
  const permission = "aws:lambda/permission:Permission";
  const repository = "aws:ecr/repository:Repository";
  const container = (what: string, change: Values) =>
    set(parts, "aws:ecs/taskDefinition:TaskDefinition", what, ({ containerDefinitions }) => {
      const list = JSON.parse(String(containerDefinitions)) as Values[];
      return { containerDefinitions: JSON.stringify(list.map((one) => ({ ...one, ...change }))) };
    });
  return [
    ...set(parts, lambda, "runs on Node 16", { runtime: "nodejs16.x" }),
    ...set(parts, lambda, "is not traced", { tracingConfig: { mode: "PassThrough" } }),
    ...set(parts, lambda, "may take all concurrency", { reservedConcurrentExecutions: undefined }),
    ...set(parts, lambda, "has a password in its environment", ({ environment }) => ({
      environment: {
        variables: {
          ...(environment as { variables?: Values } | undefined)?.variables,
          DB_PASSWORD: "hunter2hunter2",
        },
      },
    })),
    ...ofType(parts, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").map(
      ({ urn, goal }) => ({
        name: `${goal.name}: is gone, and with it the failure destination`,
        parts: without(parts, urn),
      }),
    ),
    ...set(parts, permission, "is for any source", { sourceArn: undefined, sourceAccount: undefined }),
    ...set(parts, permission, "is for everybody", { principal: "*" }),
    ...container("runs as root", { user: "0:0" }),
    ...container("says no user", { user: undefined }),
    ...container("writes to its root file system", { readonlyRootFilesystem: false }),
    ...container("is privileged", { privileged: true }),
    ...container("keeps no log", { logConfiguration: undefined }),
    ...container("has a secret in its environment", {
      environment: [{ name: "AWS_SECRET_ACCESS_KEY", value: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" }],
    }),
    ...set(parts, "aws:ecs/taskDefinition:TaskDefinition", "shares the host's network", {
      networkMode: "host",
    }),
    ...set(parts, "aws:ecs/taskDefinition:TaskDefinition", "shares the host's processes", {
      pidMode: "host",
    }),
    ...set(parts, repository, "lets tags change", { imageTagMutability: "MUTABLE" }),
    ...set(parts, repository, "scans nothing", { imageScanningConfiguration: { scanOnPush: false } }),
    ...set(parts, repository, "has AWS's own key", {
      encryptionConfigurations: [{ encryptionType: "AES256" }],
    }),
  ];
}

function network(parts: readonly Part[]): Mutant[] {
  const group = "aws:ec2/securityGroup:SecurityGroup";
  const open = {
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: ["0.0.0.0/0"],
    description: "Mutant",
  };
  return [
    ...set(parts, group, "lets everybody in", { ingress: [open] }),
    ...set(parts, group, "lets everybody in, in two halves", {
      ingress: ["0.0.0.0/1", "128.0.0.0/1"].map((half) => ({ ...open, cidrBlocks: [half] })),
    }),
    ...set(parts, group, "lets all of IPv6 in", {
      ingress: [{ ...open, cidrBlocks: [], ipv6CidrBlocks: ["::/1", "8000::/1"] }],
    }),
    ...ofType(parts, group).map((part) => ({
      name: `${part.goal.name}: lets everybody in by a rule of its own`,
      parts: added(parts, part, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "mutant", {
        ...{ securityGroupId: part.outputs.id, description: "Mutant" },
        ...{ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
      }),
    })),
    ...set(parts, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "lets everything out", {
      ...{ ipProtocol: "-1", fromPort: undefined, toPort: undefined },
    }),
  ];
}

function keysAndLogs(parts: readonly Part[]): Mutant[] {
  const key = "aws:kms/key:Key";
  const log = "aws:cloudwatch/logGroup:LogGroup";
  const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
  return [
    ...set(parts, key, "is not rotated", { enableKeyRotation: false }),
    ...set(parts, key, "is disabled", { isEnabled: false }),
    ...set(parts, key, "is gone within a week", { deletionWindowInDays: 7 }),
    ...set(parts, key, "may lock everybody out", { bypassPolicyLockoutSafetyCheck: true }),
    ...set(parts, log, "is kept for ever", { retentionInDays: undefined }),
    ...set(parts, log, "is kept for a day", { retentionInDays: 1 }),
    ...set(parts, log, "is not encrypted", { kmsKeyId: undefined }),
    ...set(parts, alarm, "tells nobody", { alarmActions: [] as Value }),
    ...set(parts, alarm, "is switched off", { actionsEnabled: false }),
    ...set(parts, "aws:secretsmanager/secret:Secret", "has AWS's own key", { kmsKeyId: undefined }),
  ];
}

function trail(parts: readonly Part[]): Mutant[] {
  const type = "aws:cloudtrail/trail:Trail";
  const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
  return [
    ...set(parts, type, "records one region", { isMultiRegionTrail: false }),
    ...set(parts, type, "leaves out global services", { includeGlobalServiceEvents: false }),
    ...set(parts, type, "validates no files", { enableLogFileValidation: false }),
    ...set(parts, type, "is not encrypted", { kmsKeyId: undefined }),
    ...set(parts, type, "writes to no log group", {
      ...{ cloudWatchLogsGroupArn: undefined, cloudWatchLogsRoleArn: undefined },
    }),
    ...set(parts, type, "records nothing", { enableLogging: false }),
    ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].flatMap(
      (property) => set(parts, block, `lacks ${property}`, { [property]: false }),
    ),
    // Not the bucket's encryption and versions: the trail encrypts with its own key, and a lock keeps versions on.
    ...["PublicAccessBlock", "ObjectLockConfiguration"].flatMap((kind) =>
      parts
        .filter(({ goal }) => goal.type.endsWith(`:Bucket${kind}`))
        .map(({ urn, goal }) => ({ name: `${goal.name}: is gone`, parts: without(parts, urn) })),
    ),
    ...set(parts, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "locks for a day", {
      rule: { defaultRetention: { days: 1, mode: "GOVERNANCE" } },
    }),
    ...set(
      parts,
      "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      "is locked so that some may delete",
      ({ rule }) => {
        const { defaultRetention } = rule as { defaultRetention: Values };
        return defaultRetention.mode === "COMPLIANCE"
          ? { rule: { defaultRetention: { ...defaultRetention, mode: "GOVERNANCE" } } }
          : undefined;
      },
    ),
  ];
}
