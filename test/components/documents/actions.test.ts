import { expect } from "chai";
import { administrationActions, refMovingActions } from "../../../components/documents/actions";
import { refMovingActions as provedActions } from "../../../policy-pack/access/refMovingActions";

describe("The lists of actions", () => {
  it("are the same in what guards and in what proves the guard, though neither imports the other", () => {
    expect(refMovingActions).to.deep.equal(provedActions);
  });

  it("name each action once, and none in both lists", () => {
    const all = [...refMovingActions, ...administrationActions];
    expect(new Set(all).size).to.equal(all.length);
  });
});
