import {
  CodeCommitClient,
  CreateBranchCommand,
  DeleteBranchCommand,
  GetBranchCommand,
  GetFileCommand,
  GetRepositoryCommand,
  ListBranchesCommand,
  ListRepositoriesCommand,
  UpdateDefaultBranchCommand,
} from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { company, primary, Workbench } from "../workbench";

describe("CodeCommit's API, to the real SDK", () => {
  const repositoryName = "payments-api";
  let bench: Workbench;
  let tip: string;
  before(async () => {
    bench = await Workbench.open();
    await company(bench);
    const work = await bench.workingCopy("work");
    tip = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "main", "main:refs/heads/release/1");
  });
  after(() => bench.close());

  const client = (user: string, changes: { region?: string; secretAccessKey?: string } = {}) =>
    new CodeCommitClient({
      region: changes.region ?? primary,
      endpoint: bench.cloud.endpoint(primary),
      credentials: { ...bench.user(user), ...changes },
      maxAttempts: 1,
    });
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => "no error",
      (error: unknown) => String(error),
    );

  it("describes repositories and branches", async () => {
    const alan = client("alan");
    const { repositoryMetadata } = await alan.send(new GetRepositoryCommand({ repositoryName }));
    expect(repositoryMetadata).to.include({
      repositoryName,
      defaultBranch: "main",
      Arn: `arn:aws:codecommit:${primary}:123456789012:${repositoryName}`,
      cloneUrlHttp: `https://git-codecommit.${primary}.amazonaws.com/v1/repos/${repositoryName}`,
    });
    const { repositories } = await alan.send(new ListRepositoriesCommand({}));
    expect(repositories?.map((one) => one.repositoryName)).to.deep.equal([repositoryName]);
    expect((await alan.send(new ListBranchesCommand({ repositoryName }))).branches).to.deep.equal([
      "main",
      "release/1",
    ]);
    const { branch } = await alan.send(new GetBranchCommand({ repositoryName, branchName: "main" }));
    expect(branch?.commitId).to.equal(tip);
  });

  it("creates and deletes a branch, and tells of both", async () => {
    const told: string[] = [];
    bench.cloud.signals.on("push", ({ references }) => told.push(...references));
    const dana = client("dana");
    const branchName = "feature/api";
    await dana.send(new CreateBranchCommand({ repositoryName, branchName, commitId: tip }));
    expect(await bench.refs(repositoryName)).to.have.property("refs/heads/feature/api", tip);
    const { deletedBranch } = await dana.send(new DeleteBranchCommand({ repositoryName, branchName }));
    expect(deletedBranch).to.deep.equal({ branchName, commitId: tip });
    expect(told).to.deep.equal(["refs/heads/feature/api", "refs/heads/feature/api"]);
  });

  it("refuses a guarded branch by the same statement as a push", async () => {
    const create = { repositoryName, branchName: "release/9", commitId: tip };
    expect(await failure(client("dana").send(new CreateBranchCommand(create)))).to.match(
      /AccessDenied.*GuardTrunk/,
    );
    const remove = { repositoryName, branchName: "release/1" };
    expect(await failure(client("dana").send(new DeleteBranchCommand(remove)))).to.match(
      /AccessDenied.*GuardTrunk/,
    );
  });

  it("does not delete the default branch, and sets another only if it exists", async () => {
    const rita = client("rita");
    const remove = new DeleteBranchCommand({ repositoryName, branchName: "main" });
    expect(await failure(rita.send(remove))).to.contain("DefaultBranchCannotBeDeletedException");
    const set = (defaultBranchName: string) =>
      rita.send(new UpdateDefaultBranchCommand({ repositoryName, defaultBranchName }));
    expect(await failure(set("nowhere"))).to.contain("BranchDoesNotExistException");
    await set("release/1");
    const { repositoryMetadata } = await rita.send(new GetRepositoryCommand({ repositoryName }));
    expect(repositoryMetadata?.defaultBranch).to.equal("release/1");
    await set("main");
  });

  it("refuses a wrong secret, another region's signature and what it does not offer", async () => {
    const ask = () => new GetRepositoryCommand({ repositoryName });
    expect(await failure(client("dana", { secretAccessKey: "x" }).send(ask()))).to.contain(
      "InvalidSignature",
    );
    expect(await failure(client("dana", { region: "us-east-1" }).send(ask()))).to.contain("InvalidSignature");
    const file = new GetFileCommand({ repositoryName, filePath: "file.txt" });
    expect(await failure(client("dana").send(file))).to.contain("UnknownOperationException");
  });
});
