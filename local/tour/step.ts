/** One line of the tour. */
export interface Step {
  readonly title: string;
  /**
   * @returns what was seen
   * @throws Error when that is not what was promised
   */
  readonly run: () => Promise<string>;
}

/** What an environment cannot show. */
export interface Omission {
  readonly title: string;
  /** A clause: "nobody may …". */
  readonly because: string;
}

export function isStep(line: Step | Omission): line is Step {
  return "run" in line;
}
