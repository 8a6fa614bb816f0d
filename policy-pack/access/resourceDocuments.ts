import { readResourceDocument, type Document } from "./documents";
import { isGiven, unknown, type Stack, type StackResource } from "./resources";

interface Kind {
  /** The resource's own property with a policy. */
  readonly own?: string;
  /** Types that are a policy of such a resource: which property names it, which is the document. */
  readonly companions?: Readonly<Record<string, readonly [link: string, document: string]>>;
}

const permissionType = "aws:lambda/permission:Permission";

const kinds: Readonly<Record<string, Kind>> = {
  "aws:sns/topic:Topic": {
    own: "policy",
    companions: { "aws:sns/topicPolicy:TopicPolicy": ["arn", "policy"] },
  },
  "aws:sqs/queue:Queue": {
    own: "policy",
    companions: { "aws:sqs/queuePolicy:QueuePolicy": ["queueUrl", "policy"] },
  },
  "aws:kms/key:Key": { own: "policy", companions: { "aws:kms/keyPolicy:KeyPolicy": ["keyId", "policy"] } },
  "aws:kms/replicaKey:ReplicaKey": {
    own: "policy",
    companions: { "aws:kms/keyPolicy:KeyPolicy": ["keyId", "policy"] },
  },
  "aws:s3/bucket:Bucket": {
    own: "policy",
    companions: { "aws:s3/bucketPolicy:BucketPolicy": ["bucket", "policy"] },
  },
  "aws:s3/bucketV2:BucketV2": {
    own: "policy",
    companions: { "aws:s3/bucketPolicy:BucketPolicy": ["bucket", "policy"] },
  },
  "aws:lambda/function:Function": {},
  "aws:iam/role:Role": { own: "assumeRolePolicy" },
  "aws:ecr/repository:Repository": {
    companions: { "aws:ecr/repositoryPolicy:RepositoryPolicy": ["repository", "policy"] },
  },
  "aws:secretsmanager/secret:Secret": {
    own: "policy",
    companions: { "aws:secretsmanager/secretPolicy:SecretPolicy": ["secretArn", "policy"] },
  },
  "aws:cloudwatch/eventBus:EventBus": {
    companions: { "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ["eventBusName", "policy"] },
  },
};

/** Whether the evaluator knows where the policy of such a resource is. */
export const hasResourcePolicy = (type: string): boolean => type in kinds;

/**
 * The policies on a resource that the stack gives it: its own property, and resources that are its policy.
 * @throws {RangeError} for a type of which it is not known where its policy would be.
 */
export function resourceDocuments(stack: Stack, resource: StackResource): readonly Document[] {
  const kind = kinds[resource.type];
  if (!kind) throw new RangeError(`It is not known where a ${resource.type} has its policy.`);
  const { own, companions = {} } = kind;
  const value = own === undefined ? undefined : resource.props[own];
  const given = own !== undefined && value !== undefined && value !== "" && isGiven(resource, own);
  return [
    ...(given ? [readResourceDocument(resource.name, value)] : []),
    ...Object.entries(companions).flatMap(([type, [link, document]]) =>
      stack
        .ofType(type)
        .filter((companion) => mayBeOf(stack, companion, link, resource))
        .map((companion) => readResourceDocument(companion.name, companion.props[document])),
    ),
    ...(resource.type === "aws:lambda/function:Function" ? permissions(stack, resource) : []),
  ];
}

/** What a property may name a resource by. */
const names = ["arn", "id", "name", "url", "bucket", "keyId"];

/** A policy that may be that of any resource of the type is taken for this one's too. */
function mayBeOf(stack: Stack, companion: StackResource, link: string, resource: StackResource): boolean {
  const value = companion.props[link];
  if (value !== unknown)
    return typeof value === "string" && names.some((name) => resource.props[name] === value);
  const on = stack.dependencies(companion, link, resource.type);
  return on.length === 0 || on.includes(resource);
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function permissions(stack: Stack, resource: StackResource): readonly Document[] {
  return stack
    .ofType(permissionType)
    .filter((permission) => mayBeOf(stack, permission, "function", resource))
    .map((permission) => {
      const {
        statementId,
        action,
        principal,
        sourceArn,
        sourceAccount,
        principalOrgId,
        functionUrlAuthType,
      } = permission.props;
      const conditions = { sourceArn, sourceAccount, principalOrgId, functionUrlAuthType, action, principal };
      if (Object.values(conditions).includes(unknown)) {
        return { name: permission.name, gap: `permission ${permission.name} is not known before the update` };
      }
      const equals = {
        "aws:SourceAccount": sourceAccount,
        "aws:PrincipalOrgID": principalOrgId,
        "lambda:FunctionUrlAuthType": functionUrlAuthType,
      };
      const demanded = Object.entries(equals).filter(
        ([, value]) => typeof value === "string" && value !== "",
      );
      return readResourceDocument(permission.name, {
        Version: "2012-10-17",
        Statement: {
          ...(typeof statementId === "string" && { Sid: statementId }),
          Effect: "Allow",
          Action: action,
          Resource: "*",
          Principal: principalOf(String(principal)),
          Condition: {
            ...(demanded.length > 0 && { StringEquals: Object.fromEntries(demanded) }),
            ...(typeof sourceArn === "string" &&
              sourceArn !== "" && { ArnLike: { "aws:SourceArn": sourceArn } }),
          },
        },
      });
    });
}

function principalOf(principal: string): unknown {
  if (principal === "*") return "*";
  return /^(\d{12}|arn:.*)$/.test(principal) ? { AWS: principal } : { Service: principal };
}
