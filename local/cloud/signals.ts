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

interface SignalTypes {
  push: [PushSignal];
  task: [TaskSignal];
  invocation: [InvocationSignal];
}

/** What the cloud does by itself, for those who want to watch. */
export class Signals extends EventEmitter<SignalTypes> {
  constructor() {
    super();
    // A tour waits for many things at once.
    this.setMaxListeners(0);
  }
}
