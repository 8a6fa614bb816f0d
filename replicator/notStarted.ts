import type { Failure } from "@aws-sdk/client-ecs";
import { messageOf } from "./replicationError";

/**
 * - `capacity`: no machine, address or quota is left for the task;
 * - `throttling`: too many calls at once;
 * - `unavailable`: ECS did not answer, or failed itself;
 * - `permanent`: it stays so until somebody changes something.
 */
export type NotStartedCode = "capacity" | "throttling" | "unavailable" | "permanent";

/** Why ECS started no task. Trying again may help, unless the code is `permanent`. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";

  private constructor(
    readonly code: NotStartedCode,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`no task was started (${code}): ${reason}`, options);
  }

  /** For an answer without a task. */
  static because(failures: readonly Failure[]): NotStarted {
    const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(" "));
    const text = reasons.join("; ");
    if (text === "") return new NotStarted("unavailable", "ECS gave no reason");
    // Source: ECS developer guide, "API failure reasons": RESOURCE:<what is short> and AGENT.
    return new NotStarted(/^(RESOURCE:|AGENT\b)/.test(text) ? "capacity" : codeOfText(text), text);
  }

  /** For a call that failed. */
  static after(error: unknown): NotStarted {
    return new NotStarted(codeOfError(error), messageOf(error), { cause: error });
  }
}

/** Source: ECS API reference, "Common Errors", and AWS SDKs reference guide, "Retry behavior". */
const throttles = /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled)/;

function codeOfError(error: unknown): NotStartedCode {
  if (!(error instanceof Error)) return "unavailable";
  const { $fault, $metadata } = error as Error & {
    readonly $fault?: "client" | "server";
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if (throttles.test(error.name) || $metadata?.httpStatusCode === 429) return "throttling";
  if (error.name === "LimitExceededException") return "capacity";
  if ($metadata?.httpStatusCode === undefined) return "unavailable";
  if ($fault === "server" || $metadata.httpStatusCode >= 500) return "unavailable";
  return codeOfText(error.message);
}

/** Fargate tells of its limits by a ClientException's words. Source: re:Post, "ecs-fargate-runtask-capacity". */
function codeOfText(text: string): NotStartedCode {
  return /capacity is unavailable|capacity error|limit on the number of (tasks|vCPUs)/i.test(text)
    ? "capacity"
    : "permanent";
}
