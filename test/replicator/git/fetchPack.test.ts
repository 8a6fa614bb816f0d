import { expect } from "chai";
import { fetchCapabilities } from "../../../replicator/git/fetchPack";

describe("The capabilities of a fetch", () => {
  const source = new Set(
    "multi_ack_detailed side-band-64k thin-pack ofs-delta no-progress include-tag agent=git/2".split(" "),
  );
  const asked = (target: string[], thin = true): string[] => fetchCapabilities(source, new Set(target), thin);

  it("ask for offset deltas only if the target takes them", () => {
    expect(asked(["ofs-delta"])).to.include("ofs-delta");
    expect(asked([])).not.to.include("ofs-delta");
  });

  it("ask for a thin pack unless the target or a repair forbids it", () => {
    expect(asked([])).to.include("thin-pack");
    expect(asked(["no-thin"])).not.to.include("thin-pack");
    expect(asked([], false)).not.to.include("thin-pack");
  });

  it("never name what the source did not offer, nor an agent", () => {
    expect(fetchCapabilities(new Set(["side-band-64k"]), new Set(["ofs-delta"]), true)).to.deep.equal([
      "side-band-64k",
    ]);
    expect(
      asked(["ofs-delta"]).filter((name) => !source.has(name) || name.startsWith("agent")),
    ).to.deep.equal([]);
  });

  it("need side-band-64k", () => {
    expect(() => fetchCapabilities(new Set(["thin-pack"]), new Set(), true)).to.throw("side-band-64k");
  });
});
