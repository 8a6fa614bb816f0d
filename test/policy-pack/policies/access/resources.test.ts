import { expect } from "chai";
import { forbidManagedNames } from "../../../../policy-pack/policies/access/forbidManagedNames";
import { forbidStaticCredentials } from "../../../../policy-pack/policies/access/forbidStaticCredentials";
import { forbidUserPolicies } from "../../../../policy-pack/policies/access/forbidUserPolicies";
import { document, powerUser, resource, unknownString, verdictOn } from "../../fixtures";
import { judgesOne } from "../judging";

describe("iam-user-forbid-policies", () => {
  const toGroups = resource("aws:iam/policyAttachment:PolicyAttachment", "many", {
    groups: ["ccp-dev-developers"],
    policyArn: powerUser,
  });
  const instead = "Attach it to a group, and make the users its members.";
  judgesOne(forbidUserPolicies, toGroups, {
    "an attachment to users": {
      props: { users: ["ccp-dev-ada"] },
      says: `many gives a policy to users themselves. ${instead}`,
    },
    "an attachment to users that are not known yet": {
      props: { users: unknownString },
      says: `It cannot be told before the update whether many gives users a policy. ${instead}`,
    },
    "an attachment to nobody": { props: { users: [] }, says: [] },
  });

  const direct: Record<string, object> = {
    "aws:iam/userPolicy:UserPolicy": { user: "ccp-dev-ada", policy: document() },
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": { user: "ccp-dev-ada", policyArn: powerUser },
    "aws:iam/userPoliciesExclusive:UserPoliciesExclusive": { userName: "ccp-dev-ada", policyNames: ["own"] },
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": {
      userName: "ccp-dev-ada",
      policyArns: [powerUser],
    },
  };
  for (const [type, props] of Object.entries(direct)) {
    it(`catches ${type}`, async () => {
      expect(await verdictOn(forbidUserPolicies, resource(type, "direct", { ...props }))).to.deep.equal([
        `direct gives a policy to users themselves. ${instead}`,
      ]);
    });
  }
});

describe("iam-user-forbid-static-credentials", () => {
  const forbidden = ["access-key", "git-credential", "login-profile", "ssh-key"];
  const sshKey = resource("aws:iam/sshKey:SshKey", "ada-ssh", { username: "ccp-dev-ada", encoding: "SSH" });
  judgesOne(forbidStaticCredentials, sshKey, {
    "an SSH key where the configuration says so": {
      config: { forbidden },
      says: "ada-ssh gives ccp-dev-ada an SSH key for git, which does not expire. Use a role, or git-remote-codecommit.",
    },
  });

  for (const [type, kind, user, words] of [
    ["aws:iam/accessKey:AccessKey", "access-key", "user", "an access key"],
    [
      "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
      "git-credential",
      "userName",
      "a user name and password for git",
    ],
    ["aws:iam/userLoginProfile:UserLoginProfile", "login-profile", "user", "a password for the console"],
  ] as const) {
    it(`catches ${words}, and accepts it where the configuration does`, async () => {
      const credential = resource(type, "ada-credential", { [user]: "ccp-dev-ada" });
      expect(await verdictOn(forbidStaticCredentials, credential)).to.deep.equal([
        `ada-credential gives ccp-dev-ada ${words}, which does not expire. Use a role, or git-remote-codecommit.`,
      ]);
      const config = { forbidden: forbidden.filter((other) => other !== kind) };
      expect(await verdictOn(forbidStaticCredentials, credential, { config })).to.deep.equal([]);
    });
  }

  it("does not need to know whose it is", async () => {
    const key = resource("aws:iam/accessKey:AccessKey", "key", { user: unknownString });
    expect(await verdictOn(forbidStaticCredentials, key)).to.deep.equal([
      "key gives a user an access key, which does not expire. Use a role, or git-remote-codecommit.",
    ]);
  });
});

describe("codecommit-name-forbid-managed-pattern", () => {
  const instead = "because of its name. Call it something else.";
  const rule = resource("aws:cloudwatch/eventRule:EventRule", "builds", { name: "ccp-dev-builds" });
  const ruleSays = (name: string) =>
    ["AWSCodeCommitFullAccess", "AWSCodeCommitPowerUser"].map(
      (policy) =>
        `${policy} allows events:DeleteRule, events:DisableRule, events:EnableRule and 3 more on ${name}, ${instead}`,
    );
  judgesOne(forbidManagedNames, rule, {
    "a rule that developers may retarget": {
      props: { name: "codecommit-builds" },
      says: ruleSays("codecommit-builds"),
    },
    "a policy that the pack does not know": {
      config: { managedPolicies: ["AWSCodeCommitPowrUser"] },
      says: "It cannot be told what AWSCodeCommitPowrUser allows on ccp-dev-builds: the pack has no copy of it.",
    },
    "the word elsewhere in the name": { props: { name: "ccp-codecommit" }, says: [] },
  });

  it("judges what the engine will name by what the program calls it", async () => {
    const unnamed = resource(rule.type, "codecommit-builds", { name: unknownString });
    expect(await verdictOn(forbidManagedNames, unnamed)).to.deep.equal(ruleSays("codecommit-builds"));
  });

  describe("and topics", () => {
    judgesOne(forbidManagedNames, resource("aws:sns/topic:Topic", "reviews", { name: "ccp-dev-reviews" }), {
      "a topic that developers may subscribe to": {
        props: { name: "codecommit-reviews" },
        says: [
          "AWSCodeCommitFullAccess allows sns:CreateTopic, sns:DeleteTopic, sns:Subscribe and 2 more on " +
            `codecommit-reviews, ${instead}`,
          `AWSCodeCommitPowerUser allows sns:Subscribe and sns:Unsubscribe on codecommit-reviews, ${instead}`,
        ],
      },
      "a topic that administrators may change": {
        props: { name: "codestar-notifications-reviews" },
        says:
          "AWSCodeCommitFullAccess allows sns:CreateTopic and sns:SetTopicAttributes on " +
          `codestar-notifications-reviews, ${instead}`,
      },
    });
  });
});
