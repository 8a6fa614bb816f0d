import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildSync } from "esbuild";

const root = path.resolve(__dirname, "..");

/**
 * One file of JavaScript with everything in it, made while the program runs, so that `pulumi up` needs no build step.
 * The same sources give the same text: no time, path or random name is in it.
 *
 * @param entryPoint path from the project's root, for example `replicator/worker.ts`
 */
export function bundle(entryPoint: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    bundle: true,
    write: false,
    platform: "node",
    // The oldest Node that runs it: the local cloud's. Lambda and the image run Node 24.
    target: "node20",
    format: "cjs",
    minify: true,
    legalComments: "none",
  });
  return outputFiles[0].text;
}

/** A folder that Docker builds an image from, and a tag that names its content. */
export interface BuildContext {
  /** Path from the folder of Pulumi.yaml. */
  readonly directory: string;
  readonly tag: string;
}

/** Writes the worker's build context into the folder of Pulumi.yaml, where programs run: the bundle beside the Dockerfile. */
export function workerContext(): BuildContext {
  const directory = path.join(".build", "worker");
  const dockerfile = path.join(root, "replicator", "Dockerfile");
  const code = bundle("replicator/worker.ts");

  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, "worker.js"), code);
  copyFileSync(dockerfile, path.join(directory, "Dockerfile"));
  const hash = createHash("sha256").update(readFileSync(dockerfile)).update(code);
  return { directory, tag: hash.digest("hex").slice(0, 16) };
}
