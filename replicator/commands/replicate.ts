import { replicate } from "../replicate";
import type { ReplicationReport } from "../report";
import type { Command } from "./command";
import { compareDefaultBranches, defaultBranches, defaultBranchOf, settled } from "./defaultBranches";
import { ProgressBar } from "./progressBar";
import { plural, pointersWithoutObjects } from "./wording";

/** Brings the target to the state of the source. */
export async function replicateCommand({ source, target, scope, json, signal }: Command): Promise<void> {
  const { codeCommit } = target;
  // Together with the replication: they hardly ever differ, and a look at them afterwards costs two round trips.
  const heads = codeCommit === undefined ? settled(defaultBranches(source, target, signal)) : undefined;
  const progress = new ProgressBar(process.stderr);
  const report = await replicate(source.remote, target.remote, {
    scope,
    signal,
    onProgress: (moved) => {
      progress.show(moved);
    },
    onStep: (step, details) => {
      progress.step(step, details);
    },
    defaultBranch: defaultBranchOf(source, target),
  }).finally(() => {
    progress.clear();
  });
  if (report.leftOut > 0) {
    console.error(
      `note: ${plural(report.leftOut, "ref")} of the source not copied: the names ccp-archive-… and ccp-seed-… are the ` +
        "target's own, and names have to be UTF-8",
    );
  }
  if (report.unusablePacks > 0) {
    console.error(
      `note: the target could not use ${plural(report.unusablePacks, "pack")}: it may have lost objects; ` +
        "check it with --deep",
    );
  }
  if (report.lfsPointers > 0) console.error(pointersWithoutObjects(report.lfsPointers));
  if (heads !== undefined) {
    await compareDefaultBranches(await heads, () => defaultBranches(source, target, signal));
  }
  console.log(json ? JSON.stringify(report) : describe(report));
}

function describe({
  passes,
  created,
  updated,
  deleted,
  bytesIn,
  bytesOut,
  milliseconds,
}: ReplicationReport): string {
  return (
    `equal after ${plural(passes, "look")}: ${created.length} created, ${updated.length} updated, ` +
    `${deleted.length} deleted; ${bytesIn} bytes in, ${bytesOut} bytes out, ${milliseconds} ms`
  );
}
