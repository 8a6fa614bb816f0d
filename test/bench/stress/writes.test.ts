import path from "node:path";
import { expect } from "chai";
import { Random } from "../../../bench/stress/random";
import { begin, write } from "../../../bench/stress/writes";
import { Writer } from "../../../bench/stress/writer";
import { cleanUp, GitRepository, temporaryDirectory } from "../../support/git";

/** What a seed makes of a repository. */
async function written(context: Mocha.Context, seed: number): Promise<Record<string, string>> {
  const repository = await GitRepository.create(path.join(await temporaryDirectory(context), "a"), {
    bare: true,
  });
  const writer = new Writer(repository, new Random(seed));
  await begin(writer);
  const random = new Random(seed + 1);
  for (let count = 0; count < 40; count++) await write(writer, random, { movesDefault: true });
  const refs = await repository.refs();
  expect(Object.fromEntries(writer.refs)).to.deep.equal(refs);
  expect(await repository.git("symbolic-ref", "HEAD")).to.equal(writer.head);
  expect(refs).to.have.property(writer.head);
  await repository.fsck();
  return refs;
}

describe("The writer of a storm", () => {
  afterEach(cleanUp);

  it("does the same for the same seed, to the last bit, and something else for another", async function () {
    this.timeout(60_000);
    const first = await written(this, 1);
    expect(await written(this, 1)).to.deep.equal(first);
    expect(await written(this, 2)).not.to.deep.equal(first);
  });
});
