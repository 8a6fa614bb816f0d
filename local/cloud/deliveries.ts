import { appendFileSync } from "node:fs";
import type { Account } from "./account";
import { AwsError } from "./awsError";
import type { Delivery, Outcome } from "./signals";

/** How many are kept in memory, the newest; the log has all. */
const kept = 10_000;

/** All that services deliver for each other, for those who watch and for `deliveries.log`. */
export class Deliveries {
  private readonly list: Delivery[] = [];

  constructor(private readonly account: Account) {}

  /** The newest last. */
  all(): readonly Delivery[] {
    return [...this.list];
  }

  /**
   * Sends and notes what became of it.
   *
   * @param send Answers "delivered", or "recorded" for somebody who is not here.
   * @returns The refusal, which is noted too; any other failure is thrown.
   */
  attempt(
    from: string,
    to: string,
    message: string,
    send: () => Exclude<Outcome, "refused">,
  ): AwsError | undefined {
    try {
      this.record({ from, to, message, outcome: send() });
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.record({ from, to, message, outcome: "refused", reason: error.message });
      return error;
    }
  }

  record(delivery: Omit<Delivery, "at">): void {
    const noted = { ...delivery, at: new Date().toISOString() };
    this.list.push(noted);
    if (this.list.length > kept) this.list.shift();
    appendFileSync(this.account.logFile("deliveries"), `${JSON.stringify(noted)}\n`, { mode: 0o600 });
    this.account.signals.emit("delivery", noted);
  }
}
