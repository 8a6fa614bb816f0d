import type { Side } from "../address";
import type { Scope } from "../scope";

/** What somebody asked for on the command line. */
export interface Command {
  readonly source: Side;
  readonly target: Side;
  readonly scope?: Scope;
  readonly json: boolean;
  readonly repair: boolean;
  readonly signal: AbortSignal;
}
