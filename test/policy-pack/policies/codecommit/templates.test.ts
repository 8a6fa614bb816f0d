import { requireApprovalPool } from "../../../../policy-pack/policies/codecommit/requireApprovalPool";
import { requireApprovals } from "../../../../policy-pack/policies/codecommit/requireApprovals";
import { requireFullReferences } from "../../../../policy-pack/policies/codecommit/requireFullReferences";
import { requireRuleVersion } from "../../../../policy-pack/policies/codecommit/requireRuleVersion";
import { approvalRule, resource, unknownString } from "../../fixtures";
import { judgesOne } from "../judging";

const template = resource("aws:codecommit/approvalRuleTemplate:ApprovalRuleTemplate", "trunk", {
  name: "ccp-dev-trunk",
  content: JSON.stringify(approvalRule),
});
const rule = (changed: object) => ({ props: { content: JSON.stringify({ ...approvalRule, ...changed }) } });
const [statement] = approvalRule.Statements;
const statements = (...changed: object[]) =>
  rule({ Statements: changed.map((each) => ({ ...statement, ...each })) });

const unreadable = {
  "a template that is not known yet": {
    props: { content: unknownString },
    says: "It cannot be told what approval rule template trunk asks for before the update. Give it plain text.",
  },
  "a template that is no JSON": {
    props: { content: "two approvals" },
    says: "Approval rule template trunk cannot be read: it is no JSON object. Write it as CodeCommit's user guide shows.",
  },
  "a template without statements": {
    ...rule({ Statements: [] }),
    says:
      "Approval rule template trunk cannot be read: Statements: Too small: expected array to have >=1 items. " +
      "Write it as CodeCommit's user guide shows.",
  },
};

describe("codecommit-template-require-version", () => {
  judgesOne(requireRuleVersion, template, {
    ...unreadable,
    "a version that there is not": {
      ...rule({ Version: "2012-10-17" }),
      says: 'Approval rule template trunk has version "2012-10-17". Set `Version` to "2018-11-08".',
    },
    "no version": {
      ...rule({ Version: undefined }),
      says: 'Approval rule template trunk has version none. Set `Version` to "2018-11-08".',
    },
  });
});

describe("codecommit-template-require-approvals", () => {
  judgesOne(requireApprovals, template, {
    ...unreadable,
    "too few approvals": {
      ...statements({ NumberOfApprovalsNeeded: 1 }),
      says:
        "Statement 1 of approval rule template trunk asks for 1 of the 2 approvals that are needed. " +
        "Set its `NumberOfApprovalsNeeded` to 2 or more.",
    },
    "too few in another statement than the first": {
      ...statements({}, { NumberOfApprovalsNeeded: 0 }),
      says:
        "Statement 2 of approval rule template trunk asks for 0 of the 2 approvals that are needed. " +
        "Set its `NumberOfApprovalsNeeded` to 2 or more.",
    },
    "as many as are asked for": {
      ...statements({ NumberOfApprovalsNeeded: 1 }),
      config: { least: 1 },
      says: [],
    },
    "fewer than a stricter configuration asks for": {
      config: { least: 3 },
      says:
        "Statement 1 of approval rule template trunk asks for 2 of the 3 approvals that are needed. " +
        "Set its `NumberOfApprovalsNeeded` to 3 or more.",
    },
  });
});

describe("codecommit-template-require-approval-pool", () => {
  const anybody = (member: string) => ({
    ...statements({ ApprovalPoolMembers: [member] }),
    says: `Statement 1 of approval rule template trunk counts anybody: ${member}. Name users or sessions of a role.`,
  });
  const nobody = (member: string) => ({
    ...statements({ ApprovalPoolMembers: [member] }),
    says:
      `Statement 1 of approval rule template trunk has members that match nobody: ${member}. Name users, or ` +
      "sessions of a role: arn:aws:sts::ACCOUNT:assumed-role/ROLE/*.",
  });
  const none =
    "of approval rule template trunk has no pool: anybody who may approve counts. Set its `ApprovalPoolMembers`.";
  const fine = (member: string) => ({ ...statements({ ApprovalPoolMembers: [member] }), says: [] });
  judgesOne(requireApprovalPool, template, {
    ...unreadable,
    "no pool": { ...statements({ ApprovalPoolMembers: undefined }), says: `Statement 1 ${none}` },
    "an empty one": { ...statements({ ApprovalPoolMembers: [] }), says: `Statement 1 ${none}` },
    "no pool of the second statement": {
      ...statements({}, { ApprovalPoolMembers: [] }),
      says: `Statement 2 ${none}`,
    },
    everybody: anybody("*"),
    "everybody of an account": anybody("CodeCommitApprovers:123456789012:*"),
    "every session of every role": anybody("arn:aws:sts::123456789012:assumed-role/*"),
    "every session of every role, spelt out": anybody("CodeCommitApprovers:123456789012:*/*"),
    "every user": anybody("arn:aws:iam::123456789012:user/*"),
    "a role, which never approves": nobody("arn:aws:iam::123456789012:role/Review"),
    "a group, which never approves": nobody("arn:aws:iam::123456789012:group/reviewers"),
    "a user": fine("arn:aws:iam::123456789012:user/rita"),
    "all sessions of a role": fine("CodeCommitApprovers:123456789012:Review/*"),
    "all sessions of a name": fine("CodeCommitApprovers:123456789012:*Mary_Major"),
  });
});

describe("codecommit-template-require-full-references", () => {
  const short = (branch: string) => ({
    ...rule({ DestinationReferences: ["refs/heads/main", branch] }),
    says:
      `Approval rule template trunk is for ${branch}, which no branch is called. ` +
      "Write refs/heads/ before the branch's name.",
  });
  judgesOne(requireFullReferences, template, {
    ...unreadable,
    "a short name": short("develop"),
    "a tag": short("refs/tags/v1"),
    "a bare wildcard": short("*"),
    "nothing after the prefix": short("refs/heads/"),
    "an empty list": {
      ...rule({ DestinationReferences: [] }),
      says: "Approval rule template trunk is for no branch: its `DestinationReferences` are empty.",
    },
    "no list, which is every branch": { ...rule({ DestinationReferences: undefined }), says: [] },
  });
});
