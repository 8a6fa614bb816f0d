/** One line of the tour. */
export interface Step {
  readonly title: string;
  /**
   * @returns what was seen
   * @throws Error when that is not what was promised
   */
  readonly run: () => Promise<string>;
}
