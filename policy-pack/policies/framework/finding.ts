/** A violation: what is wrong with which resource, the value, and how to mend it. */
export interface Finding {
  readonly message: string;
  /** Absent: the stack as a whole. */
  readonly urn?: string;
}

/** A finding about a resource, where it is known which. */
export const findingOn = (message: string, urn: string | undefined): Finding => ({
  message,
  ...(urn !== undefined && { urn }),
});

/** Takes what a proof finds, as it finds it. */
export type Report = (message: string, urn?: string) => void;

/** All that a proof reports, in order. */
export function findingsOf(proof: (report: Report) => void): readonly Finding[] {
  const found: Finding[] = [];
  proof((message, urn) => found.push(findingOn(message, urn)));
  return found;
}
