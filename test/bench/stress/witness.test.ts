import { expect } from "chai";
import { History } from "../../../bench/stress/history";
import { Violation } from "../../../bench/stress/violation";
import { Witness } from "../../../bench/stress/witness";
import { cleanUp, type GitRepository } from "../../support/git";
import { pair } from "../../support/pair";

interface Scene {
  readonly target: GitRepository;
  readonly witness: Witness;
  /** Pushes a commit of the source to the copy, under any name. */
  readonly push: (oid: string, ref: string) => Promise<unknown>;
  readonly one: string;
  readonly two: string;
}

/** A source whose main was at one commit, then at another; the copy has had neither. */
async function scene(context: Mocha.Context): Promise<Scene> {
  const { source, target, servers } = await pair(context);
  const history = new History();
  const [one, two] = [await source.commit("a.txt", "one\n"), await source.commit("a.txt", "two\n")];
  history.add("refs/heads/main", one);
  history.add("refs/heads/main", two);
  const witness = await Witness.of(target, history);
  const push = (oid: string, ref: string): Promise<unknown> =>
    source.git("push", "--quiet", "--force", servers.target.url("b"), `${oid}:${ref}`);
  return { target, witness, push, one, two };
}

async function objection(witness: Witness): Promise<string> {
  try {
    await witness.check();
  } catch (error) {
    if (error instanceof Violation) return error.message;
    throw error;
  }
  return "none";
}

describe("The witness of a copy", () => {
  afterEach(cleanUp);

  it("sees each move of a ref, also what lasts for a moment only", async function () {
    const { target, witness, push, one, two } = await scene(this);
    await push(one, "refs/heads/main");
    await push(two, "refs/heads/main");
    expect(await objection(witness)).to.equal("none");
    expect(witness.moves).to.equal(2);
    expect(witness.refs).to.deep.equal(await target.refs());
  });

  it("objects to a ref that goes back", async function () {
    const { witness, push, one, two } = await scene(this);
    await push(two, "refs/heads/main");
    await push(one, "refs/heads/main");
    await push(two, "refs/heads/main");
    expect(await objection(witness)).to.include(
      `refs/heads/main of the copy, moved from ${two} to ${one}, went back`,
    );
  });

  it("objects to a ref that is deleted although the source has it", async function () {
    const { target, witness, push, one } = await scene(this);
    await target.git("config", "receive.denyDeleteCurrent", "ignore");
    await push(one, "refs/heads/topic");
    expect(await objection(witness))
      .to.include("refs/heads/topic of the copy")
      .and.include("never that");
    await push(one, "refs/heads/main");
    expect(await objection(witness)).to.equal("none");
    await push("", "refs/heads/main");
    expect(await objection(witness)).to.include(`moved from ${one} to ${"0".repeat(40)}, went back`);
  });

  it("objects to refs that are none of the replication's", async function () {
    const { witness, push, one } = await scene(this);
    for (const ref of ["refs/heads/ccp-archive-old", "refs/notes/commits", "refs/pull/1/head"]) {
      await push(one, ref);
      expect(await objection(witness)).to.include(`${ref} is not the replication's to move`);
    }
    await push(one, "refs/tags/ccp-seed-1234");
    expect(await objection(witness)).to.equal("none");
  });
});
