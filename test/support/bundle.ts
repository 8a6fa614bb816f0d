import path from "node:path";
import { build } from "esbuild";

/** Bundles an entry point of the replicator as it is deployed. */
export async function bundle(entry: string, directory: string): Promise<string> {
  const outfile = path.join(directory, `${entry}.js`);
  await build({
    entryPoints: [path.join(__dirname, "../../replicator", `${entry}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    logLevel: "error",
  });
  return outfile;
}
