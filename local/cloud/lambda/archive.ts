import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import { isObject, nested, optionalText } from "../properties";

/**
 * Writes a function's code archive to a directory, which it replaces.
 *
 * @param code As the engine passes an AssetArchive on, with the content of its StringAssets and FileAssets.
 * @throws {AwsError} InvalidParameterValueException for any other kind of archive or asset.
 */
export async function writeArchive(code: Properties, directory: string): Promise<void> {
  const assets = Object.entries(nested(nested(code, "archive"), "assets"));
  if (assets.length === 0) throw unsupported("the code must be an AssetArchive with at least one asset");
  await rm(directory, { recursive: true, force: true });
  for (const [name, asset] of assets) {
    const target = resolve(directory, name);
    if (!target.startsWith(resolve(directory) + sep))
      throw unsupported(`the asset "${name}" leaves the archive`);
    await mkdir(dirname(target), { recursive: true });
    const source = isObject(asset) ? nested(asset, "asset") : {};
    const content = optionalText(source, "text");
    const path = optionalText(source, "path");
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
