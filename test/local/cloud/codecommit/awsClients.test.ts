import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { awsClients } from "../../../support/awsClients";
import { company, primary, Workbench } from "../workbench";

/** What only AWS's own clients show: their model checks answers, too. Without them these tests are skipped. */
describe("CodeCommit's API, to AWS's own clients (pip install awscli boto3 git-remote-codecommit)", function () {
  this.timeout(300_000);
  let bench: Workbench;
  let work: string;
  let tip: string;
  before(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
    tip = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    const topics = Array.from({ length: 120 }, (_, index) => `main:refs/heads/topic/${index}`);
    await bench.git(work, "push", bench.url("payments-api", "rita"), "main", ...topics);
  });
  after(() => bench.close());

  /** Runs a program as a user whose keys are in the environment. */
  const run = async (
    user: string,
    program: string,
    args: readonly string[],
    more: Record<string, string> = {},
  ) => {
    const { accessKeyId, secretAccessKey } = bench.user(user);
    const child = spawn(program, args, {
      cwd: work,
      env: {
        PATH: process.env.PATH ?? "",
        HOME: bench.directory,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_DEFAULT_REGION: primary,
        AWS_ENDPOINT_URL: bench.cloud.endpoint(primary),
        AWS_MAX_ATTEMPTS: "1",
        AWS_PAGER: "",
        ...more,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const add = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output };
  };
  const aws = (user: string, ...args: string[]) =>
    run(user, "aws", ["--endpoint-url", bench.cloud.endpoint(primary), "--output", "json", ...args]);
  const skipWithout = (client: keyof typeof awsClients, context: Mocha.Context) => {
    if (!awsClients[client]()) context.skip();
  };

  it("lists, merges and comments by the AWS CLI", async function () {
    skipWithout("cli", this);
    const listed = await aws("rita", "codecommit", "list-branches", "--repository-name", "payments-api");
    expect((JSON.parse(listed.output) as { branches: string[] }).branches).to.have.lengthOf(121);
    const described = await aws("rita", "codecommit", "get-repository", "--repository-name", "payments-api");
    const { repositoryMetadata } = JSON.parse(described.output) as {
      repositoryMetadata: Record<string, unknown>;
    };
    // Version 1 gives seconds, version 2 a time.
    const { creationDate } = repositoryMetadata;
    const created = typeof creationDate === "number" ? creationDate * 1000 : Date.parse(String(creationDate));
    expect(created).to.be.closeTo(Date.now(), 600_000);
    expect(repositoryMetadata).to.include({ repositoryName: "payments-api", defaultBranch: "main" });

    await writeFile(join(bench.directory, "six"), Buffer.alloc(6 * 1024 * 1024, 1));
    const put = ["--repository-name", "payments-api", "--branch-name", "topic/1", "--parent-commit-id", tip];
    const file = ["--file-content", `fileb://${join(bench.directory, "six")}`, "--file-path", "six.bin"];
    const made = await aws("rita", "codecommit", "put-file", ...put, ...file, "--name", "<>");
    expect(made.code, made.output).to.equal(0);
    const { commitId } = JSON.parse(made.output) as { commitId: string };
    const specifiers = ["--source-commit-specifier", "topic/1", "--destination-commit-specifier", "main"];
    const merged = await aws(
      "rita",
      ...["codecommit", "merge-branches-by-fast-forward", "--repository-name", "payments-api", ...specifiers],
    );
    expect(JSON.parse(merged.output)).to.include({ commitId });
    const opened = await aws(
      "dana",
      ...["codecommit", "create-pull-request", "--title", "Merge", "--client-request-token", "once"],
      ...["--targets", "repositoryName=payments-api,sourceReference=topic/2"],
    );
    expect(opened.code, opened.output).to.equal(0);
    const comment = [
      ...["codecommit", "post-comment-for-pull-request", "--pull-request-id", "1", "--content", "Why?"],
      ...["--repository-name", "payments-api", "--before-commit-id", tip, "--after-commit-id", commitId],
      ...["--client-request-token", "once"],
    ];
    const [first, again] = [await aws("dana", ...comment), await aws("dana", ...comment)];
    expect(first.code, first.output).to.equal(0);
    expect(again.output).to.equal(first.output);
  });

  it("names errors to the AWS CLI as AWS does", async function () {
    skipWithout("cli", this);
    const create = (name: string) =>
      aws(
        "rita",
        ...["codecommit", "create-branch", "--repository-name", "payments-api", "--branch-name", name],
        ...["--commit-id", tip],
      );
    for (const [name, code] of [
      ["topic/1/x", "BranchNameExistsException"],
      ["0123456789abcdef0123456789abcdef01234567", "InvalidBranchNameException"],
      [`a/${"b".repeat(255)}`, "InvalidBranchNameException"],
    ] as const) {
      const { output } = await create(name);
      expect(output).to.contain(`An error occurred (${code}) when calling the CreateBranch operation`);
    }
  });

  it("reads every answer of boto3 by its model, and pages by its paginators", async function () {
    skipWithout("boto3", this);
    const script = `
import boto3, datetime, json
c = boto3.client("codecommit")
names = [b for page in c.get_paginator("list_branches").paginate(repositoryName="payments-api") for b in page["branches"]]
repositories = [r for page in c.get_paginator("list_repositories").paginate(sortBy="lastModifiedDate", order="descending") for r in page["repositories"]]
metadata = c.get_repository(repositoryName="payments-api")["repositoryMetadata"]
assert isinstance(metadata["lastModifiedDate"], datetime.datetime), metadata
odd = []
for call in [
    lambda: c.list_pull_requests(repositoryName="payments-api", maxResults=0),
    lambda: c.list_branches(repositoryName="payments-api", nextToken="x"),
    lambda: c.get_branch(),
    lambda: c.merge_branches_by_squash(repositoryName="payments-api", sourceCommitSpecifier="main", destinationCommitSpecifier="main", targetBranch="none"),
]:
    try: call(); odd.append("none")
    except c.exceptions.ClientError as e: odd.append(type(e).__name__)
print(json.dumps({"names": len(names), "repositories": len(repositories), "odd": odd}))`;
    const { code, output } = await run("rita", "python3", ["-c", script]);
    expect(code, output).to.equal(0);
    expect(JSON.parse(output.trim().split("\n").at(-1) ?? "")).to.deep.equal({
      names: 121,
      repositories: 1,
      odd: [
        "InvalidMaxResultsException",
        "InvalidContinuationTokenException",
        "RepositoryNameRequiredException",
        "BranchDoesNotExistException",
      ],
    });
  });

  it("opens to what git-remote-codecommit signs for a host with a port", async function () {
    skipWithout("gitRemoteCodeCommit", this);
    const { host } = new URL(bench.cloud.endpoint(primary));
    const script = `
import botocore.session, git_remote_codecommit as g
print(g.git_url("payments-api", "v1", "${primary}", botocore.session.Session().get_credentials()))`;
    const signed = await run("rita", "python3", ["-W", "ignore", "-c", script], {
      CODE_COMMIT_ENDPOINT: host,
    });
    expect(signed.code, signed.output).to.equal(0);
    expect(signed.output).to.contain(`@${host}/v1/repos/payments-api`);
    // It always says https, which is all that the local cloud does not speak.
    const url = signed.output.trim().replace(/^https:/, "http:");
    const { code, output } = await bench.git(work, "ls-remote", url, "refs/heads/topic/7");
    expect(code, output).to.equal(0);
    expect(output).to.contain("refs/heads/topic/7");
  });
});
