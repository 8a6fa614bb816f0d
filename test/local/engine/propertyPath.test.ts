import { expect } from "chai";
import fc from "fast-check";
import { diffProperties } from "../../../local/engine/diff";
import { keepOld, parsePath, pathMatches } from "../../../local/engine/propertyPath";
import type { Values } from "../../../local/engine/values";

describe("property paths", () => {
  it("are taken apart into names and positions", () => {
    expect(parsePath('tags["cost center"].items[0].*')).to.deep.equal([
      "tags",
      "cost center",
      "items",
      0,
      "*",
    ]);
    expect(parsePath("[*].name")).to.deep.equal(["*", "name"]);
  });

  it("match what is at or below them", () => {
    expect(pathMatches("tags", "tags.team")).to.equal(true);
    expect(pathMatches("rules[*].action", "rules[3].action")).to.equal(true);
    expect(pathMatches("tags.team", "tags")).to.equal(false);
    expect(pathMatches("tag", "tags")).to.equal(false);
  });

  it("keep the old value, or its absence", () => {
    const fresh = { size: 2, tags: { team: "b", extra: "x" }, list: [{ a: 1, b: 1 }] };
    const old = { size: 1, tags: { team: "a" }, list: [{ a: 0, b: 0 }] };
    expect(keepOld(fresh, old, "size").size).to.equal(1);
    expect(keepOld(fresh, old, "tags.extra").tags).to.deep.equal({ team: "b" });
    expect(keepOld(fresh, old, "list[*].a").list).to.deep.equal([{ a: 0, b: 1 }]);
    expect(keepOld(fresh, old, "tags.*").tags).to.deep.equal({ team: "a" });
  });

  it("of a difference lead back to what differs", () => {
    const key = fc.string({ minLength: 1, maxLength: 4 }).filter((name) => !/[\\*]|__proto__/.test(name));
    const values = fc.dictionary(key, fc.oneof(fc.integer(), fc.dictionary(key, fc.integer())));
    fc.assert(
      fc.property(values, values, (old, fresh) => {
        const mended = diffProperties(old, fresh).reduce<Values>(
          (all, { path }) => keepOld(all, old, path),
          fresh,
        );
        expect(diffProperties(old, mended)).to.deep.equal([]);
      }),
    );
  });
});
