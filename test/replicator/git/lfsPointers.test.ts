import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { LfsPointers } from "../../../replicator/git/lfsPointers";
import { chunked } from "../../support/chunks";
import { cleanUp, gitEnvironment, GitRepository, temporaryDirectory } from "../../support/git";

const run = promisify(execFile);

const pointerTo = (digit: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${digit.repeat(64)}\nsize 12345\n`;

/** As git packs a whole repository. */
async function packOf(repository: GitRepository): Promise<Buffer> {
  const { stdout } = await run("sh", ["-c", "git rev-list --objects --all | git pack-objects --stdout -q"], {
    ...{ cwd: repository.directory, env: gitEnvironment, maxBuffer: 1e9, encoding: "buffer" },
  });
  return stdout;
}

async function countIn(pack: Buffer, sizes: number[] = []): Promise<number> {
  const pointers = new LfsPointers();
  for await (const chunk of chunked(pack, sizes)) await pointers.add(chunk);
  return await pointers.end();
}

describe("Pointers of Git LFS", () => {
  afterEach(cleanUp);

  /** Objects of every size and kind, deltas among them. */
  async function repository(context: Mocha.Context): Promise<GitRepository> {
    const made = await GitRepository.create(await temporaryDirectory(context), { bare: false });
    const text = Array.from({ length: 4_000 }, (_, line) => `line ${line}`);
    for (const file of ["large.txt", "large.txt"]) {
      text[2_000] = randomBytes(8).toString("hex");
      await made.commit(file, text.join("\n"));
    }
    await made.commit("random.bin", randomBytes(200_000));
    await made.commit("zeros.bin", Buffer.alloc(3_000_000));
    await made.commit("empty.txt", "");
    await made.git("tag", "-a", "-m", "one", "v1");
    return made;
  }

  it("are found in a pack, wherever it is cut into pieces", async function () {
    const made = await repository(this);
    expect(await countIn(await packOf(made))).to.equal(0);
    await made.commit("video.mp4", pointerTo("a"));
    const pack = await packOf(made);
    expect(await countIn(pack)).to.equal(1);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 70_000 }), { maxLength: 20 }), async (sizes) => {
        expect(await countIn(pack, sizes)).to.equal(1);
      }),
      { numRuns: 30 },
    );
    expect(
      await countIn(
        pack,
        Array.from(pack, () => 1),
      ),
    ).to.equal(1);
  });

  it("are what git lfs takes for one, and nothing else", async function () {
    const made = await repository(this);
    const none = {
      "readme.md": `A pointer looks like this:\n${pointerTo("b")}`,
      "long.txt": pointerTo("c").padEnd(1_024, "x"),
      "cut.txt": pointerTo("d").slice(0, 90),
    };
    for (const [file, text] of Object.entries(none)) await made.commit(file, text);
    expect(await countIn(await packOf(made))).to.equal(0);
    await made.commit("old.bin", pointerTo("e").replace("git-lfs", "hawser"));
    expect(await countIn(await packOf(made))).to.equal(1);
  });

  it("are no reason to fail for a pack that is cut or damaged", async function () {
    const made = await repository(this);
    await made.commit("video.mp4", pointerTo("a"));
    const pack = await packOf(made);
    await fc.assert(
      fc.asyncProperty(fc.nat(pack.length - 1), fc.boolean(), async (place, cut) => {
        const bytes = Buffer.from(cut ? pack.subarray(0, place) : pack);
        if (!cut) bytes[place] ^= 0x55;
        expect(await countIn(bytes)).to.be.within(0, 1);
      }),
      { numRuns: 60 },
    );
    for (const bytes of ["", "PACK", "what is this?", "x".repeat(100_000)]) {
      expect(await countIn(Buffer.from(bytes))).to.equal(0);
    }
  });
});
