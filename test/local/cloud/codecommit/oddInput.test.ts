import { expect } from "chai";
import fc from "fast-check";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { model } from "../../../../local/cloud/codecommit/model/check";
import { ask, codeCommit, codeOf } from "../rawApi";
import { company, primary, Workbench } from "../workbench";
import { open, repositoryName } from "./review";

/** What every operation may answer. @see https://docs.aws.amazon.com/codecommit/latest/APIReference/CommonErrors.html */
const common = ["AccessDeniedException", "SerializationException", "ValidationException"];

describe("CodeCommit's API, to odd input", () => {
  let bench: Workbench;
  const good: Record<string, fc.Arbitrary<unknown>> = {};
  before(async () => {
    bench = await Workbench.open();
    await company(bench);
    const work = await bench.workingCopy("work");
    const first = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    await bench.git(
      work,
      "push",
      bench.url(repositoryName, "rita"),
      "main",
      "main:refs/tags/v1",
      "main:refs/tags/main",
    );
    const second = await bench.commit(work, "second");
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "main:feature");
    await bench.create("aws:codecommit/repository:Repository", { repositoryName: "empty" });
    const reviews = [];
    for (let made = 0; made < 5; made++) reviews.push(await open(bench, "dana", "feature"));
    const commit = fc.constantFrom(
      first,
      second,
      "0".repeat(40),
      "f".repeat(40),
      first.slice(0, 7),
      first.toUpperCase(),
    );
    const branch = fc.constantFrom(
      "main",
      "feature",
      "feature/x",
      "new",
      "new/x",
      "v1",
      "HEAD",
      "refs/heads/main",
    );
    const text = fc.constantFrom(
      "A text",
      "",
      " ",
      "<>",
      "a\0b",
      "\ud800",
      "x".repeat(300),
      "🙂".repeat(200),
    );
    Object.assign(good, {
      RepositoryName: fc.constantFrom(repositoryName, repositoryName, "empty", "none", ".", "..", "a.git"),
      BranchName: branch,
      ReferenceName: fc.oneof(branch, fc.constantFrom("refs/tags/v1", "refs/heads/feature", "refs/notes/x")),
      CommitId: commit,
      ObjectId: commit,
      CommitName: fc.oneof(commit, branch, fc.constantFrom("main~1", "main^{tree}", "@{-1}", "--all", "v1")),
      PullRequestId: fc.constantFrom(
        ...reviews.map(({ pullRequestId }) => pullRequestId),
        "6",
        "0",
        "9".repeat(19),
      ),
      RevisionId: fc.constantFrom(...reviews.map(({ revisionId }) => revisionId), "r"),
      Path: fc.constantFrom(
        "file.txt",
        "new.txt",
        "file.txt/x",
        "a/b",
        "../a",
        ".git/config",
        ":(exclude)a",
        "-x",
        "a\tb\n",
      ),
      FileContent: fc.constantFrom("YQo=", "", "Zmlyc3QK", "====", "no base64"),
      ApprovalRuleContent: fc.constantFrom(
        '{"Version":"2018-11-08","Statements":[{"Type":"Approvers","NumberOfApprovalsNeeded":1}]}',
        "{}",
        "[".repeat(2999),
        '{"Version":"2018-11-08","Statements":[{"Type":"Approvers","NumberOfApprovalsNeeded":1e999}]}',
      ),
      ClientRequestToken: fc.constantFrom("a", "b"),
      NextToken: fc.constantFrom("", "AAAA", Buffer.from("a 1").toString("base64url")),
      Email: fc.constantFrom("a@example.com", "", "<>", "a\0"),
      Name: text,
      Message: text,
      Content: text,
      Title: text,
      Description: text,
      Arn: fc.constantFrom("arn:aws:iam::123456789012:user/dana", "dana", "arn:"),
    });
  });
  after(() => bench.close());

  const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  /** What a member is not. */
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      "",
      0,
      -1,
      1.5,
      1e308,
      true,
      [],
      {},
      [null],
      "__proto__",
      "x".repeat(5000),
    ),
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constant(JSON.parse(deep(90)) as unknown),
  );
  /** Mostly what the shape asks for, now and then something else. */
  const valueOf = (shape: string): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 6, arbitrary: fittingOf(shape) }, { weight: 1, arbitrary: odd });
  const fittingOf = (shape: string): fc.Arbitrary<unknown> => {
    const { type, members, member = "", enum: values } = model.shapes[shape];
    if (values !== undefined) return fc.constantFrom<string>(...values, values[0]?.toLowerCase() ?? "");
    if (type === "structure") return inputOf(shape, members ?? {});
    if (type === "list") return fc.array(valueOf(member), { maxLength: 3 });
    if (type === "boolean") return fc.boolean();
    if (type === "integer" || type === "long") return fc.constantFrom(1, 2, 500, 501, 0, -1);
    return good[shape] ?? fc.string({ maxLength: 20 });
  };
  const inputOf = (shape: string, members: Readonly<Record<string, string>>): fc.Arbitrary<unknown> => {
    const { required = [] } = model.shapes[shape];
    const optional = fc.record(
      Object.fromEntries(Object.entries(members).map(([name, of]) => [name, valueOf(of)])),
      { requiredKeys: [] },
    );
    const needed = fc.record(
      Object.fromEntries(required.map((name) => [name, valueOf(members[name] ?? "")])),
    );
    return fc.tuple(optional, needed).map(([some, most]) => ({ ...some, ...most }));
  };

  it("answers every operation with a success or with an error of that operation, and stays sound", async function () {
    this.timeout(300_000);
    const seen = new Map<string, number>();
    const calls = fc
      .constantFrom(...Object.keys(model.operations))
      .chain((operation) =>
        fc.tuple(fc.constant(operation), fittingOf(model.operations[operation]?.input ?? "")),
      );
    await fc.assert(
      fc.asyncProperty(calls, async ([operation, input]) => {
        const answer = await codeCommit(bench, bench.user("rita"), operation, input);
        expect(answer.status, `${operation} ${JSON.stringify(input)}: ${answer.text}`).to.be.lessThan(500);
        const code = codeOf(answer);
        seen.set(code, (seen.get(code) ?? 0) + 1);
        const offered = [...common, ...(model.operations[operation]?.errors.split(" ") ?? [])];
        if (answer.status !== 200) expect(offered, `${operation}: ${answer.text}`).to.include(code);
      }),
      { numRuns: 600 },
    );
    // The input was not so odd that nothing got through, and not so good that nothing was refused.
    expect(seen.get("")).to.be.greaterThan(10);
    expect(seen.size).to.be.greaterThan(15);
    for (const name of [repositoryName, "empty"]) {
      const directory = bench.cloud.repositoryDirectory(primary, name);
      const { code, output } = await bench.git(directory, "fsck", "--full");
      expect(code, output).to.equal(0);
    }
    const failed = await readFile(join(bench.directory, "logs", "cloud.log"), "utf8").catch(() => "");
    expect(failed).to.equal("");
  });

  it("answers a body of any kind, however deep", async () => {
    const target = "CodeCommit_20150413.GetRepository";
    const rita = bench.user("rita");
    const bodies = [
      deep(1_000_000),
      `{"repositoryName":${deep(200_000)}}`,
      `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`,
      "",
      "null",
      "[]",
      "{",
      '"\\ud800"',
      Buffer.from([0xff, 0xfe, 0x00]),
    ];
    for (const body of bodies) {
      const answer = await ask(bench, rita, target, body);
      expect([answer.status, codeOf(answer)]).to.deep.equal([400, "SerializationException"]);
    }
    for (const name of ["", "__proto__", "constructor", "GetRepository.x", "toString"]) {
      for (const odd of [`CodeCommit_20150413.${name}`, `${name}.GetRepository`]) {
        const answer = await ask(bench, rita, odd, "{}");
        expect(answer.status, odd).to.equal(400);
      }
    }
  });
});
