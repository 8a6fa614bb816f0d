import { expect } from "chai";
import fc from "fast-check";
import { zeroOid } from "../../../replicator/git/advertisement";
import { Trail } from "../../../bench/stress/trail";

/** What the last of some steps was judged to be. */
function walk(steps: readonly string[], history: readonly string[]): string | undefined {
  const trail = new Trail();
  return steps.map((step) => trail.step(step, history)).at(-1);
}

/**
 * Any interleaving of writes to a source and of three replications, each of which reads one side, then the other, then
 * pushes by compare-and-swap.
 *
 * @returns what the copy was judged to do wrong
 */
function interleave(actions: readonly (string | number)[], first: "source" | "target"): string[] {
  const history = [zeroOid];
  const trail = new Trail();
  const wrong: string[] = [];
  let copy = zeroOid;
  const relays = [0, 1, 2].map(() => ({ step: 0, source: zeroOid, target: zeroOid }));
  for (const action of actions) {
    if (typeof action === "string") {
      history.push(action);
      continue;
    }
    const relay = relays[action];
    if (relay.step < 2) {
      if ((relay.step === 0) === (first === "source")) relay.source = history[history.length - 1];
      else relay.target = copy;
    } else if (relay.source !== relay.target && relay.target === copy) {
      copy = relay.source;
      wrong.push(...[trail.step(copy, history)].filter((what) => what !== undefined));
    }
    relay.step = (relay.step + 1) % 3;
  }
  return wrong;
}

describe("The trail of a copy's ref", () => {
  it("may leave out what the source had for a while", () => {
    expect(walk(["a", "c", zeroOid], [zeroOid, "a", "b", "c", zeroOid])).to.equal(undefined);
  });

  it("never leads to what the source never had", () => {
    expect(walk(["a", "x"], [zeroOid, "a", "b"])).to.equal("was never that on the source");
  });

  it("never leads back", () => {
    expect(walk(["b", "a"], [zeroOid, "a", "b"])).to.equal("went back to what the source had before");
    expect(walk(["a", zeroOid], [zeroOid, "a"])).to.equal("went back to what the source had before");
  });

  it("may lead back from a value that the source had before, too, which nothing can tell apart", () => {
    expect(walk(["a", "c", "a", "b"], [zeroOid, "a", "b", "a", "c", "a"])).to.equal(undefined);
  });

  const value = fc.constantFrom(zeroOid, "a", "b", "c", "d");
  const actions = fc.array(fc.oneof(value, fc.nat(2)), { minLength: 20, maxLength: 80 });

  it("is right for replications that read the copy first, however they interleave", () => {
    fc.assert(
      fc.property(actions, (list) => {
        expect(interleave(list, "target")).to.deep.equal([]);
      }),
      { numRuns: 500 },
    );
  });

  it("is wrong for some that read the source first", () => {
    // A slow one has the source's old value, a quick one brings the new value, and the slow one takes it back.
    expect(interleave(["a", 0, "b", 1, 1, 1, 0, 0], "source")).to.deep.equal([
      "went back to what the source had before",
    ]);
  });
});
