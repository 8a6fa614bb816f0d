import { isDeepStrictEqual } from "node:util";
import { writeState, type ResourceState } from "./state";

/**
 * The stack's resources while they change: what was there before, what has been realised by now, and
 * what a replacement left to be deleted. Every change of an update is on disk before it is answered.
 */
export class Ledger {
  /** What is not taken over yet, in its old order; replaced ones marked to be deleted. */
  #before: readonly ResourceState[];
  readonly #order: string[] = [];
  readonly #current = new Map<string, ResourceState>();

  /** @param file where to write; undefined at preview, which writes nothing */
  constructor(
    resources: readonly ResourceState[],
    private readonly file: string | undefined,
  ) {
    this.#before = resources;
  }

  /** What the state has under the first of these URNs that it knows. */
  find(urns: readonly string[]): ResourceState | undefined {
    return urns
      .map((urn) => this.#before.find((state) => state.urn === urn && state.delete !== true))
      .find((state) => state !== undefined);
  }

  /** Fixes a resource's place: registrations arrive after all they depend on. */
  arrive(urn: string): void {
    this.#order.push(urn);
  }

  /** `state` is now real and stands in for `old`, which `keepOld` leaves to be deleted later. */
  realised(state: ResourceState, old?: ResourceState, keepOld = false): void {
    const unchanged = isDeepStrictEqual(state, old ?? this.#current.get(state.urn));
    this.#current.set(state.urn, state);
    if (old !== undefined) {
      this.#replace(old, keepOld ? [{ ...old, delete: true }] : []);
    }
    if (!unchanged) {
      this.#write();
    }
  }

  /** At preview: the program still asks for it. */
  seen(state: ResourceState): void {
    this.#replace(state, []);
  }

  /** It is gone, or no longer ours. */
  gone(state: ResourceState): void {
    this.#replace(state, []);
    this.#write();
  }

  get(urn: string): ResourceState | undefined {
    return this.#current.get(urn);
  }

  /** What nothing in the program asks for any more, dependents before what they depend on. */
  toDelete(): readonly ResourceState[] {
    return [...this.#before].reverse();
  }

  #replace(old: ResourceState, by: readonly ResourceState[]): void {
    this.#before = this.#before.flatMap((state) => (state === old ? by : [state]));
  }

  #write(): void {
    if (this.file === undefined) {
      return;
    }
    const current = this.#order.map((urn) => this.#current.get(urn)).filter((state) => state !== undefined);
    writeState(this.file, [...current, ...this.#before]);
  }
}
