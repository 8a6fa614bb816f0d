import { randomUUID } from "node:crypto";
import type { Properties } from "../../engine/provider";
import type { Account } from "../account";
import { AwsError } from "../awsError";
import type { Authoriser } from "../iam/authoriser";
import { roleIdentity } from "../iam/identity";
import type { IamTables } from "../iam/tables";
import type { Functions } from "../lambda/functions";
import type { Logs } from "../logs/logs";
import { text } from "../properties";
import type { Outcome } from "../signals";
import type { Topics } from "../sns/topics";
import { type Source, sourceContext } from "../source";
import type { Sqs } from "../sqs";
import type { Sts } from "../sts";

/** The services that can be told of an event. */
export interface TargetServices {
  readonly functions: Functions;
  readonly sqs: Sqs;
  readonly topics: Topics;
  readonly logs: Logs;
  readonly sts: Sts;
  readonly iam: IamTables;
  readonly authoriser: Authoriser;
}

const kinds = ["function", "queue", "topic", "log group", "event bus"] as const;

type TargetKind = (typeof kinds)[number];

/** @throws {AwsError} ValidationException for what cannot be a target here. */
export function targetKind(targetArn: string): TargetKind {
  const [, , service, , , resource = ""] = targetArn.split(":");
  if (service === "lambda") return "function";
  if (service === "sqs") return "queue";
  if (service === "sns") return "topic";
  if (service === "logs" && resource === "log-group") return "log group";
  if (service === "events" && resource.startsWith("event-bus/")) return "event bus";
  throw new AwsError("ValidationException", `A target here is one of ${kinds.join(", ")}, not ${targetArn}`);
}

/** Gives events to targets, each in its service's way and as that service allows. */
export class Targets {
  constructor(
    private readonly account: Account,
    private readonly services: TargetServices,
  ) {}

  /**
   * @param message What the target is to get; event buses get the event itself.
   * @param forward Puts an event on the bus of another region.
   * @returns "recorded" for a target that belongs to somebody else.
   * @throws {AwsError} As the target's service refuses.
   */
  send(
    target: Properties,
    source: Source,
    message: string,
    forward: (region: string) => void,
  ): Exclude<Outcome, "refused"> {
    const targetArn = text(target, "arn");
    const { functions, sqs, topics, logs } = this.services;
    switch (targetKind(targetArn)) {
      case "function":
        return functions.invokeFor(targetArn, source, parsed(message));
      case "queue":
        return sqs.send(targetArn, source, message, {});
      case "topic":
        return topics.publish(targetArn, source, { message });
      case "log group":
        logs.writeFor(source, targetArn, randomUUID(), message);
        return "delivered";
      case "event bus":
        this.mayPutEvents(text(target, "roleArn"), targetArn, source);
        return this.forward(targetArn, forward);
    }
  }

  /** EventBridge takes the target's role to put an event on another bus. */
  private mayPutEvents(roleArn: string, busArn: string, source: Source): void {
    const { sts, iam, authoriser } = this.services;
    const session = randomUUID();
    sts.assumeRole(roleArn, source.service, session, sourceContext(this.account, source));
    const identity = roleIdentity(iam, roleArn.slice(roleArn.lastIndexOf("/") + 1), session);
    if (identity === undefined) return;
    const decision = authoriser.decide({
      identity,
      action: "events:PutEvents",
      resource: busArn,
      region: busArn.split(":")[3] ?? "",
    });
    if (decision.effect === "allow") return;
    throw new AwsError(
      "AccessDeniedException",
      `events:PutEvents on ${busArn}: ${decision.explanation}`,
      403,
    );
  }

  /** Another region of this cloud gets the event; another account, or a bus that nobody made here, would. */
  private forward(busArn: string, forward: (region: string) => void): Exclude<Outcome, "refused"> {
    const [, , , region = "", owner, bus] = busArn.split(":");
    const here = owner === this.account.accountId && bus === "event-bus/default";
    if (!here || !this.account.regions().includes(region)) return "recorded";
    forward(region);
    return "delivered";
  }
}

/** A function gets JSON: a template may make any. */
function parsed(message: string): object {
  try {
    return JSON.parse(message) as object;
  } catch {
    throw new AwsError("InvalidInput", "The input for the function is not JSON");
  }
}
