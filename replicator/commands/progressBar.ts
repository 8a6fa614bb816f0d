import type { Moved } from "../packWatch";
import { megabytes, plural } from "./wording";

/** How often progress is shown, in milliseconds: rewritten on a terminal, a line each elsewhere, where logs are kept. */
const intervals = { terminal: 100, elsewhere: 10_000 };

/** Where progress is written to. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells somebody who waits how far it is: one line that rewrites itself on a terminal, now and then a line elsewhere. */
export class ProgressBar {
  private readonly interval: number;
  private begun = performance.now();
  private shown = performance.now();
  private bytes = 0;
  private drawn = false;

  constructor(
    private readonly screen: Screen,
    interval?: number,
  ) {
    this.interval = interval ?? (screen.isTTY === true ? intervals.terminal : intervals.elsewhere);
  }

  /** A pack on its way. */
  show({ bytes, objects }: Moved): void {
    const now = performance.now();
    // Another pack: its speed is its own.
    if (bytes < this.bytes) this.begun = now;
    this.bytes = bytes;
    if (now - this.shown < this.interval) return;
    this.shown = now;
    const rate = bytes / Math.max(1, now - this.begun) / 1_000;
    const count = objects === undefined ? "" : `${plural(objects, "object")}, `;
    const line = `copying ${count}${megabytes(bytes)}, ${rate.toFixed(1)} MB/s`;
    this.clear();
    this.drawn = this.screen.isTTY === true;
    this.screen.write(this.drawn ? line : `${line}\n`);
  }

  /** What somebody who waits should know: a retry, or a piece of a history that goes over in stages. */
  step(step: string, details: Readonly<Record<string, unknown>>): void {
    if (step === "retry") {
      // The message ends with the advice that is followed here.
      this.note(`trying again: ${String(details.message).replace(/[;:,] (try|run it) again( later)?$/, "")}`);
    } else if (step === "staged") {
      const objects = plural(Number(details.objects), "object");
      this.note(details.ok === true ? `stage: ${objects} copied` : `stage: ${objects} were too much at once`);
    } else if (step === "confirming") {
      this.note(`looking at the source again before deleting ${plural(Number(details.deletes), "ref")}`);
    }
  }

  clear(): void {
    if (this.drawn) this.screen.write("\r\x1b[K");
    this.drawn = false;
  }

  private note(text: string): void {
    this.clear();
    this.screen.write(`${text}\n`);
  }
}
