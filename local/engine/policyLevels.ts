/** What becomes of a violation, as a policy configuration says it. */
export const levels = ["advisory", "mandatory", "remediate", "disabled"] as const;

export type Level = (typeof levels)[number];
