import { cleanUps, type Lifetime } from "../../test/support/git";
import type { Conditions } from "./conditions";
import type { Random } from "./random";
import type { Ending, Harm, Relay, StartRelay } from "./relay";
import { Violation } from "./violation";
import type { Moment, World } from "./world";

/** The longest that a relay which will be harmed is left alone, in milliseconds. */
const longestPeace = 800;

interface Running {
  readonly relay: Relay;
  readonly settled: Promise<void>;
  /** What will be done to it, and at which moment of its first push. */
  readonly fate?: { readonly harm: Harm; readonly moment: Moment };
}

/** Everything that replicates, and what became of it. */
export class Relays {
  readonly endings: Ending[] = [];
  started = 0;
  processes = 0;
  private readonly running = new Map<string, Running>();
  private violation: Error | undefined;

  constructor(
    lifetime: Lifetime,
    private readonly world: World,
    private readonly kinds: { readonly inProcess: StartRelay; readonly process: StartRelay },
    private readonly random: Random,
    private readonly conditions: Conditions,
  ) {
    cleanUps(lifetime).push(async () => {
      for (const { relay } of this.running.values()) relay.harm("kill");
      await Promise.allSettled([...this.running.values()].map(({ settled }) => settled));
    });
  }

  /** Starts one as soon as there is room for it. */
  async start(): Promise<void> {
    while (this.running.size >= this.conditions.relays) await this.one();
    const name = this.launch(this.random.chance(this.conditions.processes));
    if (this.random.chance(this.conditions.harmed)) this.doom(name);
  }

  /** Runs one that nobody harms. */
  async startLast(): Promise<Ending> {
    await this.all();
    this.launch(this.random.chance(this.conditions.processes));
    await this.all();
    return this.endings[this.endings.length - 1];
  }

  /**
   * Until all have ended.
   *
   * @throws what went wrong with any of them
   */
  async all(): Promise<void> {
    while (this.running.size > 0) await this.one();
    this.refuse();
  }

  /** A push of somebody is at a moment at which it may have been meant to come to harm. */
  reached(name: string, moment: Moment): void {
    const running = this.running.get(name);
    if (running?.fate?.moment === moment) running.relay.harm(running.fate.harm);
  }

  private launch(process: boolean): string {
    this.started += 1;
    if (process) this.processes += 1;
    const name = `RELAY${this.started}`;
    const relay = (process ? this.kinds.process : this.kinds.inProcess)(this.world, name);
    const settled = relay.ended
      .then((ending) => {
        this.judge(name, ending);
      })
      .catch((error: unknown) => {
        this.violation ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.running.delete(name));
    this.running.set(name, { relay, settled });
    return name;
  }

  /** Chooses what will be done to a relay: at some time, or at some moment of its push. */
  private doom(name: string): void {
    const running = this.running.get(name);
    if (running === undefined) return;
    const harm = this.random.pick<Harm>(["kill", "kill", "stop", "hold"]) ?? "kill";
    if (this.random.chance(0.5)) {
      const moment = this.random.pick<Moment>(["push", "report"]) ?? "push";
      this.running.set(name, { ...running, fate: { harm, moment } });
      return;
    }
    const timer = setTimeout(() => {
      running.relay.harm(harm);
    }, this.random.below(longestPeace));
    void running.settled.finally(() => {
      clearTimeout(timer);
    });
  }

  private refuse(): void {
    if (this.violation !== undefined) throw this.violation;
  }

  /** Until any of them has ended. */
  private async one(): Promise<void> {
    await Promise.race([...this.running.values()].map(({ settled }) => settled));
    this.refuse();
  }

  private judge(name: string, ending: Ending): void {
    this.endings.push(ending);
    if (ending.kind === "equal" && !this.world.listings.sawEqual(name)) {
      throw new Violation(`${name} says that both sides are equal, but was never told so`);
    }
    if (ending.kind === "failed" && !ending.transient) {
      throw new Violation(`${name} gives up although nothing was wrong for good: ${ending.message}`);
    }
  }
}
