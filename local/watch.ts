import type { Cloud } from "./cloud";
import type { Delivery, DenialSignal, PullRequestSignal, PushSignal, TaskSignal } from "./cloud/signals";

/**
 * Prints a line for everything that happens in a cloud: pushes and how long their copies take, what is denied and by
 * which statement, pull requests, what is delivered to whom, tasks, failed functions and alarms.
 *
 * @param source the region where people push
 * @returns ends it
 */
export function watch(cloud: Cloud, source: string, print: (text: string) => void): () => void {
  const { signals } = cloud;
  const lags = new Lags(source);
  const say = (what: string) => {
    print(`${new Date().toISOString().slice(11, 19)} ${what}`);
  };
  const push = (signal: PushSignal) => {
    const { region, repository, callerArn, references } = signal;
    const lag = lags.of(signal);
    const refs = references.map((reference) => reference.replace(/^refs\/(heads|tags)\//, "")).join(", ");
    if (region === source) {
      say(`push       ${nameOf(callerArn)} moved ${refs} of ${repository}`);
    } else {
      const after = lag === undefined ? "" : `, ${(lag / 1000).toFixed(2)} s after the push`;
      say(`copy       ${refs} of ${repository} in ${region}${after}`);
    }
  };
  const denial = ({ callerArn, message }: DenialSignal) => {
    say(
      `denied     ${nameOf(callerArn)}: ${message.replace(/^User: \S+ is not authorized to perform: /, "")}`,
    );
  };
  const pullRequest = ({ callerArn, repository, pullRequestId, event }: PullRequestSignal) => {
    const words = event.replace(/^pullRequest/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    say(`pull request ${pullRequestId} of ${repository}:${words}, by ${nameOf(callerArn)}`);
  };
  const task = ({ family, status, exitCode, environment }: TaskSignal) => {
    const of = environment.REPOSITORY === undefined ? "" : ` for ${environment.REPOSITORY}`;
    const end = exitCode === undefined ? "was ended" : `ended with ${exitCode}`;
    say(`task       ${family}${of} ${status === "RUNNING" ? "started" : end}`);
  };
  const invocation = ({
    functionName,
    error,
    attempts,
  }: {
    functionName: string;
    error?: string;
    attempts: number;
  }) => {
    if (error !== undefined) say(`function   ${functionName} failed ${attempts} times: ${error}`);
  };
  const delivery = ({ from, to, outcome, reason }: Delivery) => {
    // Each event goes to logs and to the pipeline's functions; what they make of it has lines of its own.
    if (outcome === "delivered" && /^arn:[^:]+:(logs|lambda):/.test(to)) return;
    say(`message    from ${nameOf(from)} to ${to}: ${outcome}${reason === undefined ? "" : `, ${reason}`}`);
  };
  const alarm = ({ name, state, series }: { name: string; state: string; series: string }) => {
    say(`alarm      ${name} is ${state}${series === "" ? "" : ` for ${series}`}`);
  };
  signals
    .on("push", push)
    .on("denial", denial)
    .on("pullRequest", pullRequest)
    .on("task", task)
    .on("invocation", invocation)
    .on("delivery", delivery)
    .on("alarm", alarm);
  return () => {
    signals
      .off("push", push)
      .off("denial", denial)
      .off("pullRequest", pullRequest)
      .off("task", task)
      .off("invocation", invocation)
      .off("delivery", delivery)
      .off("alarm", alarm);
  };
}

/** How long after a push its refs move in a copy. */
class Lags {
  private readonly pushed = new Map<string, number>();

  constructor(private readonly source: string) {}

  /** In milliseconds; undefined for a push to the source, and for what no push is known of. */
  of({ region, repository, references, at }: PushSignal): number | undefined {
    const keys = references.map((reference) => `${repository} ${reference}`);
    if (region === this.source) {
      for (const key of keys) this.pushed.set(key, at);
      return undefined;
    }
    const before = keys.flatMap((key) => this.pushed.get(key) ?? []);
    return before.length === 0 ? undefined : at - Math.max(...before);
  }
}

/** What an ARN ends in: a user, a role with its session, a topic, a rule. */
function nameOf(arn: string): string {
  return arn
    .split(":")
    .slice(5)
    .join(":")
    .replace(/^(user|assumed-role)\//, "");
}
