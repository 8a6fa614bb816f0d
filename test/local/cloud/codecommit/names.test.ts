import { execFileSync } from "node:child_process";
import { expect } from "chai";
import fc from "fast-check";
import { branchInTheWay, pathProblem, refNameProblem } from "../../../../local/cloud/codecommit/names";

describe("Names of refs and paths", () => {
  /** Git's own word. */
  const gitTakes = (name: string) => {
    try {
      execFileSync("git", ["check-ref-format", `refs/heads/${name}`], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };

  it("are taken of a branch when git takes them", () => {
    const unit = fc.constantFrom(..."ab.-@{}/\\~^:?*[ \t\x7f", ".lock", "..", "é", "😀", "\x01");
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 12 }), (name) => {
        expect(refNameProblem(name) === undefined, JSON.stringify(name)).to.equal(gitTakes(name));
      }),
      { numRuns: 300 },
    );
  });

  it("have 256 characters at most, of which 250 bytes between slashes, and are no commit id", () => {
    const parts = (length: number) => `${"a".repeat(127)}/${"b".repeat(length - 128)}`;
    expect(refNameProblem(parts(256))).to.equal(undefined);
    expect(refNameProblem(parts(257))).to.contain("256 characters");
    expect(refNameProblem("a".repeat(256))).to.contain("250 bytes");
    expect(refNameProblem("é".repeat(126))).to.contain("250 bytes");
    expect(refNameProblem("0123456789abcdef0123456789abcdef01234567")).to.contain("commit id");
    expect(refNameProblem("0123456789abcdef0123456789abcdef0123456")).to.equal(undefined);
  });

  it("of two branches are no folder of each other", () => {
    expect(branchInTheWay("a/b", ["a"])).to.equal("a");
    expect(branchInTheWay("a", ["x", "a/b/c"])).to.equal("a/b/c");
    expect(branchInTheWay("ab", ["a", "a/b", "abc"])).to.equal(undefined);
  });

  it("of files stay in the repository", () => {
    for (const path of [
      "",
      "/a",
      "a/",
      "a//b",
      "./a",
      "a/..",
      ".git",
      "a/.GIT/config",
      "a\0b",
      "a/".repeat(21) + "b",
    ]) {
      expect(pathProblem(path), JSON.stringify(path)).to.be.a("string");
    }
    for (const path of ["a", ".gitignore", "a b/ü.txt", "-x", "a/".repeat(20) + "b", ":(top)x"]) {
      expect(pathProblem(path), path).to.equal(undefined);
    }
    expect(pathProblem("a".repeat(4097))).to.contain("4,096");
  });
});
