import {
  MergeBranchesByThreeWayCommand,
  MergePullRequestByFastForwardCommand,
  MergePullRequestBySquashCommand,
  MergePullRequestByThreeWayCommand,
} from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { refMovingActions } from "../../../../policy-pack/access/refMovingActions";
import { company, Workbench } from "../workbench";
import {
  approve,
  client,
  eventLog,
  failure,
  open,
  repositoryName,
  type Review,
  ruleContent,
  template,
} from "./review";

describe("Merges through the API", () => {
  let bench: Workbench;
  let work: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "main");
    await branch("feature", "feature.txt", "of the feature");
    await bench.git(work, "push", bench.url(repositoryName, "dana"), "feature");
  });
  afterEach(() => bench.close());

  /** A branch from main with one commit that writes a file. */
  const branch = async (name: string, file: string, text: string) => {
    await bench.git(work, "checkout", "--quiet", "-b", name, "main");
    await writeFile(join(work, file), `${text}\n`);
    await bench.git(work, "add", file);
    await bench.git(work, "commit", "--quiet", "--message", text);
  };
  /** Another commit on main, so that main and feature have gone apart. */
  const diverge = async (file: string, text: string) => {
    await branch("trunk", file, text);
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "trunk:main");
  };
  const input = ({ pullRequestId }: Review) => ({ pullRequestId, repositoryName });
  const byFastForward = (user: string, review: Review) =>
    client(bench, user).send(new MergePullRequestByFastForwardCommand(input(review)));
  const byThreeWay = (user: string, review: Review, more: object = {}) =>
    client(bench, user).send(new MergePullRequestByThreeWayCommand({ ...input(review), ...more }));
  const bySquash = (user: string, review: Review) =>
    client(bench, user).send(
      new MergePullRequestBySquashCommand({
        ...input(review),
        authorName: "Rita",
        email: "rita@example.com",
        commitMessage: "Squashed",
      }),
    );
  const show = async (format: string, revision = "main") => {
    const directory = bench.cloud.repositoryDirectory("eu-central-1", repositoryName);
    return (await bench.git(directory, "show", "--no-patch", `--format=${format}`, revision)).output.trim();
  };
  const files = async () => {
    const directory = bench.cloud.repositoryDirectory("eu-central-1", repositoryName);
    return (await bench.git(directory, "ls-tree", "--name-only", "main")).output.trim().split("\n");
  };

  it("move the destination to the source where it is ahead", async () => {
    const events = await eventLog(bench);
    const made = await open(bench, "dana", "feature");
    const before = await show("%H");
    const source = await show("%H", "feature");
    const { pullRequest } = await byFastForward("rita", made);
    expect(await show("%H")).to.equal(source);
    expect(pullRequest?.pullRequestStatus).to.equal("CLOSED");
    expect(pullRequest?.pullRequestTargets?.[0]?.mergeMetadata).to.include({
      isMerged: true,
      mergeCommitId: source,
      mergeOption: "FAST_FORWARD_MERGE",
    });
    const told = await events();
    const of = (event: string) => told.find(({ detail }) => detail.event === event)?.detail;
    expect(of("referenceUpdated")).to.deep.include({
      referenceFullName: "refs/heads/main",
      oldCommitId: before,
      commitId: source,
      mergeOption: "FAST_FORWARD_MERGE",
      baseCommitId: before,
      sourceCommitId: source,
      destinationCommitId: before,
    });
    expect(of("pullRequestMergeStatusUpdated")).to.deep.include({
      isMerged: "True",
      pullRequestStatus: "Closed",
      mergeOption: "FAST_FORWARD_MERGE",
    });
    expect(await failure(byFastForward("rita", made))).to.contain("PullRequestAlreadyClosedException");
  });

  it("do not fast-forward what has gone apart, but join it with two parents", async () => {
    await diverge("trunk.txt", "of the trunk");
    const made = await open(bench, "dana", "feature");
    expect(await failure(byFastForward("rita", made))).to.contain("ManualMergeRequiredException");
    const parents = [await show("%H"), await show("%H", "feature")];
    await byThreeWay("rita", made);
    expect(await show("%P")).to.equal(parents.join(" "));
    expect(await files()).to.deep.equal(["feature.txt", "file.txt", "trunk.txt"]);
  });

  it("squash into one commit of whoever is named", async () => {
    await diverge("trunk.txt", "of the trunk");
    const made = await open(bench, "dana", "feature");
    const parent = await show("%H");
    await bySquash("rita", made);
    expect(await show("%P|%an|%ae|%s")).to.equal(`${parent}|Rita|rita@example.com|Squashed`);
    expect(await files()).to.deep.equal(["feature.txt", "file.txt", "trunk.txt"]);
  });

  it("leave a conflict to people, and everything as it was", async () => {
    await diverge("feature.txt", "otherwise");
    const made = await open(bench, "dana", "feature");
    const before = await bench.refs(repositoryName);
    expect(await failure(byThreeWay("rita", made))).to.contain("ManualMergeRequiredException");
    expect(await failure(bySquash("rita", made))).to.contain("ManualMergeRequiredException");
    expect(
      await failure(byThreeWay("rita", made, { conflictResolutionStrategy: "ACCEPT_SOURCE" })),
    ).to.contain("InvalidConflictResolutionStrategyException");
    expect(await bench.refs(repositoryName)).to.deep.equal(before);
  });

  it("wait for the approval rules, which branches do not have", async () => {
    await template(bench, "one", ruleContent(1));
    const made = await open(bench, "dana", "feature");
    expect(await failure(byFastForward("rita", made))).to.contain(
      "PullRequestApprovalRulesNotSatisfiedException: Approval rules are not met: one",
    );
    await approve(bench, "rita", made);
    await byFastForward("rita", made);
  });

  it("are for those who may move the destination", async () => {
    await bench.grant("developers", "merge-guard", [
      {
        Sid: "GuardMerges",
        Effect: "Deny",
        Action: [...refMovingActions],
        Resource: "*",
        Condition: {
          StringLikeIfExists: { "codecommit:References": ["refs/heads/main"] },
          Null: { "codecommit:References": "false" },
        },
      },
    ]);
    const made = await open(bench, "dana", "feature");
    for (const merging of [byFastForward, byThreeWay, bySquash]) {
      expect(await failure(merging("dana", made))).to.match(
        /AccessDenied.*refs\/heads\/main.*(GuardMerges|GuardTrunk)/,
      );
    }
    const mergeBranches = (user: string, targetBranch?: string) =>
      client(bench, user).send(
        new MergeBranchesByThreeWayCommand({
          repositoryName,
          sourceCommitSpecifier: "feature",
          destinationCommitSpecifier: "main",
          ...(targetBranch && { targetBranch }),
        }),
      );
    expect(await failure(mergeBranches("dana"))).to.contain("GuardMerges");
    const own = await mergeBranches("dana", "feature");
    expect(await show("%H", "feature")).to.equal(own.commitId);
    const { commitId } = await mergeBranches("rita");
    expect(await show("%H")).to.equal(commitId);
  });

  it("are of the commit that was looked at", async () => {
    const made = await open(bench, "dana", "feature");
    const sourceCommitId = await show("%H");
    expect(await failure(byThreeWay("rita", made, { sourceCommitId }))).to.contain(
      "TipOfSourceReferenceIsDifferentException",
    );
    const other = { repositoryName: "web-shop" };
    await bench.create("aws:codecommit/repository:Repository", other);
    expect(await failure(byThreeWay("rita", made, other))).to.contain(
      "RepositoryNotAssociatedWithPullRequestException",
    );
  });
});
