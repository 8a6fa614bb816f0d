import { writeState, type ResourceState } from "./state";

/**
 * The stack's resources while they change: what was there before, what has been realised by now, and
 * what a replacement left to be deleted. Every change of an update is on disk before it is answered.
 */
export class Ledger {
  readonly #previous: Map<string, ResourceState>;
  readonly #order: string[] = [];
  readonly #current = new Map<string, ResourceState>();
  readonly #leftovers: ResourceState[];

  /** @param file where to write; undefined at preview, which writes nothing */
  constructor(
    resources: readonly ResourceState[],
    private readonly file: string | undefined,
  ) {
    this.#previous = new Map(resources.filter((r) => r.delete !== true).map((r) => [r.urn, r]));
    this.#leftovers = resources.filter((r) => r.delete === true);
  }

  /** What the state has under one of these URNs. */
  find(urns: readonly string[]): ResourceState | undefined {
    return urns.map((urn) => this.#previous.get(urn)).find((state) => state !== undefined);
  }

  /** Fixes a resource's place: registrations arrive after all they depend on. */
  arrive(urn: string): void {
    this.#order.push(urn);
  }

  /** `state` is now real and stands in for `old`, which `keepOld` leaves to be deleted later. */
  realised(state: ResourceState, old?: ResourceState, keepOld = false): void {
    this.#current.set(state.urn, state);
    if (old !== undefined) {
      this.#previous.delete(old.urn);
      if (keepOld) {
        this.#leftovers.push({ ...old, delete: true });
      }
    }
    this.#write();
  }

  /** At preview: the program still asks for it. */
  seen(state: ResourceState): void {
    this.#previous.delete(state.urn);
  }

  /** It is gone, or no longer ours. */
  gone(state: ResourceState): void {
    const at = this.#leftovers.indexOf(state);
    if (at >= 0) {
      this.#leftovers.splice(at, 1);
    } else {
      this.#previous.delete(state.urn);
    }
    this.#write();
  }

  get(urn: string): ResourceState | undefined {
    return this.#current.get(urn);
  }

  /** What nothing in the program asks for any more, dependents before what they depend on. */
  toDelete(): readonly ResourceState[] {
    return [...this.#previous.values(), ...this.#leftovers].reverse();
  }

  #write(): void {
    if (this.file === undefined) {
      return;
    }
    const current = this.#order.map((urn) => this.#current.get(urn)).filter((state) => state !== undefined);
    writeState(this.file, [...current, ...this.#leftovers, ...this.#previous.values()]);
  }
}
