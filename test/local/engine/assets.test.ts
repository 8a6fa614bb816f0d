import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveAssets } from "../../../local/engine/assets";
import { diffProperties } from "../../../local/engine/diff";
import type { Values } from "../../../local/engine/values";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const asset = (source: object) => ({ [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", ...source });
const archive = (assets: object) => ({ [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", assets });

describe("assets", () => {
  let [here, there] = ["", ""];
  before(async () => {
    [here, there] = await Promise.all(["here-", "there-"].map((name) => mkdtemp(join(tmpdir(), name))));
    await writeFile(join(here, "index.js"), "exports.handler = 1;");
    await writeFile(join(there, "index.js"), "exports.handler = 1;");
    await writeFile(join(there, "other.js"), "exports.handler = 2;");
  });
  after(() => Promise.all([here, there].map((path) => rm(path, { recursive: true, force: true }))));

  const inFile = (folder: string, path = "index.js"): Promise<Values> =>
    resolveAssets({ code: archive({ "index.js": asset({ path }) }) }, folder);

  // pkg/asset of the Go SDK 3.248: an asset's hash is that of its content, and two assets are equal when their hashes are.
  it("are the same with the same content, wherever it comes from", async () => {
    const text = await resolveAssets(
      { code: archive({ "index.js": asset({ text: "exports.handler = 1;" }) }) },
      here,
    );
    expect(diffProperties(await inFile(here), await inFile(there))).to.deep.equal([]);
    expect(diffProperties(text, await inFile(here))).to.deep.equal([]);
  });

  it("differ by content, and by name in an archive", async () => {
    const renamed = await resolveAssets({ code: archive({ "main.js": asset({ path: "index.js" }) }) }, here);
    for (const fresh of [await inFile(there, "other.js"), renamed]) {
      expect(diffProperties(await inFile(here), fresh).map(({ path, kind }) => [path, kind])).to.deep.equal([
        ["code", "update"],
      ]);
    }
  });

  it("keep the content of a file out of the state", async () => {
    expect(JSON.stringify(await inFile(here))).not.to.contain("handler");
  });
});
