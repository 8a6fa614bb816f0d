/** A violation: what is wrong with which resource, the value, and how to mend it. */
export interface Finding {
  readonly message: string;
  /** Absent: the stack as a whole. */
  readonly urn?: string;
}
