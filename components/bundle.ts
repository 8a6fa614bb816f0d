import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
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

/**
 * The code of a function as an archive with a bundle in it. The bundle is a file, of which a state keeps path and hash;
 * as text it would stand in the state twice, with the inputs and with the outputs.
 *
 * @param entryPoint as for {@link bundle}; it exports `handler`
 */
export function functionCode(entryPoint: string): pulumi.asset.AssetArchive {
  const file = path.join(".build", path.basename(entryPoint, ".ts"), "index.js");
  writeWhole(file, bundle(entryPoint));
  return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(file) });
}

/** Programs of several stacks may run at once and read each other's files: they find the old ones or the new ones, whole. */
function writeWhole(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) {
    return;
  }
  const temporary = `${file}.${process.pid}`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(temporary, text);
  renameSync(temporary, file);
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

  const recipe = readFileSync(dockerfile, "utf8");
  writeWhole(path.join(directory, "worker.js"), code);
  writeWhole(path.join(directory, "Dockerfile"), recipe);
  const hash = createHash("sha256").update(recipe).update(code);
  return { directory, tag: hash.digest("hex").slice(0, 16) };
}
