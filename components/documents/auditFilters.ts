import type { Place } from "./place";

/** CloudWatch Logs API reference, "PutMetricFilter". */
export const filterCharacters = 1024;

/** What in the trail is worth an alarm. */
export interface AuditFilter {
  /** Part of the alarm's name. */
  readonly key: string;
  readonly metricName: string;
  /** A filter pattern of CloudWatch Logs over CloudTrail's records. */
  readonly pattern: string;
  /** What happened and what to do, for who gets the message. */
  readonly description: string;
}

/**
 * One alarm each. What failed is no alarm here: repeated failures of one identity are counted by
 * {@link deniedPushFilters}. Only the names of what was called and of what is ours are looked at.
 */
export function auditFilters(place: Place): AuditFilter[] {
  const { partition, account, prefix } = place;
  return [
    {
      key: "repository-deleted",
      metricName: "RepositoryDeleted",
      pattern: succeeded("codecommit", named("DeleteRepository")),
      description:
        "A repository was deleted, in whatever region. CodeCommit has no undo: restore it from a copy.",
    },
    {
      key: "approval-overridden",
      metricName: "ApprovalOverridden",
      pattern: succeeded(
        "codecommit",
        named("OverridePullRequestApprovalRules"),
        `$.requestParameters.overrideStatus = "OVERRIDE"`,
      ),
      description: "The approval rules of a pull request were set aside. Ask who did it why.",
    },
    {
      key: "access-changed",
      metricName: "AccessChanged",
      // IAM's events reach a trail of all regions whatever region it lives in.
      pattern: succeeded(
        "iam",
        "$.readOnly IS FALSE",
        named(
          "*GroupPolicy",
          "*UserPolicy",
          "*RolePolicy",
          "*PolicyVersion",
          "*PermissionsBoundary",
          "DeletePolicy",
          "DeleteGroup",
          "UpdateGroup",
          "AddUserToGroup",
          "RemoveUserFromGroup",
        ),
        anyOf(
          `$.requestParameters.groupName = "${prefix}-*"`,
          `$.requestParameters.userName = "${prefix}-*"`,
          `$.requestParameters.roleName = "${prefix}-*"`,
          `$.requestParameters.policyArn = "arn:${partition}:iam::${account}:policy/${prefix}-*"`,
        ),
      ),
      description:
        "A branch guard, a policy, a group or a membership of this environment was changed. An update of the stack does that too: see who it was.",
    },
    {
      key: "key-endangered",
      metricName: "KeyEndangered",
      // A key's id is random and its alias not in the record, so every key counts; an alias only when it is ours.
      pattern: succeeded(
        "kms",
        anyOf(
          named("DisableKey", "ScheduleKeyDeletion"),
          allOf(named("DeleteAlias", "UpdateAlias"), `$.requestParameters.aliasName = "alias/${prefix}-*"`),
        ),
      ),
      description:
        "A key was disabled or will be deleted, or an alias was moved: what it encrypts cannot be read any more. Enable the key or cancel its deletion.",
    },
    {
      key: "trail-changed",
      metricName: "TrailChanged",
      pattern: succeeded(
        "cloudtrail",
        named("DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail"),
      ),
      description:
        "A trail was stopped, deleted or changed: what happens from now on may be recorded nowhere.",
    },
  ];
}

/** The dimension that tells whose pushes were denied. */
export const identityDimension = "Identity";

/** The ARN that stays when the name of a session changes: of the role, or of the user who federates. */
const issuer = "$.userIdentity.sessionContext.sessionIssuer.arn";

/** The attempts to move a ref, by git or by the API, that were denied. */
export const deniedPushes = {
  key: "denied-pushes",
  metricName: "DeniedPushes",
  description:
    "One identity was denied several pushes: somebody tries a protected branch or a copy, or a machine is set up wrong.",
} as const;

/**
 * Both filters count for the same metric, and an event matches one of them only. The ARN of a session ends in its name,
 * which git-remote-codecommit changes with every command: a role is counted by its own ARN. A user has no session
 * issuer, and without the field a dimension is not published: a user is counted by the ARN of the identity.
 *
 * @see https://github.com/aws/git-remote-codecommit (1.17: botocore makes a session's name of the current time)
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-logs-metricfilter-dimension.html
 */
export const deniedPushFilters = [
  { key: deniedPushes.key, identity: "$.userIdentity.arn", pattern: deniedTo(`${issuer} NOT EXISTS`) },
  { key: `${deniedPushes.key}-of-roles`, identity: issuer, pattern: deniedTo(`${issuer} = "*"`) },
] as const;

/** An alarm's namespace: the metrics are of this environment only. */
export function auditNamespace({ prefix }: Place): string {
  return `${prefix}/audit`;
}

/**
 * The denied pushes of each identity, the most first. A metric with a dimension has no sum over all its values, and the
 * identities are not known: a query that groups by the dimension finds them, and its alarm judges each on its own.
 * Source: CloudWatch user guide, "Create a CloudWatch alarm based on a Metrics Insights query".
 */
export function deniedPushQuery(place: Place): string {
  return [
    `SELECT SUM(${deniedPushes.metricName})`,
    `FROM SCHEMA("${auditNamespace(place)}", ${identityDimension})`,
    `GROUP BY ${identityDimension}`,
    "ORDER BY SUM() DESC",
  ].join(" ");
}

function deniedTo(identities: string): string {
  return `{ ${allOf(
    calledOf("codecommit"),
    `$.errorCode = "AccessDenied*"`,
    named(
      "GitPush",
      "CreateBranch",
      "CreateCommit",
      "DeleteBranch",
      "DeleteFile",
      "PutFile",
      "MergeBranchesBy*",
      "MergePullRequestBy*",
    ),
    identities,
  )} }`;
}

function succeeded(service: string, ...conditions: readonly string[]): string {
  return `{ ${allOf(calledOf(service), "$.errorCode NOT EXISTS", ...conditions)} }`;
}

function calledOf(service: string): string {
  return `$.eventSource = "${service}.amazonaws.com"`;
}

/** One of these calls; `*` stands for any characters at the beginning or the end. */
function named(...calls: readonly string[]): string {
  return anyOf(...calls.map((call) => `$.eventName = "${call}"`));
}

function allOf(...conditions: readonly string[]): string {
  return conditions.map(bracketed).join(" && ");
}

function anyOf(...conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions[0] : conditions.map(bracketed).join(" || ");
}

function bracketed(condition: string): string {
  return `(${condition})`;
}
