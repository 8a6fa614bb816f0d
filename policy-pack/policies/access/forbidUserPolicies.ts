import { unknown } from "../../access/resources";
import { definePolicy } from "../framework/definePolicy";

/** Per type, the property that gives a user a policy; null: whatever it says. */
const direct: Readonly<Record<string, string | null>> = {
  "aws:iam/userPolicy:UserPolicy": null,
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": null,
  "aws:iam/policyAttachment:PolicyAttachment": "users",
  "aws:iam/userPoliciesExclusive:UserPoliciesExclusive": "policyNames",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
};

export const forbidUserPolicies = definePolicy({
  name: "iam-user-forbid-policies",
  description: "Users get their policies from groups and roles, where guards are attached too.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  remediation: [
    "Attach the policy to a group, and make the user a member:",
    "",
    "    new aws.iam.GroupPolicyAttachment(name, { group: group.name, policyArn });",
    "    new aws.iam.UserGroupMembership(name, { user: user.name, groups: [group.name] });",
  ],
  types: Object.keys(direct),
  judge: ({ type, name, props }) => {
    const property = direct[type];
    const given = property === null ? true : props[property];
    if (given === unknown)
      return [`It cannot be told before the update whether ${name} gives users a policy. ${instead}`];
    return given === true || (Array.isArray(given) && given.length > 0)
      ? [`${name} gives a policy to users themselves. ${instead}`]
      : [];
  },
});

const instead = "Attach it to a group, and make the users its members.";
