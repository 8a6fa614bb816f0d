/** Checks of public rule sets that touch what we create: which policy of ours covers each, or why none does. */
export interface UnionRow {
  /** As the rule sets call it; checkov's ids are CKV_AWS_n unless CKV2 is said. */
  readonly check: string;
  readonly sets: string;
  readonly coveredBy: readonly string[];
  /** Why not, or what is different. */
  readonly note?: string;
}

const covered = (
  check: string,
  sets: string,
  coveredBy: string | readonly string[],
  note?: string,
): UnionRow => ({
  check,
  sets,
  coveredBy: typeof coveredBy === "string" ? [coveredBy] : coveredBy,
  ...(note !== undefined && { note }),
});
const not = (check: string, sets: string, note: string): UnionRow => ({ check, sets, coveredBy: [], note });

export const union: Readonly<Record<string, readonly UnionRow[]>> = {
  CodeCommit: [
    covered(
      "Changes of a branch need two approvals",
      "checkov 257",
      ["codecommit-template-require-approvals", "codecommit-template-require-approval-pool"],
      "checkov reads the first statement only",
    ),
    covered(
      "A repository has an approval rule",
      "checkov CKV2_37",
      "codecommit-repository-require-approval-rules",
      "for each protected branch, not any association",
    ),
    not(
      "No secrets in a repository",
      "prowler codecommit_repository_no_secrets",
      "A policy sees resources, not their content.",
    ),
  ],
  IAM: [
    covered(
      "No policy allows everything",
      "checkov 1, 62, 63, 49, CKV2_40; trivy 0057; cfn-guard iam_policy_no_statements_with_{admin,full}_access; Security Hub IAM.1, IAM.21",
      ["iam-policy-forbid-full-access", "codecommit-access-restrict-wildcard"],
    ),
    covered(
      "Policies hang on groups and roles only",
      "checkov 40; trivy 0143; cfn-guard iam_no_inline_policy_check; Security Hub IAM.2; compliance-policies policy-attachment-only-attachment-through-groups, user-policy-attachment-only-attachment-through-groups",
      "iam-user-forbid-policies",
    ),
    covered(
      "Trust is not wide",
      "checkov 60, 61, 283; cfn-guard iam_role_*_trust_policy; cfn-guard *_no_allow_plus_not_principal",
      ["iam-role-forbid-any-principal", "iam-role-require-external-id"],
    ),
    covered(
      "No privilege escalation, exposed credentials or permissions management",
      "checkov 107/287, 109/289, 110/286",
      "iam-policy-forbid-privilege-escalation",
      "by evaluating who may, with boundaries and denies, where checkov matches names of actions",
    ),
    covered(
      "PassRole names roles",
      "trivy 0342; cfn-guard iam_*_no_wildcard_resource_on_passrole",
      "iam-policy-restrict-pass-role",
    ),
    covered("AssumeRole names roles", "cdk-nag IAM5, in part", "iam-policy-restrict-assume-role"),
    covered(
      "No AdministratorAccess, PowerUserAccess or IAMFullAccess",
      "checkov 274, 275, CKV2_56",
      "iam-policy-forbid-full-access",
    ),
    covered(
      "Access keys are rotated, or there are none",
      "trivy 0146; awsguard access-keys-rotated; Security Hub IAM.3; checkov 273, CKV2_22",
      "iam-user-forbid-static-credentials",
      "forbids access keys and console passwords; git credentials where the configuration says so",
    ),
    covered(
      "MFA",
      "trivy 0123, 0145; awsguard mfa-enabled-for-iam-console-access; Security Hub IAM.5",
      "iam-role-require-mfa",
      "for roles; no user has a console password, and team settings ask for MFA in their policies",
    ),
    not(
      "No `*` resource; writes are constrained; no exfiltration",
      "checkov 108/288, 111/290, 355, 356; trivy 0345; cfn-guard iam_policydocument_no_wildcard_resource; cdk-nag IAM5",
      "Some actions take no resource (X-Ray, ECR login), so a pattern is wrong as often as right. What matters, who can do what to repositories, roles and keys, is computed by the policies above.",
    ),
    not(
      "No managed policies of AWS",
      "cdk-nag IAM4",
      "AWSCodeCommitPowerUser is what teams expect; what it allows too much is denied, and that is proved.",
    ),
    not(
      "Groups have users, users have groups",
      "checkov CKV2_14, CKV2_21; cdk-nag GroupHasUsers",
      "Settings refuse people without a team. A team may be empty before its people come.",
    ),
    not(
      "Password policy",
      "Security Hub IAM.7; compliance-policies password-policy-*",
      "An account's setting, and nobody here has a password.",
    ),
    not("Unused credentials", "Security Hub IAM.8", "Only the account knows what was used."),
    not("GitHub OIDC claims", "checkov 358/393", "No OIDC provider is created."),
    not(
      "Role or policy managed twice",
      "awsguard iam-role-no-policy-management-conflicts",
      "Roles have no inline `managedPolicyArns` here; the access evaluator reads both ways.",
    ),
  ],
  SNS: [
    covered(
      "Encrypted with one's own key",
      "checkov 26; trivy 0095, 0136; cfn-guard sns_encrypted_kms; Security Hub SNS.1; cdk-nag SNSEncryptedKMS",
      "sns-topic-require-customer-managed-key",
    ),
    covered(
      "Not public, not for other accounts",
      "checkov 169, 385; cfn-guard topicpolicy rules; Security Hub SNS.4",
      ["sns-topic-forbid-public-access", "sns-topic-require-publisher-source"],
      "accounts that are named are let in",
    ),
    covered("Published to over TLS", "cdk-nag SNS3", [
      "sns-topic-require-tls",
      "sns-subscription-require-https",
    ]),
    not(
      "Delivery status logs",
      "Security Hub SNS.2",
      "They need a role for each topic; failed deliveries show as metrics without.",
    ),
    not(
      "Redrive policy of a subscription",
      "cdk-nag SNSRedrivePolicy",
      "E-mail has none, and queues and functions are declared by their owners.",
    ),
  ],
  SQS: [
    covered(
      "Encrypted with one's own key",
      "checkov 27, CKV2_73; trivy 0096, 0135; cfn-guard sqs kms key; Security Hub SQS.1; cdk-nag SQS2",
      "sqs-queue-require-customer-managed-key",
    ),
    covered(
      "Not public",
      "checkov 72, 168, 387; trivy 0097; cfn-guard queuepolicy rules; Security Hub SQS.3",
      ["sqs-queue-forbid-public-access", "sqs-queue-require-sender-source"],
    ),
    covered("Over TLS", "cdk-nag SQS4", "sqs-queue-require-tls"),
    not(
      "A dead-letter queue for each queue",
      "cdk-nag SQS3, SQSRedrivePolicy",
      "The queues here are dead-letter queues, or are read by others who know when to give up.",
    ),
  ],
  EventBridge: [
    covered(
      "A bus has a policy that is not open",
      "Security Hub EventBridge.3; cdk-nag EVB1",
      "events-bus-forbid-public-access",
    ),
    covered("Undelivered events are kept", "cdk-nag EventBusDLQ", [
      "events-target-require-dead-letter-queue",
      "events-target-require-retries",
    ]),
  ],
  Lambda: [
    covered("No secrets in the environment", "checkov 45", "lambda-function-forbid-secrets-in-environment"),
    covered(
      "Tracing",
      "checkov 50; trivy 0066; compliance-policies function-{configure,enable}-tracing-config",
      "lambda-function-require-tracing",
    ),
    covered(
      "Reserved concurrency",
      "checkov 115; cfn-guard lambda_concurrency_check",
      "lambda-function-require-reserved-concurrency",
    ),
    covered(
      "Failed events are kept",
      "checkov 116; cfn-guard lambda_dlq_check; cdk-nag AsyncFailureDestination",
      "lambda-function-require-failure-destination",
    ),
    covered(
      "Not public, and for whom",
      "checkov 258, 301, 364; trivy 0067; cfn-guard public access, permission action; Security Hub Lambda.1; compliance-policies permission-configure-source-arn; cdk-nag StarPermissions",
      ["lambda-permission-require-source", "lambda-function-url-require-authorization"],
    ),
    covered(
      "Supported runtime",
      "checkov 363; Security Hub Lambda.2; cdk-nag L1",
      "lambda-function-require-supported-runtime",
    ),
    covered(
      "A description",
      "compliance-policies function-missing-description",
      "aws-resource-require-description",
    ),
    covered(
      "Logs",
      "cdk-nag LambdaLogging, LambdaLogLevel",
      ["logs-group-require-retention", "logs-group-require-customer-managed-key"],
      "the function names its log group",
    ),
    not(
      "Within a VPC, several zones",
      "checkov 117; cfn-guard inside_vpc; Security Hub Lambda.5",
      "It calls AWS APIs only; in a VPC it would need endpoints or a NAT gateway for them.",
    ),
    not("The environment has its own key", "checkov 173", "It holds no secret, which is checked."),
    not("Code signing", "checkov 272", "The code comes from the program itself, by its hash."),
    not(
      "Visibility timeout of a queue that feeds it",
      "cdk-nag EventSourceSQSVisibilityTimeout",
      "No queue feeds a function here.",
    ),
  ],
  "ECS and Fargate": [
    covered(
      "Not root",
      "Security Hub ECS.1; Control Tower CT.ECS.PR; cfn-guard task user",
      "ecs-task-require-unprivileged-user",
    ),
    covered("Read-only root", "checkov 336; Security Hub ECS.5", "ecs-task-require-read-only-root"),
    covered("Not privileged", "checkov 334; Security Hub ECS.4", "ecs-task-forbid-privileges"),
    covered(
      "No namespaces of the host",
      "checkov 335; Security Hub ECS.1, ECS.3",
      "ecs-task-forbid-host-namespaces",
    ),
    covered("Logging", "Security Hub ECS.9; cdk-nag ECS7", "ecs-task-require-logging"),
    covered(
      "No secrets in the environment",
      "trivy 0036; Security Hub ECS.8; cdk-nag ECS2",
      "ecs-task-forbid-secrets-in-environment",
      "cdk-nag forbids every variable; regions are no secret",
    ),
    covered("Two roles", "checkov 249", "ecs-task-require-separate-roles"),
    not(
      "Container Insights",
      "checkov 65; trivy 0034; Security Hub ECS.12; cdk-nag ECS4",
      "Billed per task and metric. Tasks live for seconds, and the replicator emits metrics of its own, which alarms look at.",
    ),
    not("EFS over TLS", "checkov 97; trivy 0035", "Tasks mount nothing."),
    not("Exec logging", "checkov 223, 224", "ECS Exec is never switched on: nobody gets a shell in a task."),
    not(
      "No public address of a service, latest platform",
      "checkov 332, 333; Security Hub ECS.2, ECS.10",
      "No ECS service is created: the dispatcher runs single tasks, on the latest platform. Their public address has no ingress; a NAT gateway would cost more than all the rest. `network` puts them elsewhere.",
    ),
    not("Memory limit", "Control Tower CT.ECS.PR", "Fargate requires one of the task."),
    not(
      "Non-blocking log driver",
      "cdk-nag AwslogsDriverNotBlocking",
      "A report that is lost is worse than one that waits.",
    ),
  ],
  KMS: [
    covered(
      "Rotation",
      "checkov 7; trivy 0065; awsguard cmk-backing-key-rotation-enabled; compliance-policies key-enable-key-rotation; cdk-nag KMS5",
      "kms-key-require-rotation",
    ),
    covered("No wildcard principal", "checkov 33; cfn-guard; Security Hub KMS.5", [
      "kms-key-forbid-public-access",
      "kms-key-require-service-source",
    ]),
    covered(
      "Enabled, not about to be deleted",
      "checkov 227; cfn-guard; Security Hub KMS.3",
      ["kms-key-forbid-disabling", "kms-key-require-deletion-window"],
      "a stack cannot say that a key is being deleted, only how long that takes",
    ),
    covered(
      "The lockout check is not bypassed",
      "compliance-policies key-disallow-bypass-policy-lockout-safety-check",
      "kms-key-forbid-lockout-bypass",
    ),
    covered(
      "A description",
      "compliance-policies key-missing-description",
      "aws-resource-require-description",
    ),
    covered(
      "No decryption with all keys",
      "Security Hub KMS.1, KMS.2",
      "iam-policy-forbid-full-access",
      "callers are held to keys by their alias; `key/*` with that condition is what CodeCommit needs",
    ),
    not("A key policy is given", "checkov CKV2_64", "AWS's default delegates to the account, as ours does."),
  ],
  "Logs and alarms": [
    covered(
      "Retention",
      "checkov 66, 338; cfn-guard; cdk-nag RetentionPeriod",
      "logs-group-require-retention",
      "90 days in prod; the trail's archive is kept for seven years",
    ),
    covered(
      "Encrypted with one's own key",
      "checkov 158; trivy 0017; cfn-guard log_group_encrypted; cdk-nag LogGroupEncrypted",
      "logs-group-require-customer-managed-key",
    ),
    covered(
      "Alarms tell somebody",
      "checkov 319; cfn-guard alarm_action; cdk-nag AlarmAction",
      "cloudwatch-alarm-require-actions",
    ),
  ],
  "CloudTrail and S3": [
    covered(
      "All regions, validated, encrypted, to a log group",
      "checkov 35, 36, 67, CKV2_10; trivy 0014–0016, 0162; Security Hub CloudTrail.1, .2, .4, .5",
      [
        "cloudtrail-trail-require-every-region",
        "cloudtrail-trail-require-validation",
        "cloudtrail-trail-require-customer-managed-key",
        "cloudtrail-trail-require-log-group",
      ],
    ),
    covered(
      "Its bucket is not public",
      "checkov 53–56, CKV2_6; trivy 0086, 0087, 0091–0094, 0161; Security Hub S3.1–S3.3, S3.8, CloudTrail.6",
      ["s3-bucket-require-public-access-block", "s3-bucket-forbid-public-access"],
    ),
    covered(
      "Its bucket is locked",
      "Security Hub S3.15",
      "cloudtrail-bucket-require-lock",
      "object lock includes versioning (checkov 21; Security Hub S3.14)",
    ),
    covered("TLS only", "Security Hub S3.5", "s3-bucket-require-tls"),
    covered(
      "Encrypted with one's own key",
      "checkov 145; trivy 0132; Security Hub S3.17",
      "s3-bucket-require-customer-managed-key",
    ),
    not(
      "Access logs of the bucket",
      "checkov 18; awsguard s3-bucket-logging-enabled; Security Hub S3.9, CloudTrail.7",
      "They would need a second bucket with the same needs; nobody but CloudTrail writes, and reads of objects can be recorded by the trail.",
    ),
    not(
      "Replication of the bucket",
      "checkov 144; Security Hub S3.7",
      "The lock protects what is there; another region's copy is the owner's decision.",
    ),
  ],
  ECR: [
    covered("Not public", "checkov 32; trivy 0032; cdk-nag ECR1", "ecr-repository-forbid-public-access"),
    covered(
      "Immutable tags",
      "checkov 51; trivy 0031; Security Hub ECR.2; compliance-policies repository-disallow-mutable-image",
      "ecr-repository-require-immutable-tags",
    ),
    covered(
      "Encrypted with one's own key",
      "checkov 136; trivy 0033; compliance-policies repository-{configure-customer-managed-key,disallow-unencrypted-repository}",
      "ecr-repository-require-customer-managed-key",
    ),
    covered(
      "Scanned",
      "checkov 163; trivy 0030; cfn-guard; Security Hub ECR.1; compliance-policies repository-{configure,enable}-image-scan",
      "ecr-repository-require-scan-on-push",
    ),
    not(
      "A lifecycle policy",
      "Security Hub ECR.3",
      "We keep ten images; without a policy storage costs grow, and nothing else happens.",
    ),
  ],
  "VPC and security groups": [
    covered(
      "Nobody is let in",
      "checkov 24, 25, 260, 277; trivy 0107; cfn-guard sg_*; Security Hub EC2.18, EC2.19; compliance-policies disallow-public-internet-ingress, disallow-inbound-http-traffic",
      "ec2-security-group-forbid-public-ingress",
    ),
    covered("Egress is narrow", "checkov 382; trivy 0104", "ec2-security-group-restrict-egress"),
    covered(
      "Descriptions",
      "checkov 23; trivy 0099, 0124; compliance-policies missing-{description,egress-rule-description,ingress-rule-description}",
      "ec2-security-group-require-description",
    ),
    covered(
      "The default security group is closed",
      "checkov CKV2_12; trivy 0173; Security Hub EC2.2",
      "ec2-vpc-require-closed-default-security-group",
    ),
    covered(
      "Flow logs",
      "checkov CKV2_11; trivy 0178; Security Hub EC2.6; cdk-nag VPC7",
      "ec2-vpc-require-flow-logs",
      "off in our presets: the network of one task that nobody can call would cost more in logs than in use",
    ),
    covered(
      "Subnets give no public addresses",
      "checkov 130; trivy 0164; cfn-guard; Security Hub EC2.15",
      "ec2-subnet-forbid-public-addresses",
      "off in our presets: awsx sets it on public subnets; tasks there need an address, and nobody can call them",
    ),
    not(
      "Network ACLs; no route to an internet gateway",
      "trivy 0101; Security Hub EC2.21; cdk-nag VPC3",
      "Security groups decide, and without a NAT gateway the internet gateway is the way out. `network` puts tasks elsewhere.",
    ),
    not(
      "Endpoints: acceptance, ECR",
      "checkov 123; Security Hub EC2.55, EC2.56",
      "None are created; an interface endpoint costs more than the pipeline.",
    ),
    not("A security group is attached", "checkov CKV2_5", "The dispatcher hands it to tasks as they start."),
    not(
      "Rules managed twice",
      "awsguard security-group-no-rule-management-conflicts",
      "Groups here have no inline rules.",
    ),
  ],
  "Secrets Manager": [
    covered(
      "Encrypted with one's own key",
      "checkov 149, 337; trivy 0098; compliance-policies secret-configure-customer-managed-key",
      "secretsmanager-secret-require-customer-managed-key",
    ),
    covered(
      "A description",
      "compliance-policies secret-missing-description",
      "aws-resource-require-description",
    ),
    not(
      "Rotation",
      "checkov 304, CKV2_57; cfn-guard; Security Hub SecretsManager.1, .2, .4; cdk-nag SMG4",
      "AWS has no rotation of CodeCommit's git credentials. Settings let a person hold two, so that one can follow the other; roles need none.",
    ),
    not("Unused secrets", "Security Hub SecretsManager.3", "Only the account knows what was read."),
  ],
  CodeBuild: [
    not(
      "Encryption, logs, privileges, source",
      "checkov 78, 147, 311, 314, 316; trivy 0018; cfn-guard; Security Hub CodeBuild.1–.5, .7; cdk-nag CB4, CB5",
      "No CodeBuild project is created.",
    ),
  ],
};
