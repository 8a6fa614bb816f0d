import type { Properties } from "../../../local/engine/provider";
import type { Outcome } from "../../../local/cloud/signals";
import { accountId, document, primary, type Workbench } from "./workbench";

/** A statement that lets a service do something for this account. */
export function allow(service: string, action: string | readonly string[], resource = "*"): object {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: action,
    Resource: resource,
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}

export const usesKey = ["kms:GenerateDataKey*", "kms:Decrypt"];

/** A key whose policy has these statements beside the account's own; gives its ARN. */
export async function key(bench: Workbench, statements: readonly object[], inputs: Properties = {}) {
  const own = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return bench.create("aws:kms/key:Key", { policy: document([own, ...statements]), ...inputs });
}

/** A topic with a policy of these services; gives its ARN. */
export async function topic(
  bench: Workbench,
  name: string,
  publishers: readonly string[],
  inputs: Properties = {},
): Promise<string> {
  const { arn } = await bench.create("aws:sns/topic:Topic", { name, ...inputs });
  const topicArn = String(arn);
  await bench.create("aws:sns/topicPolicy:TopicPolicy", {
    arn: topicArn,
    policy: document([
      { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: topicArn, Condition: insecure },
      ...publishers.map((service) => allow(service, "sns:Publish", topicArn)),
    ]),
  });
  return topicArn;
}

const insecure = { Bool: { "aws:SecureTransport": "false" } };

/** A queue with a policy of these services; gives its ARN. */
export async function queue(
  bench: Workbench,
  name: string,
  senders: readonly string[],
  inputs: Properties = {},
): Promise<string> {
  const { arn, url } = await bench.create("aws:sqs/queue:Queue", { name, ...inputs });
  await bench.create("aws:sqs/queuePolicy:QueuePolicy", {
    queueUrl: url,
    policy: document(senders.map((service) => allow(service, "sqs:SendMessage", String(arn)))),
  });
  return String(arn);
}

/** A rule that runs when it is told to, with one target; gives its ARN. */
export async function scheduled(bench: Workbench, target: Properties): Promise<string> {
  const { arn } = await bench.create("aws:cloudwatch/eventRule:EventRule", {
    name: "daily",
    scheduleExpression: "rate(1 day)",
  });
  await bench.create("aws:cloudwatch/eventTarget:EventTarget", { rule: "daily", ...target });
  return String(arn);
}

/** A function that prints what it gets, and lets these services in; gives its ARN. */
export async function printer(bench: Workbench, services: readonly string[]): Promise<string> {
  const { arn: role } = await bench.create("aws:iam/role:Role", {
    name: "printer",
    assumeRolePolicy: document([
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]),
  });
  const code = "exports.handler = async (event) => { console.log(JSON.stringify(event)); };";
  const { arn } = await bench.create("aws:lambda/function:Function", {
    name: "printer",
    handler: "index.handler",
    role,
    code: { archive: { assets: { "index.js": { asset: { text: code } } } } },
  });
  for (const service of services) await permit(bench, "printer", service);
  return String(arn);
}

export function permit(bench: Workbench, name: string, service: string) {
  return bench.create("aws:lambda/permission:Permission", {
    statementId: `${name}-${service.split(".")[0]}`,
    action: "lambda:InvokeFunction",
    function: name,
    principal: service,
    sourceAccount: accountId,
  });
}

export function subscribe(bench: Workbench, topicArn: string, inputs: Properties) {
  return bench.create("aws:sns/topicSubscription:TopicSubscription", { topic: topicArn, ...inputs });
}

/** What became of the messages to a receiver. */
export function outcomes(bench: Workbench, to: string): Outcome[] {
  return bench.cloud
    .deliveries()
    .filter((delivery) => delivery.to === to)
    .map(({ outcome }) => outcome);
}

/** Why the last message to a receiver was refused. */
export function refusal(bench: Workbench, to: string): string {
  return (
    bench.cloud
      .deliveries()
      .filter((delivery) => delivery.to === to)
      .at(-1)?.reason ?? ""
  );
}

/** The error of a resource that cannot be made, or "no error". */
export function wrong(bench: Workbench, type: string, inputs: Properties, region = primary): Promise<string> {
  return bench.create(type, inputs, region).then(
    () => "no error",
    (error: unknown) => String(error),
  );
}
