import type { AnalyzedResource, Analyzer } from "./analysis";
import type { Progress } from "./progress";
import { withoutReferences, type Values } from "./values";

/**
 * The inputs as policies that mend leave them, one after the other: these are then judged and registered. As the real
 * engine (step_generator.go): what cannot be mended is advice only, because the same policy judges it next.
 */
export async function remediated(
  resource: AnalyzedResource,
  analyzers: readonly Analyzer[],
  progress: Progress,
): Promise<Values> {
  let properties = resource.properties;
  for (const { remediate } of analyzers) {
    const given = { ...resource, properties: withoutReferences(properties) };
    for (const { policy, ...outcome } of (await remediate?.(given)) ?? []) {
      if (outcome.diagnostic !== undefined) {
        const message = outcome.diagnostic;
        progress.violated([{ policy, level: "advisory", urn: resource.urn, message }]);
      } else if (outcome.properties !== undefined) {
        properties = outcome.properties;
        progress.say("info", `${policy} changed the inputs.`, resource.urn);
      }
    }
  }
  return properties;
}
