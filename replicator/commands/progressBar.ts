import type { Moved } from "../relay";
import { megabytes } from "./wording";

/** How often the line is rewritten, in milliseconds. */
const interval = 100;

/** One line that rewrites itself, on a terminal; nothing elsewhere, where logs are kept. */
export class ProgressBar {
  private readonly started = performance.now();
  private shown = 0;

  constructor(private readonly terminal: NodeJS.WriteStream) {}

  show({ bytes, objects }: Moved): void {
    const now = performance.now();
    if (!this.terminal.isTTY || now - this.shown < interval) return;
    this.shown = now;
    const rate = bytes / Math.max(1, now - this.started) / 1_000;
    this.terminal.write(
      `\r\x1b[Kcopying ${objects === undefined ? "" : `${objects} objects, `}${megabytes(bytes)}, ${rate.toFixed(1)} MB/s`,
    );
  }

  clear(): void {
    if (this.shown > 0) this.terminal.write("\r\x1b[K");
  }
}
