import type { Subject } from "../framework/definePolicy";

export const triggerType = "aws:codecommit/trigger:Trigger";

/** The triggers of a Trigger resource. Of one that is not known before the update nothing is said. */
export function triggersOf({
  props: { triggers },
}: Pick<Subject, "props">): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(triggers)) return [];
  return (triggers as unknown[]).map((found) =>
    typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {},
  );
}
