import { expect } from "chai";
import fc from "fast-check";
import {
  branchGuard,
  branchReference,
  type Guard,
  tagReference,
} from "../../../components/documents/branchGuard";
import { managedPolicyCharacters } from "../../../components/documents/pack";
import { policyText } from "../../../components/documents/policyDocument";

/** Of a protection of main by pushers, where nothing else is said. */
const guardOf = (repositories: readonly string[], more: Partial<Guard> = {}) =>
  branchGuard({
    protection: "trunk",
    references: ["refs/heads/main"],
    repositories,
    pullRequests: "pushers",
    ...more,
  });
const arn = (name: string) => `arn:aws:codecommit:eu-central-1:123456789012:${name}`;

describe("The branch guard's document", () => {
  it("denies all twelve ref-moving actions on the references, with the Null companion", () => {
    const references = [...["main", "release/*"].map(branchReference), tagReference("v*")];
    expect(guardOf([arn("payments-api")], { references })).to.deep.equal([
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
              StringLikeIfExists: {
                "codecommit:References": ["refs/heads/main", "refs/heads/release/*", "refs/tags/v*"],
              },
              Null: { "codecommit:References": "false" },
            },
          },
        ],
      },
    ]);
  });

  it("leaves merges of pull requests to approval rules where everyone may merge, and nothing else", () => {
    const [pushers] = guardOf([arn("payments-api")]);
    const [everyone] = guardOf([arn("payments-api")], { pullRequests: "everyone" });
    const [{ Action: all, ...same }, { Action: direct, ...rest }] = [
      pushers.Statement[0],
      everyone.Statement[0],
    ];
    expect(rest).to.deep.equal(same);
    expect([...all].filter((action) => !direct.includes(action))).to.deep.equal([
      "codecommit:MergePullRequestByFastForward",
      "codecommit:MergePullRequestBySquash",
      "codecommit:MergePullRequestByThreeWay",
    ]);
  });

  it("has a Sid of letters and digits", () => {
    const [document] = guardOf([arn("a")], { protection: "main-and-release-2" });
    expect(document.Statement[0].Sid).to.equal("GuardMainAndRelease2");
  });

  it("is not written for no repository", () => {
    expect(guardOf([])).to.deep.equal([]);
  });

  it("names each repository once, in documents that fit IAM's limit", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,90}$/), { minLength: 1, maxLength: 400 }),
        fc.uniqueArray(fc.stringMatching(/^refs\/(heads|tags)\/[a-z]{1,40}\*?$/), {
          minLength: 1,
          maxLength: 20,
        }),
        (names, references) => {
          const documents = guardOf(names.map(arn), { references });
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
    const before = guardOf(names).map(policyText);
    const after = guardOf([...names, arn("one-more")]).map(policyText);
    expect(after).to.have.length(before.length);
    expect(after.filter((text) => !before.includes(text))).to.have.length(1);
  });

  it("refuses references that fit in no policy", () => {
    const references = Array.from({ length: 300 }, (_, index) => `refs/heads/release/number-${index}`);
    expect(() => guardOf([arn("api")], { references })).to.throw(RangeError, "more than 6144 characters");
  });
});
