import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { bundle, functionCode, workerContext } from "../../components/bundle";

describe("The bundles", () => {
  it("are the same for the same sources, and name no folder of this machine", () => {
    const text = bundle("replicator/dispatcher.ts");
    expect(bundle("replicator/dispatcher.ts") === text).to.equal(true);
    expect(text).to.not.include(path.resolve(__dirname, "..", ".."));
  });

  it("export the handler that the function names", () => {
    const module = { exports: {} as { handler?: unknown } };
    const load = vm.compileFunction(bundle("replicator/dispatcher.ts"), ["module", "exports", "require"]) as (
      ...args: unknown[]
    ) => void;
    load(module, module.exports, require);
    expect(module.exports.handler).to.be.a("function");
  });

  it("are files of a function's archive, so that a state holds a path and a hash of them", async () => {
    const { "index.js": code } = (await functionCode("replicator/dispatcher.ts").assets) as Record<
      string,
      pulumi.asset.FileAsset
    >;
    expect(code).to.be.instanceOf(pulumi.asset.FileAsset);
    const file = await code?.path;
    // Relative, so that a state made on another machine shows no difference.
    expect(file).to.equal(path.join(".build", "dispatcher", "index.js"));
    expect(readFileSync(String(file), "utf8")).to.equal(bundle("replicator/dispatcher.ts"));
  });

  it("of the worker lies beside its Dockerfile, under a tag that names the content", () => {
    const { directory, tag } = workerContext();
    expect(tag)
      .to.match(/^[0-9a-f]{16}$/)
      .and.to.equal(workerContext().tag);
    expect(readFileSync(path.join(directory, "Dockerfile"), "utf8")).to.include("COPY worker.js");
    expect(readFileSync(path.join(directory, "worker.js"), "utf8")).to.equal(bundle("replicator/worker.ts"));
  });
});
