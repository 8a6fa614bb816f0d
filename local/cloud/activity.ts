/** Counts what is under way, so that one can wait for its end. */
export class Activity {
  private count = 0;
  private waiting: (() => void)[] = [];

  /** @param failed Told of work that failed, which nobody waits for. */
  constructor(private readonly failed: (error: unknown) => void) {}

  /** Runs work in the background. */
  run(work: () => Promise<void>): void {
    this.count++;
    void work()
      .catch(this.failed)
      .finally(() => {
        if (--this.count > 0) return;
        const waiting = this.waiting;
        this.waiting = [];
        for (const resolve of waiting) resolve();
      });
  }

  /** Resolves once nothing is under way. */
  idle(): Promise<void> {
    return this.count === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}
