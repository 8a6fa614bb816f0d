import { deepCheck } from "../deepCheck";
import type { Command } from "./command";
import { megabytes, plural, pointersWithoutObjects } from "./wording";

/** Proves that the target has everything behind its refs, and repairs it where that was asked for. */
export async function deepCommand({ source, target, json, repair, signal }: Command): Promise<void> {
  const report = await deepCheck(source.remote, target.remote, { repair, signal });
  if (report.lfsPointers > 0) console.error(pointersWithoutObjects(report.lfsPointers));
  if (json) {
    console.log(JSON.stringify({ complete: true, ...report }));
    return;
  }
  const repaired = report.repaired ? "it lacked objects and was repaired: " : "";
  console.log(
    `complete: ${repaired}${plural(report.objects, "object")} behind ${plural(report.refs, "ref")}, ` +
      `${megabytes(report.bytesIn)} read, ${report.milliseconds} ms`,
  );
}
