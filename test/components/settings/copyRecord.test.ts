import { expect } from "chai";
import { copyProblems } from "../../../components/settings/copyRecord";

const settings = { primary: "dev", region: "eu-west-1" };
const original = { name: "payments-api", tags: {}, protect: true, protections: [] };

describe("What a replica notes down of its copies", () => {
  const before = (protect: boolean) => ({
    region: "eu-west-1",
    copies: { payments: { name: "payments-api", protect } },
  });

  it("lets a copy go whose original is gone, once it is not protected", () => {
    expect(copyProblems(settings, { repositories: {} }, before(false))).to.deep.equal([]);
    expect(copyProblems(settings, { repositories: { payments: original } }, before(true))).to.deep.equal([]);
  });

  it("refuses to delete a copy that is protected, and says the way out", () => {
    expect(copyProblems(settings, { repositories: {} }, before(true))).to.deep.equal([
      'primary: "dev" has no "payments-api" any more, but its copy here is still protected. Put repositories.payments ' +
        'back there with retire: { reason: …, delete: true }, update "dev", and then this stack twice.',
    ]);
  });

  it("refuses another region, which would delete every copy", () => {
    expect(
      copyProblems(
        { ...settings, region: "eu-west-2" },
        { repositories: { payments: original } },
        before(true),
      ),
    ).to.deep.equal([
      'aws:region: is "eu-west-2", but the stack was made with "eu-west-1"; every copy would be deleted. ' +
        "Set it back, and give the new region a stack of its own.",
    ]);
  });
});
