import { expect } from "chai";
import fc from "fast-check";
import { parseScope, withinScope } from "../../replicator/scope";

describe("The scope of a replication", () => {
  it("is full names in which * stands for anything", () => {
    const scope = parseScope("refs/heads/main,refs/tags/v*.0");
    const refs = [
      "refs/heads/main",
      "refs/heads/main2",
      "refs/tags/v1.0",
      "refs/tags/v1x0",
      "refs/tags/v/2.0",
    ];
    expect(refs.filter(scope)).to.deep.equal(["refs/heads/main", "refs/tags/v1.0", "refs/tags/v/2.0"]);
  });

  it("takes every character but * for itself", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\s*,]+$/), fc.stringMatching(/^[^\s*,]+$/), (name, other) => {
        const scope = parseScope(`refs/heads/${name}`);
        expect(scope(`refs/heads/${name}`)).to.equal(true);
        expect(scope(`refs/heads/${other}`)).to.equal(name === other);
      }),
    );
  });

  it("is everything when there is none", () => {
    const refs = new Map([["refs/notes/x", "1"]]);
    expect(withinScope(refs, undefined)).to.equal(refs);
  });
});
