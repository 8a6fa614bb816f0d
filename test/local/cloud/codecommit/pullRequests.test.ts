import {
  CreatePullRequestApprovalRuleCommand,
  CreatePullRequestCommand,
  DeletePullRequestApprovalRuleCommand,
  GetPullRequestApprovalStatesCommand,
  GetPullRequestCommand,
  GetPullRequestOverrideStateCommand,
  ListPullRequestsCommand,
  OverridePullRequestApprovalRulesCommand,
  UpdatePullRequestApprovalStateCommand,
  UpdatePullRequestStatusCommand,
} from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { keysIn, sts } from "../stsClient";
import { accountId, company, context, document, primary, Workbench } from "../workbench";
import {
  approve,
  client,
  evaluation,
  eventLog,
  failure,
  get,
  open,
  repositoryName,
  ruleContent,
  template,
  templateType,
} from "./review";

describe("Pull requests", () => {
  let bench: Workbench;
  let work: string;
  let tip: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    await bench.member("dora", "developers");
    work = await bench.workingCopy("work");
    await bench.git(work, "push", bench.url(repositoryName, "rita"), "main");
    await bench.git(work, "checkout", "--quiet", "-b", "feature");
    tip = await bench.commit(work, "second");
    await push();
  });
  afterEach(() => bench.close());

  const push = () => bench.git(work, "push", bench.url(repositoryName, "dana"), "feature");
  const reviewRole = async () => {
    await bench.create("aws:iam/role:Role", {
      name: "CodeCommitReview",
      assumeRolePolicy: document([
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${accountId}:user/alan` },
          Action: "sts:AssumeRole",
        },
      ]),
    });
    await bench.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
      role: "CodeCommitReview",
      policyArn: "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser",
    });
    const parameters = {
      RoleArn: `arn:aws:iam::${accountId}:role/CodeCommitReview`,
      RoleSessionName: "alan",
    };
    return keysIn(await sts(bench, bench.user("alan"), "AssumeRole", parameters));
  };

  it("tell where from, where to and by whom", async () => {
    const made = await open(bench, "dana", "feature");
    expect(made).to.include({
      pullRequestId: "1",
      title: "Merge feature",
      pullRequestStatus: "OPEN",
      authorArn: `arn:aws:iam::${accountId}:user/dana`,
    });
    const main = (await bench.refs(repositoryName))["refs/heads/main"];
    expect(made.pullRequestTargets?.[0]).to.deep.include({
      repositoryName,
      sourceReference: "refs/heads/feature",
      sourceCommit: tip,
      destinationReference: "refs/heads/main",
      destinationCommit: main,
      mergeBase: main,
    });
    expect(await get(bench, made)).to.deep.include({ pullRequestId: "1", revisionId: made.revisionId });
  });

  it("are made once for one token, from one branch to another that exist", async () => {
    const dana = client(bench, "dana");
    const create = (sourceReference: string, more: object = {}, title = "x") =>
      dana.send(
        new CreatePullRequestCommand({
          title,
          targets: [{ repositoryName, sourceReference, ...more }],
          clientRequestToken: "token",
        }),
      );
    const first = await create("feature");
    expect((await create("feature")).pullRequest?.pullRequestId).to.equal(first.pullRequest?.pullRequestId);
    expect(await failure(create("feature", {}, "y"))).to.contain("IdempotencyParameterMismatchException");
    expect(await failure(open(bench, "dana", "none"))).to.contain("ReferenceDoesNotExistException");
    expect(await failure(open(bench, "dana", "feature", "none"))).to.contain(
      "ReferenceDoesNotExistException",
    );
    expect(await failure(open(bench, "dana", "refs/heads/main"))).to.contain("SourceAndDestinationAreSame");
    const untitled = new CreatePullRequestCommand({
      title: "",
      targets: [{ repositoryName, sourceReference: "feature" }],
    });
    expect(await failure(dana.send(untitled))).to.contain("TitleRequiredException");
    expect(await failure(open(bench, "alan", "feature")), "a reader").to.contain("AccessDenied");
  });

  it("are listed by author and status, and closed for good", async () => {
    const made = await open(bench, "dana", "feature");
    await open(bench, "dora", "feature");
    const list = async (filter: { authorArn?: string; pullRequestStatus?: "OPEN" | "CLOSED" }) =>
      (await client(bench, "alan").send(new ListPullRequestsCommand({ repositoryName, ...filter })))
        .pullRequestIds;
    expect(await list({})).to.deep.equal(["2", "1"]);
    expect(await list({ authorArn: `arn:aws:iam::${accountId}:user/dora` })).to.deep.equal(["2"]);
    const set = (pullRequestStatus: "OPEN" | "CLOSED") =>
      client(bench, "dana").send(
        new UpdatePullRequestStatusCommand({ pullRequestId: made.pullRequestId, pullRequestStatus }),
      );
    await set("CLOSED");
    expect(await list({ pullRequestStatus: "OPEN" })).to.deep.equal(["2"]);
    expect(await list({ pullRequestStatus: "CLOSED" })).to.deep.equal(["1"]);
    expect(await failure(set("CLOSED"))).to.contain("InvalidPullRequestStatusUpdateException");
    expect(await failure(set("OPEN"))).to.contain("InvalidPullRequestStatusUpdateException");
    expect(await failure(approve(bench, "rita", made))).to.contain("PullRequestAlreadyClosedException");
    const unknown = new GetPullRequestCommand({ pullRequestId: "99" });
    expect(await failure(client(bench, "alan").send(unknown))).to.contain("PullRequestDoesNotExistException");
  });

  describe("under approval rules", () => {
    it("get those of the templates that concern their destination when they are made, and keep them", async () => {
      await template(bench, "trunk", ruleContent(1, undefined, ["refs/heads/main"]));
      await template(bench, "releases", ruleContent(1, undefined, ["refs/heads/release/*"]));
      const before = await open(bench, "dana", "feature");
      expect(before.approvalRules?.map((rule) => rule.approvalRuleName)).to.deep.equal(["trunk"]);
      const [rule] = before.approvalRules ?? [];
      expect(rule?.originApprovalRuleTemplate?.approvalRuleTemplateName).to.equal("trunk");
      const content = ruleContent(2);
      await bench.cloud.resources[templateType]?.update?.(
        "trunk",
        { name: "trunk", content },
        {},
        context(primary),
      );
      await template(bench, "later", ruleContent(1));
      expect((await get(bench, before)).approvalRules).to.deep.equal(before.approvalRules);
      const after = await open(bench, "dora", "feature");
      expect(after.approvalRules?.map((one) => one.approvalRuleName)).to.deep.equal(["later", "trunk"]);
    });

    it("are approved by others than their author, who are in the pool", async () => {
      await template(
        bench,
        "two",
        ruleContent(
          2,
          ["rita", "dora"].map((name) => `CodeCommitApprovers:${accountId}:${name}`),
        ),
      );
      const made = await open(bench, "dana", "feature");
      expect(await evaluation(bench, made)).to.deep.include({
        approved: false,
        approvalRulesNotSatisfied: ["two"],
      });
      expect(await failure(approve(bench, "dana", made))).to.contain("PullRequestCannotBeApprovedByAuthor");
      expect(await failure(approve(bench, "alan", made)), "a reader").to.contain("AccessDenied");
      await approve(bench, "dora", made);
      await approve(bench, "dora", made);
      await bench.member("doug", "developers");
      await approve(bench, "doug", made);
      expect((await evaluation(bench, made))?.approved, "one twice, and one who does not count").to.equal(
        false,
      );
      await approve(bench, "rita", made);
      expect(await evaluation(bench, made)).to.deep.equal({
        approved: true,
        overridden: false,
        approvalRulesSatisfied: ["two"],
        approvalRulesNotSatisfied: [],
      });
      const revoke = new UpdatePullRequestApprovalStateCommand({
        pullRequestId: made.pullRequestId,
        revisionId: made.revisionId,
        approvalState: "REVOKE",
      });
      await client(bench, "rita").send(revoke);
      expect((await evaluation(bench, made))?.approved).to.equal(false);
      const states = new GetPullRequestApprovalStatesCommand({
        pullRequestId: made.pullRequestId,
        revisionId: made.revisionId,
      });
      const { approvals } = await client(bench, "alan").send(states);
      expect(approvals?.map(({ userArn }) => userArn?.split("/").at(-1))).to.deep.equal(["dora", "doug"]);
    });

    it("count a role's session by the role, and not by a user's name", async () => {
      const keys = await reviewRole();
      await template(
        bench,
        "by-role",
        ruleContent(1, [`CodeCommitApprovers:${accountId}:CodeCommitReview/*`]),
      );
      await template(bench, "by-name", ruleContent(1, [`CodeCommitApprovers:${accountId}:alan`]));
      const made = await open(bench, "dana", "feature");
      await approve(bench, keys, made);
      expect(await evaluation(bench, made)).to.deep.include({
        approvalRulesSatisfied: ["by-role"],
        approvalRulesNotSatisfied: ["by-name"],
      });
    });

    it("lose their approvals by a push to their source", async () => {
      await template(bench, "one", ruleContent(1));
      const made = await open(bench, "dana", "feature");
      await approve(bench, "rita", made);
      expect((await evaluation(bench, made))?.approved).to.equal(true);
      const next = await bench.commit(work, "third");
      await push();
      const pushed = await get(bench, made);
      expect(pushed.revisionId).not.to.equal(made.revisionId);
      expect(pushed.pullRequestTargets?.[0]?.sourceCommit).to.equal(next);
      expect((await evaluation(bench, pushed))?.approved).to.equal(false);
      expect(await failure(approve(bench, "rita", made))).to.contain("RevisionNotCurrentException");
    });

    it("may be overridden by those who may, until the next push", async () => {
      await template(bench, "one", ruleContent(1));
      await bench.grant("developers", "no-override", [
        {
          Sid: "NoOverride",
          Effect: "Deny",
          Action: "codecommit:OverridePullRequestApprovalRules",
          Resource: "*",
        },
      ]);
      const made = await open(bench, "dana", "feature");
      const { pullRequestId, revisionId } = made;
      const override = (user: string, overrideStatus: "OVERRIDE" | "REVOKE") =>
        client(bench, user).send(
          new OverridePullRequestApprovalRulesCommand({ pullRequestId, revisionId, overrideStatus }),
        );
      expect(await failure(override("dana", "OVERRIDE"))).to.contain("NoOverride");
      await override("rita", "OVERRIDE");
      expect(await failure(override("rita", "OVERRIDE"))).to.contain("OverrideAlreadySetException");
      const state = new GetPullRequestOverrideStateCommand({ pullRequestId, revisionId });
      expect((await client(bench, "alan").send(state)).overrider).to.equal(
        `arn:aws:iam::${accountId}:user/rita`,
      );
      expect(await evaluation(bench, made)).to.include({ approved: true, overridden: true });
      await override("rita", "REVOKE");
      expect((await evaluation(bench, made))?.approved).to.equal(false);
      await override("rita", "OVERRIDE");
      await bench.commit(work, "third");
      await push();
      expect(await evaluation(bench, await get(bench, made))).to.include({
        approved: false,
        overridden: false,
      });
    });

    it("may get rules of their own, beside those of templates, which stay", async () => {
      await template(bench, "one", ruleContent(1));
      const { pullRequestId } = await open(bench, "dana", "feature");
      const add = (approvalRuleName: string, approvalRuleContent: string) =>
        client(bench, "rita").send(
          new CreatePullRequestApprovalRuleCommand({ pullRequestId, approvalRuleName, approvalRuleContent }),
        );
      await bench.grant("managers", "rules", [
        { Effect: "Allow", Action: "codecommit:DeletePullRequestApprovalRule", Resource: "*" },
      ]);
      const remove = (approvalRuleName: string) =>
        client(bench, "rita").send(
          new DeletePullRequestApprovalRuleCommand({ pullRequestId, approvalRuleName }),
        );
      await add("more", ruleContent(2));
      expect(await failure(add("more", ruleContent(2)))).to.contain("ApprovalRuleNameAlreadyExistsException");
      expect(await failure(add("bad", "{}"))).to.contain("InvalidApprovalRuleContentException");
      await remove("more");
      expect(await failure(remove("more"))).to.contain("ApprovalRuleDoesNotExistException");
      expect(await failure(remove("one"))).to.contain("CannotDeleteApprovalRuleFromTemplateException");
    });
  });

  it("tell of all that becomes of them", async () => {
    const events = await eventLog(bench);
    await template(bench, "one", ruleContent(1));
    const made = await open(bench, "dana", "feature");
    await approve(bench, "rita", made);
    await bench.commit(work, "third");
    await push();
    const { pullRequestId, revisionId } = await get(bench, made);
    const rita = client(bench, "rita");
    await rita.send(
      new OverridePullRequestApprovalRulesCommand({ pullRequestId, revisionId, overrideStatus: "OVERRIDE" }),
    );
    await rita.send(new UpdatePullRequestStatusCommand({ pullRequestId, pullRequestStatus: "CLOSED" }));
    const told = await events();
    expect(told.map(({ detail }) => detail.event)).to.have.members([
      "approvalRuleTemplateCreated",
      "approvalRuleTemplateAssociatedWithRepository",
      "pullRequestCreated",
      "pullRequestApprovalStateChanged",
      "pullRequestSourceBranchUpdated",
      "referenceUpdated",
      "pullRequestApprovalRuleOverridden",
      "pullRequestStatusChanged",
    ]);
    const of = (event: string) => told.find(({ detail }) => detail.event === event);
    const created = of("pullRequestCreated");
    expect(created?.["detail-type"]).to.equal("CodeCommit Pull Request State Change");
    expect(created?.resources).to.deep.equal([
      `arn:aws:codecommit:${primary}:${accountId}:${repositoryName}`,
    ]);
    expect(created?.detail).to.deep.include({
      pullRequestId,
      author: `arn:aws:iam::${accountId}:user/dana`,
      callerUserArn: `arn:aws:iam::${accountId}:user/dana`,
      destinationReference: "refs/heads/main",
      sourceReference: "refs/heads/feature",
      isMerged: "False",
      pullRequestStatus: "Open",
      repositoryNames: [repositoryName],
      revisionId: made.revisionId,
    });
    expect(created?.detail.creationDate).to.match(/^\w{3} \w{3} \d\d [\d:]{8} UTC \d{4}$/);
    expect(of("pullRequestApprovalStateChanged")?.detail.approvalStatus).to.equal("APPROVE");
    expect(of("pullRequestApprovalRuleOverridden")?.detail.overrideStatus).to.equal("OVERRIDE");
    expect(of("pullRequestStatusChanged")?.detail.pullRequestStatus).to.equal("Closed");
    expect(of("approvalRuleTemplateCreated")?.["detail-type"]).to.equal(
      "CodeCommit Approval Rule Template Change",
    );
  });
});
