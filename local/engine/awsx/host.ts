import type { Goal } from "../goal";
import type { Values } from "../values";

/** What a registration is answered with. An absent id is not known yet. */
export interface Registration {
  readonly urn: string;
  readonly id?: string;
  readonly outputs: Values;
}

/** What the expansion of a component needs of the engine. */
export interface Host {
  readonly stack: string;
  register(goal: Goal): Promise<Registration>;
  invoke(token: string, args: Values, provider?: string): Promise<Values>;
}
