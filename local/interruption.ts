/** Thrown where something ends because its user has ended it. */
export class Interrupted extends Error {
  /** @param exitCode as shells have it: 128 and the signal's number */
  constructor(readonly exitCode: number) {
    super("interrupted");
  }
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Ctrl-C, and the other ways to ask a process to end. */
export class Interruption {
  readonly signal: AbortSignal;
  /** Resolves once it was asked for. */
  readonly happened: Promise<void>;
  private readonly controller = new AbortController();
  private times = 0;

  constructor() {
    this.signal = this.controller.signal;
    this.happened = new Promise((resolve) => {
      this.signal.addEventListener("abort", () => {
        resolve();
      });
    });
    for (const name of Object.keys(exitCodes)) process.on(name, this.heard);
  }

  /** @throws Interrupted when it is asked for before the work is done, which is then left alone */
  async orEnd<T>(work: Promise<T>): Promise<T> {
    const ended = this.happened.then(() => {
      throw this.signal.reason;
    });
    return Promise.race([work, ended]);
  }

  /** Leaves signals to what Node.js does with them. */
  end(): void {
    for (const name of Object.keys(exitCodes)) process.off(name, this.heard);
  }

  /**
   * npm and tsx pass Ctrl-C on to a process that has got it from the terminal already, so a second one is not yet
   * somebody who has lost patience.
   */
  private readonly heard = (name: keyof typeof exitCodes): void => {
    this.times++;
    if (this.times > 3) process.exit(exitCodes[name]);
    this.controller.abort(new Interrupted(exitCodes[name]));
  };
}
