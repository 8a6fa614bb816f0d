import {
  CodeCommitClient,
  CreateBranchCommand,
  CreateCommitCommand,
  CreatePullRequestCommand,
  EvaluatePullRequestApprovalRulesCommand,
  GetBranchCommand,
  MergePullRequestByFastForwardCommand,
  PutFileCommand,
  UpdatePullRequestApprovalStateCommand,
} from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import type { Cloud } from "../../local/cloud";
import { upStack } from "../../local/engine";
import { Workspace } from "../../local/workspace";
import { ProjectCopy } from "../support/projectCopy";

const region = "eu-central-1";
const managers = ["rita", "remi"];
const reviewers = ["rosa", "remy"];

/** Who may be the author of a pull request in each repository of prod. */
const authors: Readonly<Record<string, readonly string[]>> = {
  "payments-api": ["dana", "devin", ...managers],
  "web-shop": ["sam", ...managers],
  infrastructure: managers,
};
/** Whose approvals the settings count, by the target. */
const pools: Readonly<Record<string, readonly string[]>> = {
  main: [...reviewers, ...managers],
  "release/1.0": [...reviewers, ...managers],
  develop: reviewers,
};

describe("The reviews of prod, by its own people in the local cloud,", function () {
  this.timeout(180_000);
  let project: ProjectCopy;
  let cloud: Cloud;
  const client = (person: string) =>
    new CodeCommitClient({
      region,
      endpoint: cloud.endpoint(region),
      credentials: cloud.users().find(({ name }) => name === `ccp-prod-${person}`),
      maxAttempts: 1,
    });
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => "nothing",
      (error: unknown) => (error as Error).name,
    );

  before(async () => {
    project = new ProjectCopy();
    const workspace = new Workspace(project.directory);
    cloud = await workspace.cloud("prod");
    await cloud.start([region]);
    const { ok, diagnostics } = await upStack({
      ...(await workspace.deployOptions("prod", "prod")),
      policyPacks: [],
    });
    expect(ok, JSON.stringify(diagnostics)).to.equal(true);
    for (const repositoryName of Object.keys(authors)) {
      const first = { repositoryName, branchName: "main", commitMessage: "Begin" };
      const putFiles = [{ filePath: "README.md", fileContent: Buffer.from("new") }];
      const { commitId } = await client("rita").send(new CreateCommitCommand({ ...first, putFiles }));
      for (const branchName of ["release/1.0", "develop"]) {
        await client("rita").send(new CreateBranchCommand({ repositoryName, branchName, commitId }));
      }
    }
  });
  after(async () => {
    await cloud.stop();
    project.remove();
  });

  /** A pull request of one commit that nobody else has. */
  async function open(repositoryName: string, author: string, target: string) {
    const { branch } = await client("rita").send(
      new GetBranchCommand({ repositoryName, branchName: target }),
    );
    const branchName = `${author}/into-${target.replace("/", "-")}`;
    const commitId = branch?.commitId;
    await client(author).send(new CreateBranchCommand({ repositoryName, branchName, commitId }));
    await client(author).send(
      new PutFileCommand({
        ...{ repositoryName, branchName, parentCommitId: commitId, filePath: `${author}-${target}.txt` },
        fileContent: Buffer.from(branchName),
      }),
    );
    const targets = [{ repositoryName, sourceReference: branchName, destinationReference: target }];
    const made = await client(author).send(new CreatePullRequestCommand({ title: branchName, targets }));
    const { pullRequestId, revisionId } = made.pullRequest ?? {};
    return { pullRequestId, revisionId };
  }

  for (const [repositoryName, people] of Object.entries(authors)) {
    for (const [target, pool] of Object.entries(pools)) {
      for (const author of people) {
        it(`let ${author} bring a change into ${target} of ${repositoryName} with two approvals`, async () => {
          const request = await open(repositoryName, author, target);
          const merger = target === "develop" ? author : "rita";
          const merge = () =>
            client(merger).send(
              new MergePullRequestByFastForwardCommand({
                pullRequestId: request.pullRequestId,
                repositoryName,
              }),
            );
          expect(await refusal(merge())).to.equal("PullRequestApprovalRulesNotSatisfiedException");
          for (const approver of pool.filter((person) => person !== author).slice(0, 2)) {
            const approvalState = "APPROVE";
            await client(approver).send(
              new UpdatePullRequestApprovalStateCommand({ ...request, approvalState }),
            );
          }
          const { evaluation } = await client("amir").send(
            new EvaluatePullRequestApprovalRulesCommand(request),
          );
          expect(evaluation?.approved).to.equal(true);
          const { pullRequest } = await merge();
          expect(pullRequest?.pullRequestStatus).to.equal("CLOSED");
        });
      }
    }
  }

  it("let no reviewer create a branch or open a pull request", async () => {
    const repositoryName = "payments-api";
    const branchName = "rosa/change";
    const [rosa, { branch }] = [
      client("rosa"),
      await client("rosa").send(new GetBranchCommand({ repositoryName, branchName: "main" })),
    ];
    const commitId = branch?.commitId;
    expect(
      await refusal(rosa.send(new CreateBranchCommand({ repositoryName, branchName, commitId }))),
    ).to.equal("AccessDeniedException");
    const targets = [{ repositoryName, sourceReference: "develop", destinationReference: "main" }];
    expect(await refusal(rosa.send(new CreatePullRequestCommand({ title: "Mine", targets })))).to.equal(
      "AccessDeniedException",
    );
  });
});
