import { expect } from "chai";
import { outcomes, permit, printer, refusal, topic, wrong } from "../messaging";
import { accountId, company, context, primary, replica, Workbench } from "../workbench";

const codecommit = "codecommit.amazonaws.com";
const type = "aws:codecommit/trigger:Trigger";

describe("A repository's triggers", () => {
  let bench: Workbench;
  let work: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
  });
  afterEach(() => bench.close());

  const put = (...triggers: object[]) => bench.create(type, { repositoryName: "payments-api", triggers });
  const push = async (...refspecs: string[]) => {
    await bench.git(work, "push", bench.url("payments-api", "rita"), ...refspecs);
    await bench.cloud.waitUntilIdle();
  };
  interface Part extends Record<string, unknown> {
    readonly codecommit: { readonly references: readonly object[] };
  }
  const records = (to: string) =>
    bench.cloud
      .deliveries()
      .filter((delivery) => delivery.to === to)
      .map(({ message }) => (JSON.parse(message) as { Records: [Part] }).Records[0]);
  const references = (to: string) => records(to).map((record) => record.codecommit);

  it("tell a topic of a push in CodeCommit's words", async () => {
    const topicArn = await topic(bench, "pushes", [codecommit]);
    const { configurationId } = await put({
      name: "ci",
      destinationArn: topicArn,
      events: ["all"],
      customData: "project 7",
    });
    const commit = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    await push("main");
    expect(outcomes(bench, topicArn)).to.deep.equal(["delivered"]);
    const [{ eventId, eventTime, ...rest } = { codecommit: { references: [] } } as Part] = records(topicArn);
    expect(eventId).to.be.a("string");
    expect(eventTime).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(rest).to.deep.equal({
      awsRegion: primary,
      codecommit: { references: [{ commit, created: true, ref: "refs/heads/main" }] },
      eventName: "ReferenceChange",
      eventPartNumber: 1,
      eventTotalParts: 1,
      eventSource: "aws:codecommit",
      eventSourceARN: `arn:aws:codecommit:${primary}:${accountId}:payments-api`,
      eventTriggerConfigId: configurationId,
      eventTriggerName: "ci",
      eventVersion: "1.0",
      customData: "project 7",
      userIdentityARN: `arn:aws:iam::${accountId}:user/rita`,
    });
  });

  it("fire for the events and branches that they name", async () => {
    const arns = new Map<string, string>();
    for (const event of ["createReference", "updateReference", "deleteReference"]) {
      arns.set(event, await topic(bench, event, [codecommit]));
    }
    const onMain = await topic(bench, "main", [codecommit]);
    await put(
      ...[...arns].map(([event, destinationArn]) => ({ name: event, destinationArn, events: [event] })),
      { name: "main", destinationArn: onMain, events: ["all"], branches: ["main"] },
    );
    const first = (await bench.git(work, "rev-parse", "HEAD")).output.trim();
    await push("main", "main:refs/heads/other", "main:refs/tags/main", "main:refs/notes/x");
    const second = await bench.commit(work, "second");
    await push("main:other", ":refs/tags/main");
    const of = (event: string) => references(arns.get(event) ?? "");
    expect(of("createReference")).to.deep.equal([
      {
        references: ["heads/main", "heads/other", "tags/main"].map((name) => ({
          commit: first,
          created: true,
          ref: `refs/${name}`,
        })),
      },
    ]);
    expect(of("updateReference")).to.deep.equal([
      { references: [{ commit: second, ref: "refs/heads/other" }] },
    ]);
    expect(of("deleteReference")).to.deep.equal([
      { references: [{ commit: first, deleted: true, ref: "refs/tags/main" }] },
    ]);
    expect(references(onMain)).to.deep.equal([
      { references: [{ commit: first, created: true, ref: "refs/heads/main" }] },
    ]);
  });

  it("reach a topic or a function only where its policy lets CodeCommit in", async () => {
    const topicArn = await topic(bench, "pushes", ["events.amazonaws.com"]);
    const functionArn = await printer(bench, []);
    const existing = `arn:aws:lambda:${primary}:${accountId}:function:payments`;
    const theirs = `arn:aws:sns:${primary}:${accountId}:payments-news`;
    const all = [topicArn, functionArn, existing, theirs];
    await put(
      ...all.map((destinationArn, index) => ({ name: `t${index}`, destinationArn, events: ["all"] })),
    );
    await push("main");
    expect(refusal(bench, topicArn)).to.contain("AuthorizationError");
    expect(refusal(bench, functionArn)).to.contain("AccessDeniedException");
    expect(refusal(bench, existing)).to.contain("AccessDeniedException");
    expect(outcomes(bench, theirs)).to.deep.equal(["recorded"]);
    await permit(bench, "printer", codecommit);
    await permit(bench, "payments", codecommit);
    await push("main:other");
    expect(outcomes(bench, functionArn)).to.deep.equal(["refused", "delivered"]);
    expect(outcomes(bench, existing)).to.deep.equal(["refused", "recorded"]);
  });

  it("need no statement of a topic that nobody gave a policy", async () => {
    const { arn } = await bench.create("aws:sns/topic:Topic", { name: "plain" });
    await put({ name: "ci", destinationArn: arn, events: ["all"] });
    await push("main");
    expect(outcomes(bench, String(arn))).to.deep.equal(["delivered"]);
  });

  it("are one set: a second resource takes the place of the first, and deleting one leaves none", async () => {
    const [first, second] = [
      await topic(bench, "one", [codecommit]),
      await topic(bench, "two", [codecommit]),
    ];
    await put({ name: "one", destinationArn: first, events: ["all"] });
    const { id } = await put({ name: "two", destinationArn: second, events: ["all"] });
    await push("main");
    expect([first, second].map((arn) => outcomes(bench, arn).length)).to.deep.equal([0, 1]);
    await bench.cloud.resources[type]?.delete(id, {}, context(primary));
    await push("main:other");
    expect(outcomes(bench, second)).to.have.length(1);
  });

  it("tell of a big push in parts", async () => {
    const topicArn = await topic(bench, "pushes", [codecommit]);
    await put({ name: "ci", destinationArn: topicArn, events: ["createReference"] });
    await push("main", ...Array.from({ length: 1000 }, (_, index) => `main:refs/tags/v${index}`));
    const parts = records(topicArn).map(
      ({ eventPartNumber, eventTotalParts, codecommit: { references } }) => [
        eventPartNumber,
        eventTotalParts,
        references.length,
      ],
    );
    expect(parts).to.deep.equal([
      [1, 2, 1000],
      [2, 2, 1],
    ]);
  });

  it("are refused in CodeCommit's words", async () => {
    const destinationArn = await topic(bench, "pushes", [codecommit]);
    const good = { name: "ci", destinationArn, events: ["all"] };
    const many = (count: number) => Array.from({ length: count }, (_, index) => `b${index}`);
    const cases: [object[], string][] = [
      [many(11).map((name) => ({ ...good, name })), "MaximumRepositoryTriggersExceededException"],
      [[{ ...good, name: "a b" }], "InvalidRepositoryTriggerNameException"],
      [[{ ...good, events: [] }], "RepositoryTriggerEventsListRequiredException"],
      [[{ ...good, events: ["push"] }], "InvalidRepositoryTriggerEventsException"],
      [[{ ...good, events: ["all", "createReference"] }], "InvalidRepositoryTriggerEventsException"],
      [[{ ...good, branches: many(11) }], "MaximumBranchesExceededException"],
      [[{ ...good, customData: "x".repeat(1001) }], "InvalidRepositoryTriggerCustomDataException"],
      [
        [{ ...good, destinationArn: destinationArn.replace(primary, replica) }],
        "InvalidRepositoryTriggerRegionException",
      ],
      [[{ ...good, destinationArn: "arn:aws:sqs:x:1:y" }], "InvalidRepositoryTriggerDestinationArnException"],
      [
        [{ ...good, destinationArn: `${destinationArn}.fifo` }],
        "InvalidRepositoryTriggerDestinationArnException",
      ],
      [
        [{ ...good, destinationArn: destinationArn.replace("pushes", "ccp-dev-none") }],
        "InvalidRepositoryTriggerDestinationArnException",
      ],
    ];
    for (const [triggers, code] of cases) {
      expect(await wrong(bench, type, { repositoryName: "payments-api", triggers })).to.contain(code);
    }
    expect(await wrong(bench, type, { repositoryName: "none", triggers: [good] })).to.contain(
      "RepositoryDoesNotExistException",
    );
    expect(await wrong(bench, type, { repositoryName: "payments-api", triggers: [good] })).to.equal(
      "no error",
    );
  });
});
