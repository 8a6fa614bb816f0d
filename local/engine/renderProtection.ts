import type { ResourceResult } from "./result";
import type { Paint } from "./signs";

/**
 * What gains or loses `protect`. That is an option, no property: the real engine counts such a resource as unchanged, and
 * shows no more of it than `[diff: ~protect]` in its row.
 */
export function protectionLines(
  resources: readonly ResourceResult[],
  dryRun: boolean,
  paint: Paint,
): readonly string[] {
  const lines = resources
    .filter(({ operation }) => operation !== "delete")
    .flatMap(({ type, name, protection }) => {
      switch (protection) {
        case "lost":
          return [
            paint("yellow", `    ${type} ${name}: no longer; from now on an update may delete or replace it`),
          ];
        case "gained":
          return [paint("green", `    ${type} ${name}: from now on`)];
        default:
          return [];
      }
    });
  const heading = `Protection that ${dryRun ? "changes" : "has changed"}:`;
  return lines.length === 0 ? [] : [paint("bold", heading), ...lines];
}
