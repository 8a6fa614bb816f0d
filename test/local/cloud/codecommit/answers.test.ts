import {
  CreateBranchCommand,
  CreateCommitCommand,
  CreatePullRequestCommand,
  GetCommentsForPullRequestCommand,
  GetRepositoryCommand,
  ListBranchesCommand,
  ListPullRequestsCommand,
  ListRepositoriesCommand,
  type ListRepositoriesCommandInput,
  MergeBranchesByFastForwardCommand,
  MergeBranchesBySquashCommand,
  MergeBranchesByThreeWayCommand,
  paginateListBranches,
  paginateListPullRequests,
  PostCommentForPullRequestCommand,
  PutFileCommand,
  UpdateDefaultBranchCommand,
} from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeCommit, codeOf } from "../rawApi";
import { company, primary, Workbench } from "../workbench";
import { client, failure, open, repositoryName } from "./review";

describe("CodeCommit's answers to what is seldom asked", () => {
  let bench: Workbench;
  let work: string;
  let first: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
    first = await head();
    await push("main");
  });
  afterEach(() => bench.close());

  const head = async () => (await bench.git(work, "rev-parse", "HEAD")).output.trim();
  const push = (...refspecs: string[]) =>
    bench.git(work, "push", bench.url(repositoryName, "rita"), ...refspecs);
  const refs = () => bench.refs(repositoryName);
  /** Another commit, with a file of its own, on top of what is checked out. */
  const addFile = async (name: string) => {
    await writeFile(join(work, name), `${name}\n`);
    await bench.git(work, "add", name);
    await bench.git(work, "commit", "--quiet", "--message", name);
    return head();
  };

  describe("on merges of branches", () => {
    const specifiers = (
      sourceCommitSpecifier: string,
      destinationCommitSpecifier: string,
      targetBranch: string,
    ) => ({
      repositoryName,
      sourceCommitSpecifier,
      destinationCommitSpecifier,
      targetBranch,
    });

    it("lose no commit of a target that is not where the destination is", async () => {
      const second = await addFile("second");
      await push("main");
      await bench.git(work, "checkout", "--quiet", "-b", "feature", first);
      const feature = await addFile("feature");
      await push("feature");
      const rita = client(bench, "rita");
      for (const merging of [
        new MergeBranchesByFastForwardCommand(specifiers("feature", first, "main")),
        new MergeBranchesBySquashCommand(specifiers("feature", first, "main")),
        new MergeBranchesByThreeWayCommand(specifiers("feature", first, "main")),
      ]) {
        const refused = await failure(rita.send(merging));
        expect(refused).to.match(/ConcurrentReferenceUpdateException: main is at .* would be lost/);
      }
      expect(await refs()).to.include({ "refs/heads/main": second, "refs/heads/feature": feature });
      const merging = new MergeBranchesByThreeWayCommand(specifiers("feature", second, "main"));
      const { commitId } = await rita.send(merging);
      expect((await refs())["refs/heads/main"]).to.equal(commitId);
    });

    it("take names and ids and no expressions, and a branch as their target", async () => {
      const feature = await addFile("feature");
      await push("main:feature", "main:refs/tags/v1");
      const merge = (source: string, destination: string, target: string) =>
        failure(
          client(bench, "rita").send(
            new MergeBranchesByFastForwardCommand(specifiers(source, destination, target)),
          ),
        );
      expect(await merge("feature~1", "main", "main")).to.contain("CommitDoesNotExistException");
      expect(await merge("feature^{commit}", "main", "main")).to.contain("CommitDoesNotExistException");
      expect(await merge("feature", "main", "v1")).to.contain("BranchNameIsTagNameException");
      expect(await merge("feature", "main", "nowhere")).to.contain("BranchDoesNotExistException");
      expect(await merge("refs/tags/v1", "HEAD", "main")).to.equal("no error");
      expect((await refs())["refs/heads/main"]).to.equal(feature);
    });
  });

  describe("on names of branches and tags", () => {
    const create = async (branchName: string) =>
      codeOf(
        await codeCommit(bench, bench.user("rita"), "CreateBranch", {
          repositoryName,
          branchName,
          commitId: first,
        }),
      );

    it("keep the default branch that a tag is called after", async () => {
      await bench.git(work, "tag", "main");
      await push("refs/tags/main");
      expect((await addFile("second")).length).to.equal(40);
      await push("refs/heads/main:refs/heads/other");
      const { repositoryMetadata } = await client(bench, "rita").send(
        new GetRepositoryCommand({ repositoryName }),
      );
      expect(repositoryMetadata?.defaultBranch).to.equal("main");
      const removed = await push(":refs/heads/main");
      expect(removed.output).to.contain("main is the default branch");
    });

    it("refuse a branch under a branch, and one that holds others", async () => {
      expect(await create("feature")).to.equal("");
      expect(await create("feature/x")).to.equal("BranchNameExistsException");
      expect(await create("topic/x/y")).to.equal("");
      expect(await create("topic")).to.equal("BranchNameExistsException");
      expect(await create("topic/x")).to.equal("BranchNameExistsException");
    });

    it("take 256 characters and refuse 257, and refuse a commit id", async () => {
      const name = (length: number) => `${"a".repeat(127)}/${"b".repeat(length - 128)}`;
      expect(await create(name(256))).to.equal("");
      expect(await refs()).to.include.keys(`refs/heads/${name(256)}`);
      expect(await create(name(257))).to.equal("InvalidBranchNameException");
      expect(await create("c".repeat(256))).to.equal("InvalidBranchNameException");
      expect(await create("0123456789abcdef0123456789abcdef01234567")).to.equal("InvalidBranchNameException");
    });

    it("refuse the same names of a push", async () => {
      const before = await refs();
      const names = [
        "refs/heads/0123456789abcdef0123456789abcdef01234567",
        "refs/tags/0123456789abcdef0123456789abcdef01234567",
        `refs/heads/${"a".repeat(127)}/${"b".repeat(129)}`,
        `refs/heads/${"a".repeat(251)}`,
      ];
      for (const reference of names) {
        const { code, output } = await push(`main:${reference}`);
        expect(code, reference).to.equal(1);
        expect(output).to.contain(`CodeCommit takes no ${reference}`);
      }
      expect(await refs()).to.deep.equal(before);
    });

    it("tell a tag from a branch", async () => {
      await push("main:refs/tags/v1");
      const put = { repositoryName, branchName: "v1", filePath: "a", fileContent: Buffer.from("a") };
      expect(await failure(client(bench, "rita").send(new PutFileCommand(put)))).to.contain(
        "BranchNameIsTagNameException",
      );
      expect(await failure(open(bench, "dana", "refs/tags/v1"))).to.contain(
        "ReferenceTypeNotSupportedException",
      );
    });
  });

  describe("on commits", () => {
    const commit = (more: object) =>
      codeCommit(bench, bench.user("rita"), "CreateCommit", {
        repositoryName,
        branchName: "main",
        parentCommitId: first,
        putFiles: [file("new.txt")],
        ...more,
      });
    const file = (filePath: string, content = "new\n") => ({
      filePath,
      fileContent: Buffer.from(content).toString("base64"),
    });
    const author = async () => {
      const directory = bench.cloud.repositoryDirectory(primary, repositoryName);
      return (await bench.git(directory, "show", "--no-patch", "--format=%an <%ae>", "main")).output.trim();
    };

    it("take the caller's name when the given one is none to git", async () => {
      let parentCommitId = first;
      for (const [given, wanted] of [
        ["", "rita <>"],
        ["<>", "rita <>"],
        [" . ", "rita <>"],
        ["Ri<ta>\nX", "RitaX <>"],
        ["Rita\0", "Rita <>"],
      ]) {
        const answer = await commit({
          parentCommitId,
          authorName: given,
          putFiles: [file("a", `${given}\n`)],
        });
        expect(answer.status, answer.text).to.equal(200);
        expect(await author()).to.equal(wanted);
        parentCommitId = (JSON.parse(answer.text) as { commitId: string }).commitId;
      }
      expect(codeOf(await commit({ parentCommitId, email: "a>b" }))).to.equal("InvalidEmailException");
    });

    it("have no NUL character in their message, and a text of any other kind", async () => {
      expect(codeOf(await commit({ commitMessage: "a\0b" }))).to.equal("ValidationException");
      expect(codeOf(await commit({ commitMessage: "\ud800 \x01 -m 'x'" }))).to.equal("");
    });

    it("have each path once, and content for each", async () => {
      const twice = { putFiles: [file("a"), file("a", "other\n")] };
      expect(codeOf(await commit(twice))).to.equal("SamePathRequestException");
      expect(codeOf(await commit({ putFiles: [file("a")], deleteFiles: [{ filePath: "a" }] }))).to.equal(
        "SamePathRequestException",
      );
      expect(codeOf(await commit({ putFiles: [file("a"), file("a/b")] }))).to.equal(
        "PutFileEntryConflictException",
      );
      expect(codeOf(await commit({ putFiles: [{ filePath: "a" }] }))).to.equal(
        "SourceFileOrContentRequiredException",
      );
      const both = { ...file("a"), sourceFile: { filePath: "file.txt" } };
      expect(codeOf(await commit({ putFiles: [both] }))).to.equal(
        "FileContentAndSourceFileSpecifiedException",
      );
      expect((await refs())["refs/heads/main"]).to.equal(first);
    });

    it("tell a file from a folder", async () => {
      expect(codeOf(await commit({ putFiles: [file("file.txt/inside")] }))).to.equal(
        "DirectoryNameConflictsWithFileNameException",
      );
      const made = await commit({ putFiles: [file("folder/inside")] });
      const { commitId: parentCommitId } = JSON.parse(made.text) as { commitId: string };
      expect(codeOf(await commit({ parentCommitId, putFiles: [file("folder")] }))).to.equal(
        "FileNameConflictsWithDirectoryNameException",
      );
      expect(
        codeOf(await commit({ parentCommitId, putFiles: undefined, deleteFiles: [{ filePath: "folder" }] })),
      ).to.equal("FileDoesNotExistException");
      // What a deletion makes room for can be put in the same commit.
      const swap = { putFiles: [file("file.txt/inside")], deleteFiles: [{ filePath: "file.txt" }] };
      expect(codeOf(await commit({ parentCommitId, ...swap }))).to.equal("");
    });

    it("take a file of 6 MiB, and no byte more", async () => {
      const put = (bytes: number) =>
        client(bench, "rita").send(
          new PutFileCommand({
            repositoryName,
            branchName: "main",
            parentCommitId: first,
            filePath: "large.bin",
            fileContent: Buffer.alloc(bytes, 7),
          }),
        );
      const six = 6 * 1024 * 1024;
      expect(await failure(put(six + 1))).to.contain("FileContentSizeLimitExceededException");
      const { commitId } = await put(six);
      expect((await refs())["refs/heads/main"]).to.equal(commitId);
    });

    it("say whether the parent exists", async () => {
      expect(codeOf(await commit({ parentCommitId: "1".repeat(40) }))).to.equal(
        "ParentCommitDoesNotExistException",
      );
    });
  });

  describe("in lists", () => {
    it("give branches in pages, with tokens of that list only", async () => {
      const names = Array.from({ length: 230 }, (_, index) => `topic/${String(index).padStart(3, "0")}`);
      await push(...names.map((name) => `main:refs/heads/${name}`));
      const rita = client(bench, "rita");
      const { branches, nextToken } = await rita.send(new ListBranchesCommand({ repositoryName }));
      expect(branches).to.have.lengthOf(100);
      const all: string[] = [];
      for await (const page of paginateListBranches({ client: rita }, { repositoryName })) {
        all.push(...(page.branches ?? []));
      }
      expect(all).to.deep.equal(["main", ...names]);
      const other = new ListPullRequestsCommand({ repositoryName, nextToken });
      expect(await failure(rita.send(other))).to.contain("InvalidContinuationTokenException");
      const odd = new ListBranchesCommand({ repositoryName, nextToken: "next" });
      expect(await failure(rita.send(odd))).to.contain("InvalidContinuationTokenException");
    });

    it("give pull requests and comments in pages as large as asked", async () => {
      for (const name of ["a", "b", "c"]) {
        await push(`main:refs/heads/${name}`);
        await open(bench, "dana", name);
      }
      const dana = client(bench, "dana");
      const pages: (string[] | undefined)[] = [];
      for await (const { pullRequestIds } of paginateListPullRequests(
        { client: dana, pageSize: 2 },
        { repositoryName },
      )) {
        pages.push(pullRequestIds);
      }
      expect(pages).to.deep.equal([["3", "2"], ["1"]]);
      const too = new ListPullRequestsCommand({ repositoryName, maxResults: -1 });
      expect(await failure(dana.send(too))).to.contain("InvalidMaxResultsException");
      const second = await addFile("second");
      await push("main:refs/heads/b");
      for (const content of ["one", "two", "three"]) {
        const about = { pullRequestId: "2", repositoryName, beforeCommitId: first, afterCommitId: second };
        await dana.send(new PostCommentForPullRequestCommand({ ...about, content }));
      }
      const comments = async (more: object) => {
        const command = new GetCommentsForPullRequestCommand({ pullRequestId: "2", ...more });
        const { commentsForPullRequestData, nextToken } = await dana.send(command);
        return { nextToken, said: commentsForPullRequestData?.map((one) => one.comments?.[0]?.content) };
      };
      const page = await comments({ maxResults: 2 });
      expect(page.said).to.deep.equal(["one", "two"]);
      expect(await comments({ maxResults: 2, nextToken: page.nextToken })).to.deep.equal({
        said: ["three"],
        nextToken: undefined,
      });
      const none = { repositoryName, beforeCommitId: second, afterCommitId: first };
      expect((await comments(none)).said).to.deep.equal([]);
      expect(await failure(comments({ maxResults: 501 }))).to.contain("InvalidMaxResultsException");
    });

    it("sort repositories by what is asked, either way", async () => {
      for (const name of ["zebra", "ant"]) {
        await bench.create("aws:codecommit/repository:Repository", { repositoryName: name });
      }
      const rita = client(bench, "rita");
      const list = async (input: ListRepositoriesCommandInput) =>
        (await rita.send(new ListRepositoriesCommand(input))).repositories?.map((one) => one.repositoryName);
      expect(await list({})).to.deep.equal(["ant", "payments-api", "zebra"]);
      expect(await list({ order: "descending" })).to.deep.equal(["zebra", "payments-api", "ant"]);
      await push("main:refs/heads/later");
      const byDate = { sortBy: "lastModifiedDate" } as const;
      expect((await list(byDate))?.at(-1)).to.equal("payments-api");
      expect((await list({ ...byDate, order: "descending" }))?.at(0)).to.equal("payments-api");
    });
  });

  it("tell when a repository was made and when it changed", async () => {
    const dates = async () => {
      const { repositoryMetadata: of } = await client(bench, "rita").send(
        new GetRepositoryCommand({ repositoryName }),
      );
      return [of?.creationDate, of?.lastModifiedDate].map((date) => date?.getTime() ?? NaN);
    };
    const [created, pushed] = await dates();
    expect(created).to.be.at.most(Date.now());
    expect(pushed).to.be.at.least(created ?? NaN);
    await client(bench, "rita").send(
      new CreateBranchCommand({ repositoryName, branchName: "later", commitId: first }),
    );
    await client(bench, "rita").send(
      new UpdateDefaultBranchCommand({ repositoryName, defaultBranchName: "later" }),
    );
    const [still, changed] = await dates();
    expect(still).to.equal(created);
    expect(changed).to.be.greaterThan(pushed ?? NaN);
  });

  describe("to a request with a client token", () => {
    it("make a comment once, however often and at once it is sent", async () => {
      const after = await addFile("second");
      await push("main:refs/heads/feature");
      const { pullRequestId } = await open(bench, "dana", "feature");
      const post = (content: string, clientRequestToken = "once") =>
        client(bench, "dana").send(
          new PostCommentForPullRequestCommand({
            pullRequestId,
            repositoryName,
            beforeCommitId: first,
            afterCommitId: after,
            content,
            clientRequestToken,
          }),
        );
      const made = await Promise.all([post("Why?"), post("Why?"), post("Why?")]);
      made.push(await post("Why?"));
      expect(new Set(made.map(({ comment }) => comment?.commentId)).size).to.equal(1);
      expect(await failure(post("Really?"))).to.contain("IdempotencyParameterMismatchException");
      await post("Why?", "again");
      const list = new GetCommentsForPullRequestCommand({ pullRequestId });
      const { commentsForPullRequestData } = await client(bench, "dana").send(list);
      expect(commentsForPullRequestData).to.have.lengthOf(2);
    });

    it("make a pull request once, and compare all of the request", async () => {
      await push("main:refs/heads/feature");
      const create = (description: string) =>
        client(bench, "dana").send(
          new CreatePullRequestCommand({
            title: "Merge",
            description,
            targets: [{ repositoryName, sourceReference: "feature" }],
            clientRequestToken: "once",
          }),
        );
      const made = await Promise.all([create("a"), create("a")]);
      expect(made.map(({ pullRequest }) => pullRequest?.pullRequestId)).to.deep.equal(["1", "1"]);
      expect(await failure(create("b"))).to.contain("IdempotencyParameterMismatchException");
      // Its branch may be gone by then: the answer is about the pull request that was made.
      await push(":refs/heads/feature");
      expect((await create("a")).pullRequest?.pullRequestId).to.equal("1");
    });
  });

  it("are about the destination's reference when it is gone", async () => {
    await push("main:refs/heads/feature", "main:refs/heads/target");
    const { pullRequestId } = await open(bench, "dana", "feature", "target");
    await push(":refs/heads/target");
    const merge = async (way: string) =>
      codeOf(
        await codeCommit(bench, bench.user("rita"), `MergePullRequestBy${way}`, {
          pullRequestId,
          repositoryName,
        }),
      );
    expect(await merge("FastForward")).to.equal("ReferenceDoesNotExistException");
    expect(await merge("Squash")).to.equal("ConcurrentReferenceUpdateException");
    expect(await merge("ThreeWay")).to.equal("ConcurrentReferenceUpdateException");
  });

  it("are errors to a client that sends too much, and not the end of the connection", async () => {
    const body = JSON.stringify({ repositoryName, branchName: "x".repeat(33 * 1024 * 1024) });
    const { status, text } = await codeCommit(bench, bench.user("rita"), "GetBranch", JSON.parse(body));
    expect([status, codeOf({ status, text })]).to.deep.equal([413, "RequestEntityTooLarge"]);
    const commit = new CreateCommitCommand({
      repositoryName,
      branchName: "main",
      parentCommitId: first,
      putFiles: [1, 2, 3].map((n) => ({ filePath: `${n}`, fileContent: Buffer.alloc(6 * 1024 * 1024, n) })),
    });
    expect((await client(bench, "rita").send(commit)).filesAdded).to.have.lengthOf(3);
  });
});
