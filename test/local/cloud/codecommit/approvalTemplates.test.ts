import { expect } from "chai";
import {
  concerns,
  isSatisfied,
  parseRuleContent,
  parseTemplateContent,
} from "../../../../local/cloud/codecommit/approvalContent";
import { accountId, company, context, primary, replica, Workbench } from "../workbench";

const templateType = "aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate";
const associationType = "aws:codecommit/approvalRuleTemplateAssociation:ApprovalRuleTemplateAssociation";
const statement = { Type: "Approvers", NumberOfApprovalsNeeded: 1 };
const content = (change: object = {}, inStatement: object = {}) =>
  JSON.stringify({ Version: "2018-11-08", Statements: [{ ...statement, ...inStatement }], ...change });

describe("The content of an approval rule", () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, index) => `CodeCommitApprovers:${accountId}:p${index}`);
  const references = (count: number) => Array.from({ length: count }, (_, index) => `refs/heads/b${index}`);

  const refused: Record<string, readonly [string, string]> = {
    "text that is no JSON": ["{", "no JSON object"],
    "more than 3,000 characters": [content() + " ".repeat(3000), "at most 3000"],
    "another version": [content({ Version: "2012-10-17" }), 'Version must be "2018-11-08"'],
    "an unknown element": [content({ Branches: [] }), '"Branches" is unknown'],
    "two statements": [content({ Statements: [statement, statement] }), "must be one statement"],
    "no statement": [content({ Statements: [] }), "must be one statement"],
    "an unknown element of a statement": [content({}, { Pool: [] }), '"Pool" is unknown'],
    "another type": [content({}, { Type: "Users" }), 'Type must be "Approvers"'],
    "no approvals": [content({}, { NumberOfApprovalsNeeded: 0 }), "a whole number from 1"],
    "half an approval": [content({}, { NumberOfApprovalsNeeded: 1.5 }), "a whole number from 1"],
    "a branch without its namespace": [content({ DestinationReferences: ["main"] }), "refs/heads/"],
    "a filter that begins with a wildcard": [content({ DestinationReferences: ["*"] }), "refs/heads/"],
    "101 branches": [content({ DestinationReferences: references(101) }), "at most 100"],
    "51 members": [content({}, { ApprovalPoolMembers: members(51) }), "at most 50"],
    "an empty pool": [content({}, { ApprovalPoolMembers: [] }), "not empty"],
    "a plain name in the pool": [content({}, { ApprovalPoolMembers: ["dana"] }), "dana is neither"],
  };
  for (const [what, [json, reason]] of Object.entries(refused)) {
    it(`may not have ${what}`, () => {
      expect(() => parseTemplateContent(json)).to.throw(
        `InvalidApprovalRuleTemplateContentException: The content of the template: `,
      );
      expect(() => parseTemplateContent(json)).to.throw(reason);
    });
  }

  it("may have 50 members and 100 branches", () => {
    expect(parseTemplateContent(content({ DestinationReferences: references(100) })).needed).to.equal(1);
    expect(parseTemplateContent(content({}, { ApprovalPoolMembers: members(50) })).pool).to.have.length(50);
  });

  it("of one pull request has no branches", () => {
    expect(() => parseRuleContent(content({ DestinationReferences: ["refs/heads/main"] }))).to.throw(
      "InvalidApprovalRuleContentException",
    );
  });

  it("concerns every branch, or those its patterns name", () => {
    expect(concerns(parseTemplateContent(content()), "refs/heads/any")).to.equal(true);
    const some = parseTemplateContent(content({ DestinationReferences: ["refs/heads/release/*"] }));
    expect(concerns(some, "refs/heads/release/1/2")).to.equal(true);
    expect(concerns(some, "refs/heads/released")).to.equal(false);
  });

  const user = { type: "User", arn: `arn:aws:iam::${accountId}:user/Mary_Major` } as const;
  const session = {
    type: "AssumedRole",
    arn: `arn:aws:sts::${accountId}:assumed-role/CodeCommitReview/Mary_Major`,
  } as const;
  const pools: readonly (readonly [member: string, user: boolean, session: boolean])[] = [
    [`CodeCommitApprovers:${accountId}:Mary_Major`, true, false],
    [`CodeCommitApprovers:${accountId}:mary_major`, false, false],
    [`CodeCommitApprovers:${accountId}:CodeCommitReview/Mary_Major`, false, true],
    [`CodeCommitApprovers:${accountId}:CodeCommitReview/*`, false, true],
    [`CodeCommitApprovers:${accountId}:*Mary_Major`, true, true],
    [`CodeCommitApprovers:${accountId}:CodeCommitReview`, false, false],
    [`CodeCommitApprovers:999999999999:Mary_Major`, false, false],
    [`arn:aws:iam::${accountId}:user/Mary_Major`, true, false],
    [`arn:aws:iam::${accountId}:user/*`, true, false],
    [`arn:aws:sts::${accountId}:assumed-role/CodeCommitReview/Mary_Major`, false, true],
    [`arn:aws:sts::${accountId}:assumed-role/CodeCommitReview/*`, false, true],
    [`arn:aws:sts::999999999999:assumed-role/CodeCommitReview/*`, false, false],
    [`arn:aws:iam::${accountId}:role/CodeCommitReview`, false, false],
    [`arn:aws:iam::${accountId}:group/reviewers`, false, false],
    [`arn:aws:iam::${accountId}:user/Mary.Major`, false, false],
  ];
  for (const [member, ofUser, ofSession] of pools) {
    it(`counts for ${member} ${ofUser ? "the user" : "no user"} and ${ofSession ? "the session" : "no session"}`, () => {
      const rule = parseTemplateContent(content({}, { ApprovalPoolMembers: [member] }));
      expect([isSatisfied(rule, [user]), isSatisfied(rule, [session])]).to.deep.equal([ofUser, ofSession]);
    });
  }

  it("counts everybody without a pool, and wants as many as it says", () => {
    const two = parseTemplateContent(content({}, { NumberOfApprovalsNeeded: 2 }));
    expect(isSatisfied(two, [user])).to.equal(false);
    expect(isSatisfied(two, [user, session])).to.equal(true);
  });
});

describe("Approval rule templates", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
  });
  afterEach(() => bench.close());

  const template = (name: string, change: object = {}, region = primary) =>
    bench.create(templateType, { name, content: content(), ...change }, region);
  const associate = (approvalRuleTemplateName: string, repositoryName = "payments-api") =>
    bench.create(associationType, { approvalRuleTemplateName, repositoryName });
  const failure = (work: Promise<unknown> | undefined) =>
    Promise.resolve(work).then(() => "no error", String);

  it("are there once a region and name, with what AWS computes", async () => {
    const made = await template("main");
    expect(made).to.have.keys([
      ...["id", "name", "content", "approvalRuleTemplateId", "creationDate", "lastModifiedDate"],
      ...["lastModifiedUser", "ruleContentSha256"],
    ]);
    expect(await failure(template("main"))).to.contain("ApprovalRuleTemplateNameAlreadyExistsException");
    await template("main", {}, replica);
  });

  it("are changed in place, and checked then too", async () => {
    const made = await template("main");
    const update = (next: string) =>
      bench.cloud.resources[templateType]?.update?.(
        "main",
        { name: "main", content: next },
        {},
        context(primary),
      );
    const outputs = await update(content({}, { NumberOfApprovalsNeeded: 2 }));
    expect(outputs?.approvalRuleTemplateId).to.equal(made.approvalRuleTemplateId);
    expect(outputs?.ruleContentSha256).not.to.equal(made.ruleContentSha256);
    expect(await failure(Promise.resolve().then(() => update("{}")))).to.contain(
      "InvalidApprovalRuleTemplateContentException",
    );
  });

  it("have a name and a description as AWS takes them", async () => {
    for (const name of ["a/b", "x".repeat(101), "main.git"]) {
      expect(await failure(template(name))).to.contain("InvalidApprovalRuleTemplateNameException");
    }
    expect(await failure(template("main", { description: "x".repeat(1001) }))).to.contain(
      "InvalidApprovalRuleTemplateDescriptionException",
    );
  });

  it("are associated with repositories that exist, and stay while they are", async () => {
    await template("main");
    expect(await failure(associate("other"))).to.contain("ApprovalRuleTemplateDoesNotExistException");
    expect(await failure(associate("main", "other"))).to.contain("RepositoryDoesNotExistException");
    const { id } = await associate("main");
    const remove = (type: string, what: string) =>
      bench.cloud.resources[type]?.delete(what, {}, context(primary));
    expect(await failure(remove(templateType, "main"))).to.contain("ApprovalRuleTemplateInUseException");
    await remove(associationType, id);
    await remove(templateType, "main");
    await template("main");
  });

  it("are at most 25 a repository", async () => {
    for (let index = 0; index < 26; index++) await template(`t${index}`);
    for (let index = 0; index < 25; index++) await associate(`t${index}`);
    expect(await failure(associate("t25"))).to.contain(
      "MaximumRuleTemplatesAssociatedWithRepositoryException",
    );
  });
});
