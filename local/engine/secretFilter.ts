import { isSecret, MASK, some, type Value } from "./values";

/** Shorter texts would blank out half of every message. */
const SHORTEST = 3;

/** Takes secret values out of messages that others wrote: handlers, policies, the program. */
export class SecretFilter {
  readonly #texts = new Set<string>();

  /** Remembers every text inside the value's secrets. */
  learn(value: Value): void {
    some(value, (item) => {
      if (isSecret(item)) {
        some(item.value, (inner) => {
          if (typeof inner === "string" && inner.length >= SHORTEST) {
            this.#texts.add(inner);
          }
          return false;
        });
      }
      return false;
    });
  }

  clean(text: string): string {
    const longestFirst = [...this.#texts].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((cleaned, hidden) => cleaned.replaceAll(hidden, MASK), text);
  }
}
