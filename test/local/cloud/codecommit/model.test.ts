import { expect } from "chai";
import { AwsError } from "../../../../local/cloud/awsError";
import { checkInput, model } from "../../../../local/cloud/codecommit/model/check";

describe("CodeCommit's model", () => {
  const code = (operation: string, input: Record<string, unknown>) => {
    try {
      checkInput(operation, input);
      return "no error";
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return error.code;
    }
  };

  it("says where it is from", () => {
    expect(model).to.have.property(
      "source",
      "botocore 1.44.8 (Apache-2.0), botocore/data/codecommit/2015-04-13/service-2.json",
    );
  });

  it("names what is missing as the operation does", () => {
    expect(code("GetRepository", {})).to.equal("RepositoryNameRequiredException");
    expect(code("GetRepository", { repositoryName: null })).to.equal("RepositoryNameRequiredException");
    expect(code("GetBranch", { repositoryName: "a" })).to.equal("BranchNameRequiredException");
    expect(code("UpdateDefaultBranch", { repositoryName: "a" })).to.equal("BranchNameRequiredException");
    expect(code("CreateBranch", { repositoryName: "a", branchName: "b" })).to.equal(
      "CommitIdRequiredException",
    );
    expect(code("MergeBranchesBySquash", { repositoryName: "a" })).to.equal("CommitRequiredException");
    expect(code("CreatePullRequest", { targets: [{}] })).to.equal("TitleRequiredException");
    expect(code("CreatePullRequest", { title: "a", targets: [] })).to.equal("TargetsRequiredException");
    expect(code("CreatePullRequest", { title: "a", targets: [{ repositoryName: "a" }] })).to.equal(
      "ReferenceNameRequiredException",
    );
    const put = { repositoryName: "a", branchName: "b", filePath: "c" };
    expect(code("PutFile", put)).to.equal("FileContentRequiredException");
    expect(code("PutFile", { ...put, fileContent: "" })).to.equal("FileContentRequiredException");
  });

  it("names what is wrong as the operation does", () => {
    const long = { repositoryName: "a".repeat(101) };
    expect(code("GetRepository", long)).to.equal("InvalidRepositoryNameException");
    expect(code("GetRepository", { repositoryName: "a b" })).to.equal("InvalidRepositoryNameException");
    expect(code("GetRepository", { repositoryName: 7 })).to.equal("SerializationException");
    expect(code("ListRepositories", { sortBy: "size" })).to.equal("InvalidSortByException");
    expect(code("ListRepositories", { order: "up" })).to.equal("InvalidOrderException");
    expect(code("ListPullRequests", { repositoryName: "a", maxResults: 0 })).to.equal(
      "InvalidMaxResultsException",
    );
    expect(code("ListPullRequests", { repositoryName: "a", authorArn: "me" })).to.equal(
      "InvalidAuthorArnException",
    );
    const merge = { repositoryName: "a", sourceCommitSpecifier: "b", destinationCommitSpecifier: "c" };
    expect(code("MergeBranchesBySquash", { ...merge, targetBranch: "a..b" })).to.equal(
      "InvalidTargetBranchException",
    );
    expect(code("MergeBranchesBySquash", { ...merge, email: "a<b" })).to.equal("InvalidEmailException");
    expect(code("MergeBranchesBySquash", { ...merge, authorName: "a".repeat(1001) })).to.equal(
      "NameLengthExceededException",
    );
    const put = { repositoryName: "a", branchName: "b", filePath: "c" };
    const bytes = Buffer.alloc(6 * 1024 * 1024).toString("base64");
    expect(code("PutFile", { ...put, fileContent: bytes })).to.equal("no error");
    expect(
      code("PutFile", { ...put, fileContent: Buffer.alloc(6 * 1024 * 1024 + 1).toString("base64") }),
    ).to.equal("FileContentSizeLimitExceededException");
    expect(code("PutFile", { ...put, fileContent: "no base64" })).to.equal("SerializationException");
    expect(code("PutFile", { ...put, fileContent: bytes, parentCommitId: "abc" })).to.equal(
      "InvalidParentCommitIdException",
    );
    const branch = { repositoryName: "a", branchName: "f".repeat(40), commitId: "0".repeat(40) };
    expect(code("CreateBranch", branch)).to.equal("InvalidBranchNameException");
  });

  it("lets nothing through that it does not know", () => {
    const input = JSON.parse(
      '{"repositoryName":"a","__proto__":{"b":1},"constructor":2,"nextToken":null}',
    ) as Record<string, unknown>;
    expect(checkInput("ListBranches", input)).to.deep.equal({ repositoryName: "a" });
  });
});
