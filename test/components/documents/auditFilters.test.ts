import { expect } from "chai";
import {
  auditFilters,
  deniedPushFilters,
  deniedPushQuery,
  filterCharacters,
} from "../../../components/documents/auditFilters";
import { parseFilterPattern, selected } from "../../../local/cloud/logs/filterPattern";
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
    for (const { pattern } of deniedPushFilters) {
      expect(pattern).to.contain(
        '{ ($.eventSource = "codecommit.amazonaws.com") && ($.errorCode = "AccessDenied*") && (($.eventName = "GitPush") || ($.eventName = "CreateBranch") || ($.eventName = "CreateCommit") || ($.eventName = "DeleteBranch") || ($.eventName = "DeleteFile") || ($.eventName = "PutFile") || ($.eventName = "MergeBranchesBy*") || ($.eventName = "MergePullRequestBy*")) && ',
      );
    }
    expect(deniedPushQuery(place)).to.equal(
      'SELECT SUM(DeniedPushes) FROM SCHEMA("ccp-dev/audit", Identity) GROUP BY Identity ORDER BY SUM() DESC',
    );
  });

  // userIdentity as in https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
  it("count a role's sessions for the role, a user for itself with MFA too, and everybody once", () => {
    const iam = "arn:aws:iam::123456789012";
    const session = (name: string) => ({
      type: "AssumedRole",
      arn: `arn:aws:sts::123456789012:assumed-role/deploy/${name}`,
      sessionContext: { sessionIssuer: { type: "Role", arn: `${iam}:role/ci/deploy`, userName: "deploy" } },
    });
    const federated = {
      type: "FederatedUser",
      arn: "arn:aws:sts::123456789012:federated-user/anything",
      sessionContext: { sessionIssuer: { type: "IAMUser", arn: `${iam}:user/dana`, userName: "dana" } },
    };
    const user = { type: "IAMUser", arn: `${iam}:user/dana`, userName: "dana" };
    const mfa = {
      ...user,
      sessionContext: { sessionIssuer: {}, attributes: { mfaAuthenticated: "true" } },
    };
    const countedFor = (userIdentity: object) => {
      const record = JSON.stringify({
        eventSource: "codecommit.amazonaws.com",
        eventName: "GitPush",
        errorCode: "AccessDenied",
        userIdentity,
      });
      return deniedPushFilters
        .filter(({ pattern }) => parseFilterPattern(pattern)(record))
        .map(({ identity }) => selected(record, identity));
    };
    expect(countedFor(session("botocore-session-1796000000"))).to.deep.equal([`${iam}:role/ci/deploy`]);
    expect(countedFor(session("botocore-session-1796000007"))).to.deep.equal([`${iam}:role/ci/deploy`]);
    for (const one of [user, mfa, federated]) expect(countedFor(one)).to.deep.equal([`${iam}:user/dana`]);
  });

  it("fit into what CloudWatch Logs takes, however long the environment's name is", () => {
    const longest: Place = {
      partition: "aws-us-gov",
      account: "123456789012",
      region: "us-gov-west-1",
      prefix: `ccp-${"e".repeat(30)}`,
    };
    for (const { key, pattern } of [...auditFilters(longest), ...deniedPushFilters]) {
      expect(pattern.length, key).to.be.at.most(filterCharacters);
    }
  });
});
