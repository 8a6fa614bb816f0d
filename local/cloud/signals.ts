import { EventEmitter } from "node:events";

/** One accepted push, or one branch moved through the API. */
export interface PushSignal {
  readonly region: string;
  readonly repository: string;
  readonly callerArn: string;
  /** The full names of the refs that changed. */
  readonly references: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A request that the caller may not make. */
export interface DenialSignal {
  readonly region: string;
  readonly callerArn: string;
  /** As the caller gets it: the action, the resource, and the statement that decides. */
  readonly message: string;
  readonly at: number;
}

/** One of CodeCommit's events about a pull request. */
export interface PullRequestSignal {
  readonly region: string;
  readonly repository: string;
  readonly callerArn: string;
  readonly pullRequestId: string;
  /** For example "pullRequestCreated". */
  readonly event: string;
  readonly at: number;
}

/** A task that started or ended. */
export interface TaskSignal {
  readonly region: string;
  readonly taskArn: string;
  readonly family: string;
  readonly status: "RUNNING" | "STOPPED";
  /** What the caller of RunTask set for the container. */
  readonly environment: Readonly<Record<string, string>>;
  /** The exit code; absent while it runs, or when a signal ended it. */
  readonly exitCode?: number;
  readonly at: number;
}

/** An asynchronous invocation that ended for good, after its retries. */
export interface InvocationSignal {
  readonly region: string;
  readonly functionName: string;
  readonly requestId: string;
  readonly attempts: number;
  /** Absent when it succeeded. */
  readonly error?: string;
  readonly at: number;
}

/** A failed event of a function that its destination did not take, so that it is lost. */
export interface UndeliveredSignal {
  readonly region: string;
  readonly functionName: string;
}

/** What became of a message: it arrived, it would go to somebody who is not here, or it was not let through. */
export type Outcome = "delivered" | "recorded" | "refused";

/** One message on its way from one thing to another. */
export interface Delivery {
  /** The ARN of the topic, rule, repository or alarm that sends. */
  readonly from: string;
  /** An ARN, an address, or a URL without what could be a secret in it. */
  readonly to: string;
  /** As the receiver gets it. */
  readonly message: string;
  readonly outcome: Outcome;
  /** Why it was refused, or what would happen on AWS. */
  readonly reason?: string;
  /** ISO time. */
  readonly at: string;
}

/** An alarm that changed its state. */
export interface AlarmSignal {
  readonly alarmArn: string;
  readonly name: string;
  /** The values of the dimensions by which an alarm tells its time series apart; empty for an alarm on one metric. */
  readonly series: string;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly at: number;
}

interface SignalTypes {
  push: [PushSignal];
  denial: [DenialSignal];
  pullRequest: [PullRequestSignal];
  task: [TaskSignal];
  invocation: [InvocationSignal];
  undelivered: [UndeliveredSignal];
  delivery: [Delivery];
  alarm: [AlarmSignal];
}

/** What the cloud does by itself, for those who want to watch. */
export class Signals extends EventEmitter<SignalTypes> {
  constructor() {
    super();
    // A tour waits for many things at once.
    this.setMaxListeners(0);
  }
}
