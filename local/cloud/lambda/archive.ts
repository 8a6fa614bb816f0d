import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import { isObject, nested, optionalText } from "../properties";

/**
 * Writes a function's code archive to a directory, which it replaces.
 *
 * @param archive As the engine passes an AssetArchive on: `{assets: {"index.js": {text} | {path}}}`.
 * @throws {AwsError} InvalidParameterValueException for any other kind of archive or asset.
 */
export async function writeArchive(archive: Properties, directory: string): Promise<void> {
  const assets = Object.entries(nested(archive, "assets"));
  if (assets.length === 0) throw unsupported("the code must be an AssetArchive with at least one asset");
  await rm(directory, { recursive: true, force: true });
  for (const [name, asset] of assets) {
    const target = resolve(directory, name);
    if (!target.startsWith(resolve(directory) + sep))
      throw unsupported(`the asset "${name}" leaves the archive`);
    await mkdir(dirname(target), { recursive: true });
    const content = isObject(asset) ? optionalText(asset, "text") : undefined;
    const path = isObject(asset) ? optionalText(asset, "path") : undefined;
    if (content !== undefined) await writeFile(target, content);
    else if (path !== undefined) await copyFile(path, target);
    else throw unsupported(`the asset "${name}" is neither a StringAsset nor a FileAsset`);
  }
  // The code is CommonJS unless it says otherwise, wherever the cloud's directory lies.
  if (!assets.some(([name]) => name === "package.json"))
    await writeFile(join(directory, "package.json"), "{}\n");
}

function unsupported(reason: string): AwsError {
  return new AwsError("InvalidParameterValueException", reason);
}
