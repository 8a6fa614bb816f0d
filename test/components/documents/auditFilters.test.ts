import { expect } from "chai";
import {
  auditFilters,
  deniedPushFilter,
  deniedPushQuery,
  filterCharacters,
} from "../../../components/documents/auditFilters";
import type { Place } from "../../../components/documents/place";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };

const patterns = Object.fromEntries(auditFilters(place).map(({ key, pattern }) => [key, pattern]));

describe("The filters of the audit", () => {
  it("see deleted repositories, overridden approvals, and trails that end", () => {
    expect(patterns["repository-deleted"]).to.equal(
      '{ ($.eventSource = "codecommit.amazonaws.com") && ($.errorCode NOT EXISTS) && ($.eventName = "DeleteRepository") }',
    );
    expect(patterns["approval-overridden"]).to.equal(
      '{ ($.eventSource = "codecommit.amazonaws.com") && ($.errorCode NOT EXISTS) && ($.eventName = "OverridePullRequestApprovalRules") && ($.requestParameters.overrideStatus = "OVERRIDE") }',
    );
    expect(patterns["trail-changed"]).to.equal(
      '{ ($.eventSource = "cloudtrail.amazonaws.com") && ($.errorCode NOT EXISTS) && (($.eventName = "DeleteTrail") || ($.eventName = "PutEventSelectors") || ($.eventName = "StopLogging") || ($.eventName = "UpdateTrail")) }',
    );
  });

  it("see changes of policies, groups and memberships of this environment, and no reads", () => {
    expect(patterns["access-changed"]).to.equal(
      '{ ($.eventSource = "iam.amazonaws.com") && ($.errorCode NOT EXISTS) && ($.readOnly IS FALSE) && ' +
        '(($.eventName = "*GroupPolicy") || ($.eventName = "*UserPolicy") || ($.eventName = "*RolePolicy") || ($.eventName = "*PolicyVersion") || ($.eventName = "*PermissionsBoundary") || ($.eventName = "DeletePolicy") || ($.eventName = "DeleteGroup") || ($.eventName = "UpdateGroup") || ($.eventName = "AddUserToGroup") || ($.eventName = "RemoveUserFromGroup")) && ' +
        '(($.requestParameters.groupName = "ccp-dev-*") || ($.requestParameters.userName = "ccp-dev-*") || ($.requestParameters.roleName = "ccp-dev-*") || ($.requestParameters.policyArn = "arn:aws:iam::123456789012:policy/ccp-dev-*")) }',
    );
  });

  it("see keys that are disabled or scheduled for deletion, and aliases of this environment that move", () => {
    expect(patterns["key-endangered"]).to.equal(
      '{ ($.eventSource = "kms.amazonaws.com") && ($.errorCode NOT EXISTS) && ((($.eventName = "DisableKey") || ($.eventName = "ScheduleKeyDeletion")) || ((($.eventName = "DeleteAlias") || ($.eventName = "UpdateAlias")) && ($.requestParameters.aliasName = "alias/ccp-dev-*"))) }',
    );
  });

  it("count what was denied to each identity", () => {
    expect(deniedPushFilter.pattern).to.equal(
      '{ ($.eventSource = "codecommit.amazonaws.com") && ($.errorCode = "AccessDenied*") && (($.eventName = "GitPush") || ($.eventName = "CreateBranch") || ($.eventName = "CreateCommit") || ($.eventName = "DeleteBranch") || ($.eventName = "DeleteFile") || ($.eventName = "PutFile") || ($.eventName = "MergeBranchesBy*") || ($.eventName = "MergePullRequestBy*")) }',
    );
    expect(deniedPushQuery(place)).to.equal(
      'SELECT SUM(DeniedPushes) FROM SCHEMA("ccp-dev/audit", Identity) GROUP BY Identity ORDER BY SUM() DESC',
    );
  });

  it("fit into what CloudWatch Logs takes, however long the environment's name is", () => {
    const longest: Place = {
      partition: "aws-us-gov",
      account: "123456789012",
      region: "us-gov-west-1",
      prefix: `ccp-${"e".repeat(30)}`,
    };
    for (const { key, pattern } of [...auditFilters(longest), deniedPushFilter]) {
      expect(pattern.length, key).to.be.at.most(filterCharacters);
    }
  });
});
