/** One measurement. */
export interface Datum {
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Alarms look back no longer. */
const keptMs = 24 * 60 * 60 * 1000;

/** What was measured in the last day. It lives in memory: after a restart, nothing has happened yet. */
export class Metrics {
  private readonly data: Datum[] = [];
  private readonly listeners: ((datum: Datum) => void)[] = [];

  /** Tells the listener of every datum, once it is kept. */
  watch(listener: (datum: Datum) => void): void {
    this.listeners.push(listener);
  }

  put(datum: Datum): void {
    const tooOld = this.data.findIndex(({ at }) => at > datum.at - keptMs);
    if (tooOld > 0) this.data.splice(0, tooOld);
    this.data.push(datum);
    for (const listener of this.listeners) listener(datum);
  }

  /** What was measured in a region, oldest first. */
  of(region: string, namespace: string, name: string): Datum[] {
    return this.data.filter(
      (datum) => datum.region === region && datum.namespace === namespace && datum.name === name,
    );
  }
}
