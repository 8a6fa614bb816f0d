import { eventPatterns } from "./eventPatterns";
import { repositoryKeyStatement } from "./keys";
import { packDocuments } from "./pack";
import { functionArn, type Place, repositoryArn } from "./place";
import { policyDocument, type PolicyDocument, type Statement } from "./policyDocument";
import { takenBy } from "./trust";

/** Every change of a ref in one of the repositories; nothing else reaches the dispatcher. */
export function refChangePatterns(place: Place, repositories: readonly string[]): string[] {
  return eventPatterns(place, { events: ["references"], repositories });
}

/**
 * Tasks that ended without a word of their own: they never started, or were killed, for want of memory or of the machine.
 * Their own exit codes are 0, 1 and 2. Source: ECS developer guide, "Amazon ECS task state change events".
 */
export function lostTaskPattern({ partition, account, region }: Place, cluster: string): string {
  return JSON.stringify({
    source: ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    account: [account],
    region: [region],
    detail: {
      clusterArn: [`arn:${partition}:ecs:${region}:${account}:cluster/${cluster}`],
      lastStatus: ["STOPPED"],
      $or: [
        { stopCode: ["TaskFailedToStart"] },
        { containers: { exitCode: [{ "anything-but": [0, 1, 2] }] } },
      ],
    },
  });
}

/** Who works under the writer's role: the task, and with the fast path a function. */
export function writerTrust(place: Place, fastPath: boolean): PolicyDocument {
  return policyDocument(
    takenBy(place, "ecs-tasks.amazonaws.com", "TakenByTask"),
    ...(fastPath ? [takenBy(place, "lambda.amazonaws.com", "TakenByFunction")] : []),
  );
}

/** The one writer: reads the sources, writes the copies, uses their keys, and nothing else. */
export function writerPolicies(
  place: Place,
  targetRegion: string,
  repositories: readonly string[],
): PolicyDocument[] {
  return packDocuments(repositories, (names) =>
    policyDocument(
      {
        Sid: "ReadSources",
        Effect: "Allow",
        Action: ["codecommit:GetRepository", "codecommit:GitPull"],
        Resource: names.map((name) => repositoryArn(place, place.region, name)),
      },
      {
        Sid: "WriteCopies",
        Effect: "Allow",
        Action: [
          "codecommit:GetRepository",
          "codecommit:GitPull",
          "codecommit:GitPush",
          "codecommit:UpdateDefaultBranch",
        ],
        Resource: names.map((name) => repositoryArn(place, targetRegion, name)),
      },
      repositoryKeyStatement(place),
    ),
  );
}

/** What the dispatcher needs to find and start one kind of task, tell of failures, and log. It never holds GitPush. */
export function dispatcherPolicy(
  place: Place,
  names: {
    readonly cluster: string;
    readonly taskFamily: string;
    readonly roles: readonly string[];
    readonly queue: string;
    readonly keyAlias: string;
    readonly logGroup: string;
  },
): PolicyDocument {
  const { partition, account, region } = place;
  const ecs = `arn:${partition}:ecs:${region}:${account}`;
  const inCluster = { ArnEquals: { "ecs:cluster": `${ecs}:cluster/${names.cluster}` } };
  return policyDocument(
    {
      Sid: "StartTask",
      Effect: "Allow",
      Action: "ecs:RunTask",
      Resource: `${ecs}:task-definition/${names.taskFamily}:*`,
      Condition: inCluster,
    },
    {
      // The only resource of this action is a container instance, and Fargate has none: ECS asks for "*" then.
      // Source: Service Authorization Reference, Amazon ECS; github.com/cdklabs/construct-hub/pull/1207.
      Sid: "ListTasks",
      Effect: "Allow",
      Action: "ecs:ListTasks",
      Resource: "*",
      Condition: inCluster,
    },
    {
      Sid: "DescribeTasks",
      Effect: "Allow",
      Action: "ecs:DescribeTasks",
      Resource: `${ecs}:task/${names.cluster}/*`,
      Condition: inCluster,
    },
    {
      Sid: "HandRolesToTask",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: names.roles.map((role) => `arn:${partition}:iam::${account}:role/${role}`),
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
    {
      Sid: "TellFailures",
      Effect: "Allow",
      Action: "sqs:SendMessage",
      Resource: `arn:${partition}:sqs:${region}:${account}:${names.queue}`,
    },
    {
      Sid: "EncryptFailures",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: `arn:${partition}:kms:${region}:${account}:key/*`,
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": names.keyAlias } },
    },
    trace,
    writeLogs(place, names.logGroup),
  );
}

/** What the writer needs besides where it is a function: to hand over what it cannot do, and to tell what it did. */
export function fastPathPolicy(
  place: Place,
  names: { readonly dispatcher: string; readonly logGroup: string },
): PolicyDocument {
  return policyDocument(
    {
      Sid: "HandOver",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: functionArn(place, names.dispatcher),
    },
    trace,
    writeLogs(place, names.logGroup),
  );
}

/** What the container agent needs before the task's own code runs. */
export function executionPolicy(
  place: Place,
  names: { readonly imageRepository: string; readonly logGroup: string },
): PolicyDocument {
  const { partition, account, region } = place;
  return policyDocument(
    {
      // This action takes no resource. Source: Service Authorization Reference, Amazon ECR.
      Sid: "LogInToRegistry",
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
    },
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: `arn:${partition}:ecr:${region}:${account}:repository/${names.imageRepository}`,
    },
    writeLogs(place, names.logGroup),
  );
}

/** These actions take no resource. Source: Service Authorization Reference, AWS X-Ray. */
const trace: Statement = {
  Sid: "Trace",
  Effect: "Allow",
  Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  Resource: "*",
};

function writeLogs({ partition, account, region }: Place, logGroup: string): Statement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `arn:${partition}:logs:${region}:${account}:log-group:${logGroup}:*`,
  };
}
