import type { DeployOptions, SoFar, StackResult } from "./engine";

type Run = (options: DeployOptions) => Promise<StackResult>;

/** Where the line goes. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds between two plain lines: a log is not to be filled with them. */
const PLAIN_INTERVAL = 5000;
/** Milliseconds between two looks at the clock on a terminal. */
const LIVE_INTERVAL = 1000;

/**
 * Shows how far stacks have loaded: on a terminal one line that is rewritten and disappears at the end, elsewhere a
 * line every few seconds.
 */
export class LoadingLine {
  private readonly loading = new Map<string, SoFar>();
  private timer: NodeJS.Timeout | undefined;
  private began = 0;
  private printed = "";

  /** @param print takes the plain lines; it is given nothing where the terminal shows the line */
  constructor(
    private readonly print: (text: string) => void,
    private readonly terminal: Terminal = process.stderr,
  ) {}

  /** The same run, which is shown while it lasts. */
  around(run: Run): Run {
    return async (options) => {
      this.update(options.stack, { resources: 0, policies: 0 });
      try {
        return await run({
          ...options,
          onProgress: (soFar) => {
            this.update(options.stack, soFar);
          },
        });
      } finally {
        this.end(options.stack);
      }
    };
  }

  update(stack: string, soFar: SoFar): void {
    if (this.timer === undefined) {
      this.began = performance.now();
      const interval = this.isLive ? LIVE_INTERVAL : PLAIN_INTERVAL;
      this.timer = setInterval(() => {
        this.tick();
      }, interval).unref();
    }
    this.loading.set(stack, soFar);
    if (this.isLive) {
      this.draw();
    }
  }

  /** Shows how far it is now. */
  tick(): void {
    if (this.isLive) {
      this.draw();
    } else if (this.text() !== this.printed) {
      this.printed = this.text();
      this.print(`  ${this.printed}`);
    }
  }

  end(stack: string): void {
    this.loading.delete(stack);
    if (this.loading.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
    if (this.isLive) {
      this.draw();
    }
  }

  private get isLive(): boolean {
    return this.terminal.isTTY === true;
  }

  private draw(): void {
    const seconds = Math.round((performance.now() - this.began) / 1000);
    const line = this.loading.size === 0 ? "" : `  ${this.text()} (${seconds} s)`;
    // To the line's beginning, and what stands there away. A longer line would wrap, and its beginning would stay.
    this.terminal.write(`\r\u001b[2K${line.slice(0, (this.terminal.columns ?? 80) - 1)}`);
  }

  private text(): string {
    const stacks = [...this.loading].map(([stack, { resources, policies }]) => {
      const loaded = policies === 0 ? "policies are loading" : `${policies} policies`;
      return `${stack}: ${resources} resources, ${loaded}`;
    });
    return `Loading ${stacks.join("; ")}`;
  }
}
