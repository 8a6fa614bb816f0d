import { expect } from "chai";
import fc from "fast-check";
import { approvalRule, approvalRuleName } from "../../../components/documents/approvalRule";

describe("An approval rule", () => {
  it("asks for approvals of a pool, for pull requests into one branch or several", () => {
    const pool = [
      "arn:aws:iam::123456789012:user/ccp-dev-rita",
      "arn:aws:sts::123456789012:assumed-role/Review/*",
    ];
    expect(approvalRule({ branch: "release/*", needed: 2, pool })).to.deep.equal({
      Version: "2018-11-08",
      DestinationReferences: ["refs/heads/release/*"],
      Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: 2, ApprovalPoolMembers: pool }],
    });
  });

  it("asks for anybody's approval without a pool, and for every branch without a filter", () => {
    expect(approvalRule({ branch: "*", needed: 1 })).to.deep.equal({
      Version: "2018-11-08",
      Statements: [{ Type: "Approvers", NumberOfApprovalsNeeded: 1 }],
    });
  });

  it("is called by its protection and branch, as far as CodeCommit takes the characters", () => {
    expect(approvalRuleName("ccp-dev", "trunk", "main")).to.equal("ccp-dev-trunk.main");
    expect(approvalRuleName("ccp-dev", "trunk", "release/*")).to.equal("ccp-dev-trunk.release-5d122911");
    expect(approvalRuleName("ccp-dev", "trunk", "tools.git")).to.match(
      /^ccp-dev-trunk\.tools\.git-[0-9a-f]{8}$/,
    );
  });

  it("has a name that CodeCommit takes and that no other rule has, whatever the branch", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,13}(-[a-z0-9]{1,14})?$/);
    const branch = fc.oneof(
      fc.string({ minLength: 1, maxLength: 256 }),
      fc.stringMatching(/^[a-z./*-]{1,256}$/),
    );
    const rule = fc.tuple(word, branch);
    fc.assert(
      fc.property(word, rule, rule, (environment, one, other) => {
        const names = [one, other].map(([protection, to]) =>
          approvalRuleName(`ccp-${environment}`, protection, to),
        );
        for (const name of names) {
          expect(name)
            .to.match(/^ccp-[\w.-]{1,96}$/)
            .and.not.match(/\.git$/);
        }
        expect(names[0] === names[1]).to.equal(one.join(" ") === other.join(" "));
      }),
    );
  });
});
