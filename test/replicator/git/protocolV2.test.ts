import { expect } from "chai";
import fc from "fast-check";
import type { Advertisement } from "../../../replicator/git/advertisement";
import { encodePacket, flushPacket, readPackets } from "../../../replicator/git/pktLine";
import {
  delimiterPacket,
  encodeLsRefs,
  encodeV2Fetch,
  packfileSection,
  readLsRefs,
  readV2Capabilities,
} from "../../../replicator/git/protocolV2";
import { chunked } from "../../support/chunks";
import { failure } from "../../support/failure";

const [a, b] = ["a", "b"].map((digit) => digit.repeat(40));
const sha1 = new Set(["ls-refs=unborn", "fetch=shallow", "object-format=sha1"]);

const lines = (...texts: string[]): Buffer =>
  Buffer.concat([...texts.map((text) => encodePacket(`${text}\n`)), flushPacket]);
const capabilities = (bytes: Buffer, sizes: number[] = []) =>
  readV2Capabilities(readPackets(chunked(bytes, sizes)));
const refs = (bytes: Buffer, sizes: number[] = []): Promise<Advertisement> =>
  readLsRefs(readPackets(chunked(bytes, sizes)), sha1);

const list = lines(
  `${a} HEAD symref-target:refs/heads/main`,
  `${a} refs/heads/main`,
  `${b} refs/tags/v1 peeled:${a}`,
);

describe("Protocol version 2", () => {
  it("lists refs and the default branch", async () => {
    const found = await refs(list);
    expect([...found.refs]).to.deep.equal([
      ["refs/heads/main", a],
      ["refs/tags/v1", b],
    ]);
    expect(found.defaultBranch).to.equal("main");
  });

  it("reads the same from any split of its bytes", async () => {
    const whole = await refs(list);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(80), { maxLength: 15 }), async (sizes) => {
        expect(await refs(list, sizes)).to.deep.equal(whole);
        expect([...(await capabilities(lines(...sha1), sizes))]).to.deep.equal([...sha1]);
      }),
    );
  });

  it("is an error when cut anywhere", async () => {
    for (let length = 0; length < list.length; length++) {
      expect((await failure(refs(list.subarray(0, length)))).code, `cut after ${length} bytes`).to.equal(
        "truncated",
      );
    }
  });

  for (const [what, line] of [
    ["an object id that is none", `${a.slice(1)} refs/heads/main`],
    ["no name", a],
    ["a control character in a name", `${a} refs/heads/a\u0001b`],
  ] as const) {
    it(`is an error with ${what}`, async () => {
      expect((await failure(refs(lines(line)))).code).to.equal("protocol");
    });
  }

  it("does not list a ref twice", async () => {
    const twice = lines(`${a} refs/heads/main`, `${b} refs/heads/main`);
    expect((await failure(refs(twice))).message).to.include("refs/heads/main is listed twice");
  });

  it("needs ls-refs, fetch and SHA-1", async () => {
    for (const offered of [["fetch"], ["ls-refs"], ["ls-refs", "fetch", "object-format=sha256"]]) {
      expect((await failure(capabilities(lines(...offered)))).code).to.equal("unsupported");
    }
  });

  it("asks for branches and tags only, and for nothing that was not offered", () => {
    const asked = encodeLsRefs(new Set(["ls-refs", "fetch"])).toString();
    expect(asked).to.equal(
      "0014command=ls-refs\n0001000csymrefs\n0014ref-prefix HEAD\n001bref-prefix refs/heads/\n001aref-prefix refs/tags/\n0000".replace(
        "0001",
        delimiterPacket.toString(),
      ),
    );
    const fetch = encodeV2Fetch(sha1, {
      wants: [a],
      haves: [b],
      capabilities: ["thin-pack", "side-band-64k"],
    });
    expect(fetch.toString())
      .to.include("object-format=sha1")
      .and.include("thin-pack")
      .and.not.include("side-band");
  });

  it("reads a pack after its title, and refuses a shallow source", async () => {
    const read = async (bytes: Buffer): Promise<unknown[]> => {
      const packets = [];
      for await (const packet of packfileSection(readPackets(chunked(bytes, [])))) packets.push(packet);
      return packets;
    };
    expect(await read(lines("packfile", "x"))).to.deep.equal([Buffer.from("x\n"), "flush"]);
    expect((await failure(read(lines("shallow-info", `shallow ${a}`)))).code).to.equal("unsupported");
    expect((await failure(read(lines("wanted-refs")))).code).to.equal("protocol");
    expect((await failure(read(Buffer.alloc(0)))).code).to.equal("truncated");
  });
});
