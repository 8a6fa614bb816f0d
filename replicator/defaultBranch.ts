/** The default branches of both sides, by name without refs/heads/. */
export interface DefaultBranch {
  /** Absent: what the source's server advertises, if it does. */
  readonly source?: (signal?: AbortSignal) => Promise<string | undefined>;
  readonly target: (signal?: AbortSignal) => Promise<string | undefined>;
  /** Called only with a branch that the target has. */
  readonly set: (branch: string, signal?: AbortSignal) => Promise<void>;
}
