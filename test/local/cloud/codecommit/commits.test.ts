import {
  CreateCommitCommand,
  DeleteFileCommand,
  GetCommentsForPullRequestCommand,
  PostCommentForComparedCommitCommand,
  PostCommentForPullRequestCommand,
  PutFileCommand,
} from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { refMovingActions } from "../../../../policy-pack/access/refMovingActions";
import { keysIn, sts } from "../stsClient";
import { accountId, company, document, primary, Workbench } from "../workbench";
import { client, eventLog, failure, open, repositoryName } from "./review";

const bytes = (text: string) => Buffer.from(text);

describe("Commits through the API", () => {
  let bench: Workbench;
  let tip: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    const work = await bench.workingCopy("work");
    tip = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "main", "main:refs/heads/feature");
  });
  afterEach(() => bench.close());

  const inRepository = async (...args: string[]) =>
    (await bench.git(bench.cloud.repositoryDirectory(primary, repositoryName), ...args)).output.trim();
  const onFeature = { repositoryName, branchName: "feature" };

  it("add, change and delete files in one commit, and tell of it", async () => {
    const events = await eventLog(bench);
    const made = await client(bench, "dana").send(
      new CreateCommitCommand({
        ...onFeature,
        parentCommitId: tip,
        authorName: "Dana",
        email: "dana@example.com",
        commitMessage: "Tidy up",
        putFiles: [
          { filePath: "docs/a b.txt", fileContent: bytes("one\n") },
          { filePath: "run.sh", fileContent: bytes("#!/bin/sh\n"), fileMode: "EXECUTABLE" },
        ],
        deleteFiles: [{ filePath: "file.txt" }],
      }),
    );
    expect(made.filesAdded?.map(({ absolutePath, fileMode }) => [absolutePath, fileMode])).to.deep.equal([
      ["docs/a b.txt", "NORMAL"],
      ["run.sh", "EXECUTABLE"],
    ]);
    expect(made.filesDeleted?.map(({ absolutePath }) => absolutePath)).to.deep.equal(["file.txt"]);
    expect(await inRepository("rev-parse", "feature", "feature^{tree}", "feature^")).to.equal(
      [made.commitId, made.treeId, tip].join("\n"),
    );
    expect(await inRepository("log", "-1", "--format=%an|%ae|%cn|%s", "feature")).to.equal(
      "Dana|dana@example.com|Dana|Tidy up",
    );
    expect(await inRepository("ls-tree", "-r", "--format=%(objectmode) %(path)", "feature")).to.equal(
      "100644 docs/a b.txt\n100755 run.sh",
    );
    expect(await inRepository("show", "feature:docs/a b.txt")).to.equal("one");
    const [told] = await events();
    expect(told?.detail).to.deep.include({
      event: "referenceUpdated",
      oldCommitId: tip,
      commitId: made.commitId,
    });
  });

  it("put and delete one file", async () => {
    const dana = client(bench, "dana");
    const file = { ...onFeature, filePath: "more.bin" };
    const content = Buffer.from([0, 255, 10, 0]);
    const put = await dana.send(new PutFileCommand({ ...file, parentCommitId: tip, fileContent: content }));
    expect(put.blobId).to.equal(await inRepository("rev-parse", "feature:more.bin"));
    expect(await inRepository("cat-file", "-s", "feature:more.bin")).to.equal("4");
    const again = new PutFileCommand({ ...file, parentCommitId: put.commitId, fileContent: content });
    expect(await failure(dana.send(again))).to.contain("SameFileContentException");
    const remove = () => dana.send(new DeleteFileCommand({ ...file, parentCommitId: put.commitId }));
    expect((await remove()).blobId).to.equal(put.blobId);
    expect(await failure(remove())).to.contain("ParentCommitIdOutdatedException");
    expect(await inRepository("ls-tree", "--name-only", "feature")).to.equal("file.txt");
  });

  it("begin a repository, whose default branch they make", async () => {
    await bench.create("aws:codecommit/repository:Repository", { repositoryName: "empty" });
    const first = new PutFileCommand({
      repositoryName: "empty",
      branchName: "trunk",
      filePath: "README.md",
      fileContent: bytes("Hello\n"),
    });
    const { commitId } = await client(bench, "dana").send(first);
    expect(await bench.refs("empty")).to.deep.equal({ "refs/heads/trunk": commitId });
    const { output } = await bench.git(
      bench.cloud.repositoryDirectory(primary, "empty"),
      "symbolic-ref",
      "HEAD",
    );
    expect(output.trim()).to.equal("refs/heads/trunk");
  });

  it("are refused on a guarded branch, by the statement that a push is refused by", async () => {
    await bench.grant("developers", "commit-guard", [
      {
        Sid: "GuardCommits",
        Effect: "Deny",
        Action: [...refMovingActions],
        Resource: "*",
        Condition: {
          StringLikeIfExists: { "codecommit:References": ["refs/heads/main"] },
          Null: { "codecommit:References": "false" },
        },
      },
    ]);
    const dana = client(bench, "dana");
    const on = { repositoryName, branchName: "main", parentCommitId: tip, filePath: "file.txt" };
    const { filePath, ...commit } = on;
    const tried = [
      dana.send(new PutFileCommand({ ...on, fileContent: bytes("x") })),
      dana.send(new DeleteFileCommand(on)),
      dana.send(new CreateCommitCommand({ ...commit, deleteFiles: [{ filePath }] })),
    ];
    for (const attempt of tried) expect(await failure(attempt)).to.match(/AccessDenied.*GuardCommits/);
    expect((await bench.refs(repositoryName))["refs/heads/main"]).to.equal(tip);
  });

  it("say what is wrong with them", async () => {
    const dana = client(bench, "dana");
    const commit = (change: object) =>
      failure(dana.send(new CreateCommitCommand({ ...onFeature, parentCommitId: tip, ...change })));
    expect(await commit({})).to.contain("FileEntryRequiredException");
    expect(await commit({ deleteFiles: [{ filePath: "none.txt" }] })).to.contain("FileDoesNotExistException");
    const put = (filePath: string, content = "x") => ({
      putFiles: [{ filePath, fileContent: bytes(content) }],
    });
    expect(await commit({ ...put("a"), parentCommitId: undefined })).to.contain("ParentCommitIdRequired");
    expect(await commit({ ...put("a"), branchName: "none" })).to.contain("BranchDoesNotExistException");
    expect(await commit(put("../a"))).to.contain("InvalidPathException");
    expect(await commit(put("file.txt", "first\n"))).to.contain("NoChangeException");
    const many = Array.from({ length: 101 }, (_, index) => ({
      filePath: `${index}`,
      fileContent: bytes("x"),
    }));
    expect(await commit({ putFiles: many })).to.contain("MaximumFileEntriesExceededException");
    expect(await inRepository("rev-parse", "feature")).to.equal(tip);
  });
});

describe("Comments", () => {
  let bench: Workbench;
  let commits: { beforeCommitId: string; afterCommitId: string };
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    const work = await bench.workingCopy("work");
    const beforeCommitId = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "main");
    const afterCommitId = await bench.commit(work, "second");
    commits = { beforeCommitId, afterCommitId };
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "main:refs/heads/feature");
  });
  afterEach(() => bench.close());

  it("on pull requests are kept and told of, with the names that session tags give", async () => {
    await bench.create("aws:iam/role:Role", {
      name: "Review",
      assumeRolePolicy: document([
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accountId}:user/alan` },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ]),
    });
    await bench.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: "Review",
      policyArn: "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser",
    });
    const events = await eventLog(bench);
    const { pullRequestId } = await open(bench, "dana", "feature");
    const keys = keysIn(
      await sts(bench, bench.user("alan"), "AssumeRole", {
        RoleArn: `arn:aws:iam::${accountId}:role/Review`,
        RoleSessionName: "alan",
        "Tags.member.1.Key": "displayName",
        "Tags.member.1.Value": "Alan T.",
      }),
    );
    const about = { pullRequestId, repositoryName, ...commits };
    const location = { filePath: "file.txt", filePosition: 1, relativeFileVersion: "AFTER" } as const;
    const post = new PostCommentForPullRequestCommand({ ...about, content: "Why?", location });
    const { comment } = await client(bench, keys).send(post);
    expect(comment).to.include({
      content: "Why?",
      authorArn: `arn:aws:sts::${accountId}:assumed-role/Review/alan`,
    });
    const list = new GetCommentsForPullRequestCommand({ pullRequestId });
    const { commentsForPullRequestData } = await client(bench, "alan").send(list);
    expect(commentsForPullRequestData?.[0]).to.deep.include({ ...commits, location, repositoryName });
    expect(commentsForPullRequestData?.[0]?.comments?.[0]?.commentId).to.equal(comment?.commentId);
    const told = (await events()).find((one) => one["detail-type"] === "CodeCommit Comment on Pull Request");
    expect(told?.detail).to.deep.include({
      event: "commentOnPullRequestCreated",
      pullRequestId,
      repositoryName,
      commentId: comment?.commentId,
      displayName: "Alan T.",
      ...commits,
    });
  });

  it("say something, of commits that are there, from those who may", async () => {
    const { pullRequestId } = await open(bench, "dana", "feature");
    const post = (user: string, change: object) =>
      failure(
        client(bench, user).send(
          new PostCommentForPullRequestCommand({
            pullRequestId,
            repositoryName,
            ...commits,
            content: "Why?",
            ...change,
          }),
        ),
      );
    expect(await post("alan", {})).to.contain("AccessDenied");
    expect(await post("dana", { content: "" })).to.contain("CommentContentRequiredException");
    expect(await post("dana", { content: "x".repeat(10_241) })).to.contain("CommentContentSizeLimitExceeded");
    expect(await post("dana", { afterCommitId: "0".repeat(40) })).to.contain("CommitDoesNotExistException");
    expect(await post("dana", { location: { filePath: "none.txt" } })).to.contain(
      "PathDoesNotExistException",
    );
    expect(await post("dana", { afterCommitId: commits.beforeCommitId })).to.contain(
      "BeforeCommitIdAndAfterCommitIdAreSameException",
    );
  });

  it("on commits are told of as such", async () => {
    const events = await eventLog(bench);
    const post = new PostCommentForComparedCommitCommand({ repositoryName, ...commits, content: "Nice" });
    await client(bench, "dana").send(post);
    const [told] = await events();
    expect(told?.["detail-type"]).to.equal("CodeCommit Comment on Commit");
    expect(told?.detail).to.include({ event: "commentOnCommitCreated", repositoryName });
  });
});
