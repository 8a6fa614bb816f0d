import { expect } from "chai";
import { codeCommitActions } from "../../../policy-pack/access/codeCommitActions";
import { readingActions, writingActions } from "../../support/codeCommitActions";

describe("The actions of CodeCommit", () => {
  it("are those of the Service Authorization Reference, each once", () => {
    const listed = [...readingActions, ...writingActions].map((name) => `codecommit:${name}`);
    expect(codeCommitActions).to.have.members(listed).and.have.length(91);
  });
});
