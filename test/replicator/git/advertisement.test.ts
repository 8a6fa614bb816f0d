import { expect } from "chai";
import fc from "fast-check";
import { type Advertisement, readAdvertisement, zeroOid } from "../../../replicator/git/advertisement";
import { encodePacket, flushPacket } from "../../../replicator/git/pktLine";
import { chunked } from "../../support/chunks";
import { failure } from "../../support/failure";

const [a, b, c] = ["a", "b", "c"].map((digit) => digit.repeat(40));

function advertisement(lines: readonly string[], service = "git-upload-pack"): Buffer {
  const announcement = encodePacket(`# service=${service}\n`);
  const refs = lines.map((line) => encodePacket(`${line}\n`));
  return Buffer.concat([announcement, flushPacket, ...refs, flushPacket]);
}

async function read(bytes: Buffer, sizes: number[] = []): Promise<Advertisement> {
  const answer = await readAdvertisement(chunked(bytes, sizes), "git-upload-pack");
  if ("refs" in answer) return answer;
  throw new Error("this is protocol version 2");
}

const complete = advertisement([
  `${a} HEAD\0thin-pack symref=HEAD:refs/heads/größe side-band-64k`,
  `${a} refs/heads/größe`,
  `${b} refs/tags/v1`,
  `${c} refs/tags/v1^{}`,
  `${c} .have`,
]);

describe("An advertisement of refs", () => {
  it("lists refs, capabilities, the default branch and extra haves, without HEAD and peeled tags", async () => {
    const { refs, capabilities, defaultBranch, extraHaves } = await read(complete);
    expect([...refs]).to.deep.equal([
      ["refs/heads/größe", a],
      ["refs/tags/v1", b],
    ]);
    expect([...capabilities]).to.include.members(["thin-pack", "side-band-64k"]);
    expect(defaultBranch).to.equal("größe");
    expect(extraHaves).to.deep.equal([c]);
  });

  it("reads the same from any split of its bytes", async () => {
    const whole = await read(complete);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(80), { maxLength: 15 }), async (sizes) => {
        expect(await read(complete, sizes)).to.deep.equal(whole);
      }),
    );
  });

  it("is an error that passes when cut anywhere", async () => {
    for (let length = 0; length < complete.length; length++) {
      const error = await failure(read(complete.subarray(0, length)));
      expect(error.code, `cut after ${length} bytes`).to.equal("truncated");
    }
  });

  it("may be empty, with and without capabilities", async () => {
    expect((await read(advertisement([]))).refs).to.have.property("size", 0);
    const empty = await read(advertisement([`${zeroOid} capabilities^{}\0report-status`]));
    expect(empty.refs.size).to.equal(0);
    expect([...empty.capabilities]).to.deep.equal(["report-status"]);
  });

  it("may announce protocol version 1", async () => {
    const { refs, capabilities } = await read(
      advertisement(["version 1", `${a} refs/heads/main\0thin-pack`]),
    );
    expect(refs.get("refs/heads/main")).to.equal(a);
    expect([...capabilities]).to.deep.equal(["thin-pack"]);
  });

  const refused: Record<string, [string, Buffer]> = {
    "a shallow repository": ["unsupported", advertisement([`${a} refs/heads/main\0x`, `shallow ${a}`])],
    "SHA-256 by its capability": [
      "unsupported",
      advertisement([`${a} refs/heads/main\0object-format=sha256`]),
    ],
    "SHA-256 by its oids": ["unsupported", advertisement([`${"a".repeat(64)} refs/heads/main\0x`])],
    "a name with a control character": [
      "protocol",
      advertisement([`${a} refs/heads/m\0x`, `${a} refs/heads/\x01`]),
    ],
    "a name with a space": ["protocol", advertisement([`${a} refs/heads/a b\0x`])],
    "a second NUL": ["protocol", advertisement([`${a} refs/heads/m\0x`, `${a} refs/heads/n\0delete-refs`])],
    "a ref listed twice": ["protocol", advertisement([`${a} refs/heads/m\0x`, `${b} refs/heads/m`])],
    "an oid that is none": ["protocol", advertisement([`${"x".repeat(40)} refs/heads/m\0x`])],
    "another service": ["protocol", advertisement([`${a} refs/heads/m\0x`], "git-receive-pack")],
    "an error in its place": ["remote-error", encodePacket("ERR no such repository\n")],
  };
  for (const [what, [code, bytes]] of Object.entries(refused)) {
    it(`refuses ${what}`, async () => {
      expect((await failure(read(bytes))).code).to.equal(code);
    });
  }
});
