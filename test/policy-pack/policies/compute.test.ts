import { imageAccess } from "../../../policy-pack/policies/compute/imageAccess";
import { imageKey } from "../../../policy-pack/policies/compute/imageKey";
import { imageScan } from "../../../policy-pack/policies/compute/imageScan";
import { imageTags } from "../../../policy-pack/policies/compute/imageTags";
import { lambdaConcurrency } from "../../../policy-pack/policies/compute/lambdaConcurrency";
import { lambdaFailures } from "../../../policy-pack/policies/compute/lambdaFailures";
import { lambdaPermission } from "../../../policy-pack/policies/compute/lambdaPermission";
import { lambdaRuntime } from "../../../policy-pack/policies/compute/lambdaRuntime";
import { lambdaSecrets } from "../../../policy-pack/policies/compute/lambdaSecrets";
import { lambdaTracing } from "../../../policy-pack/policies/compute/lambdaTracing";
import { lambdaUrl } from "../../../policy-pack/policies/compute/lambdaUrl";
import { taskLogging } from "../../../policy-pack/policies/compute/taskLogging";
import { taskNamespaces } from "../../../policy-pack/policies/compute/taskNamespaces";
import { taskPrivileges } from "../../../policy-pack/policies/compute/taskPrivileges";
import { taskRoles } from "../../../policy-pack/policies/compute/taskRoles";
import { taskRootFilesystem } from "../../../policy-pack/policies/compute/taskRootFilesystem";
import { taskSecrets } from "../../../policy-pack/policies/compute/taskSecrets";
import { taskUser } from "../../../policy-pack/policies/compute/taskUser";
import { account, document, resource, unknownString, urn } from "../fixtures";
import { type Break, judgesInputs, judgesStack } from "./judged";

const fn = "aws:lambda/function:Function";
const invokeConfig = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
const task = "aws:ecs/taskDefinition:TaskDefinition";
const image = "aws:ecr/repository:Repository";

describe("Policies of functions", () => {
  const compliant = {
    name: "dispatcher",
    runtime: "nodejs24.x",
    reservedConcurrentExecutions: 10,
    tracingConfig: { mode: "Active" },
    environment: {
      variables: { SOURCE_REGION: "eu-central-1", TOKEN_ARN: unknownString, SECRET_NAME: "git" },
    },
  };
  const use = ["nodejs22.x", "nodejs24.x", "python3.11", "python3.12", "python3.13", "python3.14"]
    .concat("java11", "java17", "java21", "java25", "dotnet10", "ruby3.3", "ruby3.4", "provided.al2023")
    .join(", ");
  judgesInputs(lambdaRuntime, fn, "a", compliant, [
    [
      "an old runtime",
      { runtime: "nodejs16.x" },
      `Function a runs on nodejs16.x, which is not among the supported ones. Use ${use}.`,
    ],
    ["an image", { runtime: undefined, packageType: "Image" }],
  ]);
  judgesInputs(lambdaRuntime, fn, "b", { runtime: "nodejs22.x" }, [], { runtimes: ["nodejs22.x"] });
  const shares =
    "Function a shares the account's concurrency with all others. Set `reservedConcurrentExecutions`.";
  judgesInputs(lambdaConcurrency, fn, "a", compliant, [
    ["no reservation", { reservedConcurrentExecutions: undefined }, shares],
    ["none by choice", { reservedConcurrentExecutions: -1 }, shares],
  ]);
  const untraced = 'Function a is not traced. Set `tracingConfig: { mode: "Active" }`.';
  judgesInputs(lambdaTracing, fn, "a", compliant, [
    ["no tracing", { tracingConfig: undefined }, untraced],
    ["tracing of what others trace", { tracingConfig: { mode: "PassThrough" } }, untraced],
    ["tracing that is not known yet", { tracingConfig: { mode: unknownString } }],
  ]);
  const secret = (name: string) =>
    `Variable ${name} of function a looks like a secret, which everybody reads who may see the function. Keep it in Secrets Manager and pass its ARN.`;
  const variable = (name: string, value: string): Break => [
    `a secret in ${name}`,
    { environment: { variables: { [name]: value } } },
    secret(name),
  ];
  judgesInputs(
    lambdaSecrets,
    fn,
    "a",
    compliant,
    [
      variable("DB_PASSWORD", "hunter2"),
      variable("apiKey", unknownString),
      variable("GIT_TOKEN", "x"),
      variable("USER_ID", `AKIA${"A".repeat(16)}`),
      variable("CERTIFICATE", "-----BEGIN RSA PRIVATE KEY-----\nMII"),
      variable("UPSTREAM", "https://ada:hunter2@example.com"),
      ["what only looks like one", { environment: { variables: { TOKENIZER: "words" } } }],
      ["variables that are not known yet", { environment: { variables: unknownString } }],
      ["no variables", { environment: undefined }],
    ],
    { allowed: ["TOKENIZER"] },
  );
  const permission = { principal: "events.amazonaws.com", sourceArn: unknownString, sourceAccount: account };
  judgesInputs(lambdaPermission, "aws:lambda/permission:Permission", "a", permission, [
    [
      "no source",
      { sourceArn: undefined },
      "Permission a lets events.amazonaws.com invoke the function for anything. Set `sourceArn`.",
    ],
    [
      "no account",
      { sourceAccount: undefined },
      "Permission a lets events.amazonaws.com invoke the function for any account. Set `sourceAccount`.",
    ],
    [
      "anyone",
      { principal: "*" },
      "Permission a lets anyone invoke the function. Name a principal, or a `principalOrgId`.",
    ],
    [
      "anyone of an organisation",
      { principal: "*", sourceAccount: undefined, principalOrgId: "o-exampleorgid" },
    ],
    ["a topic, whose ARN names the account", { principal: "sns.amazonaws.com", sourceAccount: undefined }],
    ["an account", { principal: account, sourceArn: undefined, sourceAccount: undefined }],
  ]);
  judgesInputs(lambdaUrl, "aws:lambda/functionUrl:FunctionUrl", "a", { authorizationType: "AWS_IAM" }, [
    [
      "no authorisation",
      { authorizationType: "NONE" },
      'Function URL a answers the whole internet. Set `authorizationType: "AWS_IAM"`.',
    ],
  ]);
  const keeps = { destinationConfig: { onFailure: { destination: unknownString } } };
  const forgets =
    "Function a forgets the events that it failed on. Give it an aws.lambda.FunctionEventInvokeConfig with `destinationConfig.onFailure`, or a `deadLetterConfig`.";
  const one = resource(fn, "a", compliant);
  judgesStack(
    lambdaFailures,
    [one, resource(invokeConfig, "c", { functionName: "dispatcher", ...keeps })],
    [
      ["no destination", [one], [fn, "a", forgets]],
      [
        "one for success only",
        [one, resource(invokeConfig, "c", { functionName: "dispatcher" })],
        [fn, "a", forgets],
      ],
      [
        "another function's",
        [one, resource(invokeConfig, "c", { functionName: "other", ...keeps })],
        [fn, "a", forgets],
      ],
      ["a dead-letter queue", [resource(fn, "a", { deadLetterConfig: { targetArn: unknownString } })]],
      [
        "a destination of a function without a name yet",
        [
          resource(fn, "a", { name: unknownString }),
          resource(
            invokeConfig,
            "c",
            { functionName: unknownString, ...keeps },
            { functionName: [urn(fn, "a")] },
          ),
        ],
      ],
    ],
  );
});

describe("Policies of tasks", () => {
  const container = (more: object = {}) => ({
    containerDefinitions: JSON.stringify([
      {
        name: "worker",
        user: "1000:1000",
        readonlyRootFilesystem: true,
        logConfiguration: { logDriver: "awslogs" },
        environment: [{ name: "SOURCE_REGION", value: "eu-central-1" }],
        ...more,
      },
    ]),
  });
  const compliant = { ...container(), networkMode: "awsvpc" };
  const later: Break = ["containers that are not known yet", { containerDefinitions: unknownString }];
  const asRoot = (user: string) => `Container worker of task a runs as ${user}. Set \`user: "1000:1000"\`.`;
  judgesInputs(taskUser, task, "a", compliant, [
    ["no user", container({ user: undefined }), asRoot("its image's user, which is root by default")],
    ["root", container({ user: "root" }), asRoot("root")],
    ["root by number", container({ user: "0:1000" }), asRoot("0:1000")],
    later,
  ]);
  const writable = "Container worker of task a can change its own files. Set `readonlyRootFilesystem: true`.";
  judgesInputs(taskRootFilesystem, task, "a", compliant, [
    ["no word of it", container({ readonlyRootFilesystem: undefined }), writable],
    ["a writable one", container({ readonlyRootFilesystem: false }), writable],
    [
      "the second of two",
      {
        containerDefinitions: JSON.stringify([
          { name: "one", readonlyRootFilesystem: true },
          { name: "worker" },
        ]),
      },
      writable,
    ],
    later,
  ]);
  judgesInputs(taskPrivileges, task, "a", compliant, [
    [
      "privileges",
      container({ privileged: true }),
      "Container worker of task a is privileged: it is root on its host. Take `privileged` away.",
    ],
    [
      "powers over the host",
      container({ linuxParameters: { capabilities: { add: ["CHOWN", "SYS_ADMIN"] } } }),
      "Container worker of task a is given SYS_ADMIN. Take that out of `linuxParameters.capabilities.add`.",
    ],
  ]);
  const silent = "Container worker of task a logs nowhere. Set `logConfiguration`.";
  judgesInputs(taskLogging, task, "a", compliant, [
    ["no logs", container({ logConfiguration: undefined }), silent],
    ["none by choice", container({ logConfiguration: { logDriver: "none" } }), silent],
  ]);
  judgesInputs(
    taskSecrets,
    task,
    "a",
    compliant,
    [
      [
        "a secret",
        container({ environment: [{ name: "GIT_PASSWORD", value: "hunter2" }] }),
        "Variable GIT_PASSWORD of container worker of task a looks like a secret. Pass it by `secrets` from Secrets Manager.",
      ],
      ["what only looks like one", container({ environment: [{ name: "TOKENIZER", value: "words" }] })],
      ["a secret passed as one", container({ secrets: [{ name: "GIT_PASSWORD", valueFrom: "arn" }] })],
      later,
    ],
    { allowed: ["TOKENIZER"] },
  );
  judgesInputs(
    taskNamespaces,
    task,
    "a",
    compliant,
    ["pidMode", "ipcMode", "networkMode"].map((mode): Break => [
      `the host's ${mode}`,
      { [mode]: "host" },
      `Task a has \`${mode}: "host"\`, so it sees what else runs there. Take that away.`,
    ]),
  );
  const role = (name: string) => [urn("aws:iam/role:Role", name)];
  const roles = (taskRoleArn: unknown, executionRoleArn: unknown, dependencies = {}) => [
    ...["writer", "agent"].map((name) => resource("aws:iam/role:Role", name, {})),
    resource(task, "a", { taskRoleArn, executionRoleArn }, dependencies),
  ];
  const same =
    "The code of task a runs with its execution role, so it can pull images and read secrets that are for the agent. Give `taskRoleArn` a role of its own.";
  judgesStack(
    taskRoles,
    roles(unknownString, unknownString, { taskRoleArn: role("writer"), executionRoleArn: role("agent") }),
    [
      [
        "one role before it is known",
        roles(unknownString, unknownString, { taskRoleArn: role("agent"), executionRoleArn: role("agent") }),
        [task, "a", same],
      ],
      ["one role", roles("arn:aws:iam::1:role/agent", "arn:aws:iam::1:role/agent"), [task, "a", same]],
      ["two roles", roles("arn:aws:iam::1:role/writer", "arn:aws:iam::1:role/agent")],
      ["code without a role", roles(undefined, "arn:aws:iam::1:role/agent")],
    ],
  );
});

describe("Policies of images", () => {
  const compliant = {
    imageTagMutability: "IMMUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: unknownString }],
  };
  const movable =
    'Tags of image repository a can be moved to other images. Set `imageTagMutability: "IMMUTABLE"`.';
  judgesInputs(imageTags, image, "a", compliant, [
    ["no word of tags", { imageTagMutability: undefined }, movable],
    ["tags that move", { imageTagMutability: "MUTABLE" }, movable],
  ]);
  const unscanned =
    "Images of repository a are not scanned. Set `imageScanningConfiguration: { scanOnPush: true }`.";
  judgesInputs(imageScan, image, "a", compliant, [
    ["no scan", { imageScanningConfiguration: undefined }, unscanned],
    ["none by choice", { imageScanningConfiguration: { scanOnPush: false } }, unscanned],
  ]);
  const remedy = "Set `encryptionConfigurations[0].kmsKey` to the ARN of an aws.kms.Key of yours.";
  judgesInputs(imageKey, image, "a", compliant, [
    [
      "no encryption",
      { encryptionConfigurations: undefined },
      `Image repository a has no key of its owner. ${remedy}`,
    ],
    [
      "S3's",
      { encryptionConfigurations: [{ encryptionType: "AES256" }] },
      `Image repository a has no key of its owner. ${remedy}`,
    ],
    [
      "KMS without a key",
      { encryptionConfigurations: [{ encryptionType: "KMS" }] },
      `Image repository a has no key of its owner. ${remedy}`,
    ],
    [
      "AWS's key",
      { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: "alias/aws/ecr" }] },
      `Image repository a is encrypted with alias/aws/ecr, a key that AWS manages. ${remedy}`,
    ],
  ]);
  const pull = { Sid: "Pull", Effect: "Allow", Principal: { AWS: account }, Action: "ecr:BatchGetImage" };
  judgesInputs(imageAccess, "aws:ecr/repositoryPolicy:RepositoryPolicy", "a", { policy: document(pull) }, [
    [
      "anyone",
      { policy: document({ ...pull, Principal: "*" }) },
      "Pull in the policy of image repository a admits anyone. Name accounts, roles or services in `Principal`, or add a condition on `aws:PrincipalOrgID`, `aws:SourceAccount` or `aws:SourceArn`.",
    ],
  ]);
});
