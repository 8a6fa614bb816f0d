import { messageOf } from "./errors";
import type { Diagnostic, Violation } from "./result";
import { SecretFilter } from "./secretFilter";

/** Ends a piece of work that gets no answer, because the program is about to be stopped. */
export class Halt extends Error {}

/**
 * How a preview or an update goes: what was said, what went wrong and what is still under way. At
 * preview a failure is noted and the rest goes on, so that one run shows all failures; at an update
 * it stops all that has not begun.
 */
export class Progress {
  readonly diagnostics: Diagnostic[] = [];
  readonly violations: Violation[] = [];
  readonly secrets = new SecretFilter();
  readonly #running = new Set<Promise<unknown>>();
  #halted = false;

  /** @param onHalt called once: no more work is taken on, so the program waits in vain */
  constructor(
    readonly dryRun: boolean,
    private readonly onHalt: () => void,
  ) {}

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === "error");
  }

  get failed(): boolean {
    return this.hasErrors || this.violations.some(({ level }) => level === "mandatory");
  }

  say(severity: Diagnostic["severity"], message: string, urn?: string): void {
    const text = this.secrets.clean(message);
    this.diagnostics.push({ severity, message: text, ...(urn === undefined ? {} : { urn }) });
  }

  fail(message: string, urn?: string): void {
    this.say("error", message, urn);
    this.#haltUpdate();
  }

  /** Notes what policies found. */
  violated(violations: readonly Violation[]): void {
    this.violations.push(...violations.map((v) => ({ ...v, message: this.secrets.clean(v.message) })));
    if (violations.some(({ level }) => level === "mandatory")) {
      this.#haltUpdate();
    }
  }

  /** @throws Halt once the program is to be stopped */
  goOn(): void {
    if (this.#halted) {
      throw new Halt();
    }
  }

  /**
   * Runs one piece of work and answers `fallback` if it fails at preview.
   *
   * @throws Halt if it fails at an update
   */
  async guard<T>(urn: string | undefined, fallback: T, work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      if (!(error instanceof Halt)) {
        this.fail(messageOf(error), urn);
      }
      this.goOn();
      return fallback;
    } finally {
      this.#running.delete(running);
    }
  }

  /**
   * Runs work whose result the program cannot do without: if it fails, the program is stopped, at
   * preview too.
   *
   * @throws Halt if it fails
   */
  async essential<T>(urn: string | undefined, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Halt)) {
        this.say("error", messageOf(error), urn);
        this.#halt();
      }
      throw new Halt();
    }
  }

  /** Waits until everything that has begun is over. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.allSettled(this.#running);
    }
  }

  #haltUpdate(): void {
    if (!this.dryRun) {
      this.#halt();
    }
  }

  #halt(): void {
    if (!this.#halted) {
      this.#halted = true;
      this.onHalt();
    }
  }
}
