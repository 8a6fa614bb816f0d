import { expect } from "chai";
import fc from "fast-check";
import { branchGuard, branchReference } from "../../../components/documents/branchGuard";
import { managedPolicyCharacters } from "../../../components/documents/pack";
import { policyText } from "../../../components/documents/policyDocument";

const arn = (name: string) => `arn:aws:codecommit:eu-central-1:123456789012:${name}`;

describe("The branch guard's document", () => {
  it("denies all twelve ref-moving actions on the references, with the Null companion", () => {
    expect(
      branchGuard("trunk", ["main", "release/*"].map(branchReference), [arn("payments-api")]),
    ).to.deep.equal([
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "GuardTrunk",
            Effect: "Deny",
            Action: [
              "codecommit:CreateBranch",
              "codecommit:CreateCommit",
              "codecommit:DeleteBranch",
              "codecommit:DeleteFile",
              "codecommit:GitPush",
              "codecommit:MergeBranchesByFastForward",
              "codecommit:MergeBranchesBySquash",
              "codecommit:MergeBranchesByThreeWay",
              "codecommit:MergePullRequestByFastForward",
              "codecommit:MergePullRequestBySquash",
              "codecommit:MergePullRequestByThreeWay",
              "codecommit:PutFile",
            ],
            Resource: [arn("payments-api")],
            Condition: {
              StringLikeIfExists: { "codecommit:References": ["refs/heads/main", "refs/heads/release/*"] },
              Null: { "codecommit:References": "false" },
            },
          },
        ],
      },
    ]);
  });

  it("has a Sid of letters and digits", () => {
    const [document] = branchGuard("main-and-release-2", ["refs/heads/main"], [arn("a")]);
    expect(document.Statement[0].Sid).to.equal("GuardMainAndRelease2");
  });

  it("is not written for no repository", () => {
    expect(branchGuard("trunk", ["refs/heads/main"], [])).to.deep.equal([]);
  });

  it("names each repository once, in documents that fit IAM's limit", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,90}$/), { minLength: 1, maxLength: 400 }),
        (names) => {
          const documents = branchGuard("trunk", ["refs/heads/main"], names.map(arn));
          expect(
            documents
              .map((document) => policyText(document).length)
              .every((n) => n <= managedPolicyCharacters),
          ).to.equal(true);
          expect(documents.flatMap((document) => document.Statement[0].Resource)).to.have.members(
            names.map(arn),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it("changes one document when one repository is added", () => {
    const names = Array.from({ length: 150 }, (_, index) => arn(`repository-${index}`));
    const before = branchGuard("trunk", ["refs/heads/main"], names).map(policyText);
    const after = branchGuard("trunk", ["refs/heads/main"], [...names, arn("one-more")]).map(policyText);
    expect(after).to.have.length(before.length);
    expect(after.filter((text) => !before.includes(text))).to.have.length(1);
  });

  it("refuses references that fit in no policy", () => {
    const references = Array.from({ length: 300 }, (_, index) => `refs/heads/release/number-${index}`);
    expect(() => branchGuard("trunk", references, [arn("api")])).to.throw(
      RangeError,
      "more than 6144 characters",
    );
  });
});
