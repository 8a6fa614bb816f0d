import { expect } from "chai";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createCloud } from "../../local/cloud";
import { EngineError } from "../../local/engine";
import { offsetsOf, portsOf, refuseTaken, usualPort } from "../../local/ports";

describe("The ports of the local cloud", () => {
  it("follow each other, the region where people push first", () => {
    const ports = portsOf(usualPort, offsetsOf(["eu-central-1", "eu-west-1", "us-east-1"]));
    expect([...ports]).to.deep.equal([
      ["eu-central-1", usualPort],
      ["eu-west-1", usualPort + 1],
      ["us-east-1", usualPort + 2],
    ]);
  });

  it("stay where they are when a region comes or goes", () => {
    const before = offsetsOf(["eu-central-1", "eu-west-1"]);
    const more = offsetsOf(["eu-central-1", "af-south-1", "eu-west-1"], before);
    expect(more).to.deep.equal({ "eu-central-1": 0, "eu-west-1": 1, "af-south-1": 2 });
    expect(offsetsOf(["eu-central-1", "af-south-1"], more)["af-south-1"]).to.equal(2);
  });

  it("are those that the README names", () => {
    const readme = readFileSync(path.resolve(__dirname, "..", "..", "README.md"), "utf8");
    expect(readme).to.include(`http://127.0.0.1:${usualPort}`);
  });

  for (const port of [NaN, -1, 1.5, 65_535, 70_000]) {
    it(`are not ${port}, with another region to come`, () => {
      expect(() => portsOf(port, { "eu-central-1": 0, "eu-west-1": 1 })).to.throw(
        EngineError,
        /^--port .*: use a number from 1024 to 65534, for example 8420$/,
      );
    });
  }

  it("are refused when they are taken, with the process that has them and the way out", async () => {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    try {
      const error = await refuseTaken(new Map([["eu-west-1", port]])).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(EngineError);
      expect((error as EngineError).message)
        .to.match(new RegExp(`^port ${port}, which eu-west-1 needs, is taken by `))
        .and.include("npm start -- --port");
      if (process.platform === "linux") {
        expect((error as EngineError).message).to.include(`process ${process.pid} (`);
      }
    } finally {
      server.close();
      await once(server, "close");
    }
    await refuseTaken(new Map([["eu-west-1", port]]));
  });

  it("serve the region they belong to", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "ports-"));
    const free = createServer();
    await once(free.listen(0, "127.0.0.1"), "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, "close");
    const cloud = createCloud({ directory: path.join(directory, "cloud") });
    try {
      await cloud.start(["eu-central-1"], new Map([["eu-central-1", port]]));
      expect(cloud.endpoint("eu-central-1")).to.equal(`http://127.0.0.1:${port}`);
    } finally {
      await cloud.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
