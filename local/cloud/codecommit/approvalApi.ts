import { AwsError } from "../awsError";
import type { Operation } from "../http/jsonApi";
import { text } from "../properties";
import { describeRule } from "./describePullRequest";
import { checkOpen, evaluateRules } from "./pullRequest";
import type { PullRequests } from "./pullRequests";

/** CodeCommit's quota. @see https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const maxApprovals = 200;

/** Approvals of pull requests, the rules that ask for them, and who sets those aside. */
export class ApprovalApi {
  readonly operations: Readonly<Record<string, Operation>> = {
    UpdatePullRequestApprovalState: (input, caller) => {
      const [id, revision] = [text(input, "pullRequestId"), text(input, "revisionId")];
      const found = this.pullRequests.allowedOpen(caller, "UpdatePullRequestApprovalState", id, revision);
      const approvalStatus = text(input, "approvalState");
      const { arn, type } = caller.identity;
      if (found.author === arn) {
        throw new AwsError("PullRequestCannotBeApprovedByAuthorException", `${arn} made pull request ${id}`);
      }
      const others = found.approvals.filter((one) => one.arn !== arn || one.revision !== revision);
      if (others.length >= maxApprovals) {
        throw new AwsError("MaximumNumberOfApprovalsExceededException", `at most ${maxApprovals} approvals`);
      }
      const approvals = approvalStatus === "APPROVE" ? [...others, { arn, type, revision }] : others;
      const event = "pullRequestApprovalStateChanged";
      this.pullRequests.change(caller, found, { approvals }, event, { approvalStatus });
      return Promise.resolve({});
    },
    GetPullRequestApprovalStates: (input, caller) => {
      const found = this.find(input, caller, "GetPullRequestApprovalStates");
      const approvals = found.approvals
        .filter(({ revision }) => revision === text(input, "revisionId"))
        .map(({ arn }) => ({ userArn: arn, approvalState: "APPROVE" }));
      return Promise.resolve({ approvals });
    },
    EvaluatePullRequestApprovalRules: (input, caller) => {
      const found = this.find(input, caller, "EvaluatePullRequestApprovalRules");
      return Promise.resolve({ evaluation: evaluateRules(found, text(input, "revisionId")) });
    },
    OverridePullRequestApprovalRules: (input, caller) => {
      const [id, revision] = [text(input, "pullRequestId"), text(input, "revisionId")];
      const found = this.pullRequests.allowedOpen(caller, "OverridePullRequestApprovalRules", id, revision);
      const overrideStatus = text(input, "overrideStatus");
      const others = found.overrides.filter((one) => one.revision !== revision);
      const overridden = others.length < found.overrides.length;
      if (overrideStatus === "OVERRIDE" && overridden) {
        throw new AwsError("OverrideAlreadySetException", `Pull request ${id} is overridden already`);
      }
      const set = { revision, by: caller.identity.arn };
      const overrides = overrideStatus === "OVERRIDE" ? [...others, set] : others;
      const event = "pullRequestApprovalRuleOverridden";
      this.pullRequests.change(caller, found, { overrides }, event, { overrideStatus });
      return Promise.resolve({});
    },
    GetPullRequestOverrideState: (input, caller) => {
      const found = this.find(input, caller, "GetPullRequestOverrideState");
      const override = found.overrides.find(({ revision }) => revision === text(input, "revisionId"));
      return Promise.resolve({ overridden: override !== undefined, overrider: override?.by });
    },
    CreatePullRequestApprovalRule: (input, caller) => {
      const found = this.find(input, caller, "CreatePullRequestApprovalRule");
      checkOpen(found);
      const [name, content] = [text(input, "approvalRuleName"), text(input, "approvalRuleContent")];
      const approvalRule = describeRule(this.pullRequests.addRule(caller, found, name, content));
      return Promise.resolve({ approvalRule });
    },
    DeletePullRequestApprovalRule: (input, caller) => {
      const found = this.find(input, caller, "DeletePullRequestApprovalRule");
      checkOpen(found);
      const { id } = this.pullRequests.removeRule(caller, found, text(input, "approvalRuleName"));
      return Promise.resolve({ approvalRuleId: id });
    },
  };

  constructor(private readonly pullRequests: PullRequests) {}

  private find(input: Parameters<Operation>[0], caller: Parameters<Operation>[1], operation: string) {
    return this.pullRequests.allowed(caller, operation, text(input, "pullRequestId"));
  }
}
