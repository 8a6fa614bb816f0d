import { askSts, type Keys } from "../../../local/tour/stsClient";
import { primary, type Workbench } from "./workbench";

export { element, keysIn, type Keys } from "../../../local/tour/stsClient";

/** Asks the STS of the workbench's first region. */
export function sts(
  bench: Workbench,
  keys: Keys,
  Action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<string> {
  return askSts({ endpoint: bench.cloud.endpoint(primary), region: primary }, keys, Action, parameters);
}
