import path from "node:path";
import { build } from "esbuild";

const root = path.join(__dirname, "../..");

/** Bundles an entry point of the replicator as it is deployed. */
export function bundle(entry: string, directory: string): Promise<string> {
  return bundleFile(path.join(root, "replicator", `${entry}.ts`), directory);
}

/** Bundles `npm run replicate`, so that a test's many child processes start fast. */
export function bundleReplicate(directory: string): Promise<string> {
  return bundleFile(path.join(root, "scripts/replicate.ts"), directory);
}

async function bundleFile(file: string, directory: string): Promise<string> {
  const outfile = path.join(directory, `${path.basename(file, ".ts")}.js`);
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    logLevel: "error",
  });
  return outfile;
}
