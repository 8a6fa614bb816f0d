import { forbidEscalation } from "../../../../policy-pack/policies/access/forbidEscalation";
import { forbidFullAccess } from "../../../../policy-pack/policies/access/forbidFullAccess";
import { requireNullCompanion } from "../../../../policy-pack/policies/access/requireNullCompanion";
import { restrictAssumeRole } from "../../../../policy-pack/policies/access/restrictAssumeRole";
import { restrictPassRole } from "../../../../policy-pack/policies/access/restrictPassRole";
import { credentialWrites, permissionWrites } from "../../../../policy-pack/policies/access/escalation";
import { restrictSecrets } from "../../../../policy-pack/policies/access/restrictSecrets";
import { document, guardStatement, resource, role, unknownString } from "../../fixtures";
import { judgesOne } from "../judging";

const type = "aws:iam/policy:Policy";
const policyOf = (...statements: object[]) =>
  resource(type, "odd", { name: "ccp-dev-odd", policy: document(...statements) });
const grants = (...statements: object[]) => ({ props: { policy: document(...statements) } });
const allow = (Action: unknown, Resource: unknown = "*", more: object = {}) => ({
  Sid: "Odd",
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const harmless = policyOf(allow("codecommit:GitPull"), { ...guardStatement });

describe("codecommit-branch-require-null-companion", () => {
  const { StringLikeIfExists } = guardStatement.Condition;
  const guard = (Condition: object) => grants({ ...guardStatement, Condition });
  const says =
    "The deny of statement GuardTrunk of policy ccp-dev-odd (odd) also holds when a request names no reference, as the " +
    'first of every git push. Add `"Null": {"codecommit:References": "false"}` to its condition.';
  const StringNotLike = { "codecommit:References": "refs/heads/feature/*" };
  judgesOne(requireNullCompanion, policyOf(guardStatement), {
    "a guard without it": { ...guard({ StringLikeIfExists }), says },
    "a guard with its opposite": {
      ...guard({ StringLikeIfExists, Null: { "codecommit:References": "true" } }),
      says,
    },
    "a guard of all but some references": { ...guard({ StringNotLike }), says },
    "the key in other letters": {
      ...guard({ StringLikeIfExists: { "codecommit:references": ["refs/heads/main"] } }),
      says,
    },
    "a guard that needs none": {
      ...guard({ StringLike: { "codecommit:References": ["refs/heads/main"] } }),
      says: [],
    },
    "a deny of all pushes on purpose": { ...grants({ ...guardStatement, Condition: undefined }), says: [] },
    "a deny that stops no push": {
      ...grants({ ...guardStatement, Action: "codecommit:DeleteBranch", Condition: { StringLikeIfExists } }),
      says: [],
    },
  });
});

describe("iam-policy-forbid-full-access", () => {
  const all = (action: string) =>
    `Statement Odd of policy ccp-dev-odd (odd) allows all actions ("${action}"). Name the actions that are needed.`;
  const butSome = {
    Effect: "Allow",
    NotAction: "iam:*",
    Resource: "*",
  };
  judgesOne(forbidFullAccess, harmless, {
    "all actions": { ...grants(allow("*")), says: all("*") },
    "all actions, spelt out": { ...grants(allow(["s3:Get*", "*:*"])), says: all("*:*") },
    "all actions on one resource": { ...grants(allow("*", "arn:aws:s3:::logs")), says: all("*") },
    "all actions but some": {
      ...grants(butSome),
      says:
        "Statement 1 of policy ccp-dev-odd (odd) allows all actions but some (NotAction). " +
        "Name the actions that are needed.",
    },
    "a deny of all actions": { ...grants({ ...allow("*"), Effect: "Deny" }), says: [] },
    "all of one service": { ...grants(allow("s3:*")), says: [] },
    // Reported once, by iam-policy-require-known-document.
    "a document that is not known yet": { props: { policy: unknownString }, says: [] },
    "a document that cannot be read": { props: { policy: "{" }, says: [] },
  });

  const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
  const attachment = resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "developers-access", {
    group: "ccp-dev-developers",
    policyArn: "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser",
  });
  describe("through AWS managed policies", () => {
    judgesOne(forbidFullAccess, attachment, {
      AdministratorAccess: {
        props: { policyArn: administrator },
        says:
          'Statement 1 of policy AdministratorAccess (developers-access) allows all actions ("*"). ' +
          "Name the actions that are needed.",
      },
      PowerUserAccess: {
        props: { policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
        says:
          "Statement 1 of policy PowerUserAccess (developers-access) allows all actions but some (NotAction). " +
          "Name the actions that are needed.",
      },
    });
  });

  describe("through roles", () => {
    const inline = { name: "own", policy: document(allow("codecommit:GitPull")) };
    judgesOne(forbidFullAccess, role("deploy", { inlinePolicies: [inline] }), {
      "an inline policy": {
        props: { inlinePolicies: [inline, { name: "all", policy: document(allow("*")) }] },
        says: 'Statement Odd of policy all (deploy) allows all actions ("*"). Name the actions that are needed.',
      },
      "a managed policy": {
        props: { managedPolicyArns: [unknownString, administrator] },
        says:
          'Statement 1 of policy AdministratorAccess (deploy) allows all actions ("*"). ' +
          "Name the actions that are needed.",
      },
    });
  });
});

describe("iam-policy-forbid-privilege-escalation", () => {
  const says = (...actions: string[]) =>
    `Statement Odd of policy ccp-dev-odd (odd) allows ${actions.join(", ").replace(/, ([^,]+)$/, " and $1")}, by which ` +
    "its holders can get any other permission. Take that away.";
  const own = "arn:aws:iam::*:user/${aws:username}";
  const single = [...permissionWrites, ...credentialWrites].map(
    (action) =>
      [
        action,
        { ...grants(allow(action, "arn:aws:iam::123456789012:user/rita")), says: says(action) },
      ] as const,
  );
  judgesOne(forbidEscalation, harmless, {
    ...Object.fromEntries(single),
    "policy versions by a pattern": {
      ...grants(allow("iam:*PolicyVersion")),
      says: says("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"),
    },
    "all of IAM": {
      ...grants(allow("iam:*")),
      says: says("iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "25 more"),
    },
    "permissions for oneself": {
      ...grants(allow("iam:PutUserPolicy", own)),
      says: says("iam:PutUserPolicy"),
    },
    "credentials for oneself": { ...grants(allow([...credentialWrites], own)), says: [] },
    "credentials for all but oneself": {
      ...grants({ ...allow("iam:CreateAccessKey"), Resource: undefined, NotResource: own }),
      says: says("iam:CreateAccessKey"),
    },
    "credentials for oneself and another": {
      ...grants(allow("iam:CreateAccessKey", [own, "arn:aws:iam::123456789012:user/rita"])),
      says: says("iam:CreateAccessKey"),
    },
    "a deny of it": { ...grants({ ...allow("iam:*"), Effect: "Deny" }), says: [] },
  });
});

describe("iam-policy-restrict-pass-role", () => {
  const target = "arn:aws:iam::123456789012:role/task";
  const toService = { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } };
  const pass = (Resource: unknown, Condition?: object) =>
    grants(allow("iam:PassRole", Resource, { Condition }));
  const says = (how: string) =>
    `Statement Odd of policy ccp-dev-odd (odd) allows iam:PassRole ${how}. Name the roles, and the service in ` +
    "`iam:PassedToService`.";
  const open = "to any service";
  const wide = "on roles that it does not name";
  judgesOne(restrictPassRole, policyOf(allow("iam:PassRole", target, { Condition: toService })), {
    "no service": { ...pass(target), says: says(open) },
    "any service": { ...pass(target, { StringLike: { "iam:PassedToService": "*" } }), says: says(open) },
    "a service only where there is one": {
      ...pass(target, { StringEqualsIfExists: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }),
      says: says(open),
    },
    "all services but one": {
      ...pass(target, { StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
      says: says(open),
    },
    "all roles": { ...pass("*", toService), says: says(wide) },
    "roles by a pattern": {
      ...pass([target, "arn:aws:iam::123456789012:role/ccp-*"], toService),
      says: says(wide),
    },
    "all roles but one": {
      ...grants({ ...allow("iam:PassRole"), Resource: undefined, NotResource: target, Condition: toService }),
      says: says(wide),
    },
    "all roles to any service": { ...grants(allow("iam:Pass*")), says: says(`${wide} and ${open}`) },
    "a deny of it": { ...grants({ ...allow("iam:PassRole"), Effect: "Deny" }), says: [] },
  });
});

describe("iam-policy-restrict-assume-role", () => {
  const target = "arn:aws:iam::123456789012:role/deploy";
  const says = (on: string) =>
    `Statement Odd of policy ccp-dev-odd (odd) allows sts:AssumeRole on ${on}. Name the account and the roles.`;
  const assume = (on: string) => ({ ...grants(allow("sts:AssumeRole", [target, on])), says: says(on) });
  judgesOne(restrictAssumeRole, policyOf(allow("sts:AssumeRole", target)), {
    all: assume("*"),
    "all roles of an account": assume("arn:aws:iam::123456789012:role/*"),
    "a role of all accounts": assume("arn:aws:iam::*:role/deploy"),
    "all but one": {
      ...grants({ ...allow("sts:AssumeRole"), Resource: undefined, NotResource: target }),
      says: says("all but some"),
    },
    "all, by a pattern of actions": { ...grants(allow("sts:*")), says: says("*") },
    "roles that begin alike": {
      ...grants(allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/ccp-*")),
      says: [],
    },
    "a deny of it": { ...grants({ ...allow("sts:AssumeRole"), Effect: "Deny" }), says: [] },
  });
});

describe("iam-policy-restrict-secrets", () => {
  const keys = "arn:aws:kms:*:123456789012:key/*";
  const aliased = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-repositories" } };
  const decrypt = (on: unknown, Condition?: object) => grants(allow("kms:Decrypt", on, { Condition }));
  const says = (...actions: string[]) =>
    `Statement Odd of policy ccp-dev-odd (odd) allows ${actions.join(" and ")} on whatever there is. ` +
    "Name it, or its alias in a condition.";
  const wide = says("kms:Decrypt");
  judgesOne(restrictSecrets, policyOf(allow("kms:Decrypt", keys, { Condition: aliased })), {
    "any key": { ...decrypt("*"), says: wide },
    "any key of an account": { ...decrypt(keys), says: wide },
    "any alias": {
      ...decrypt(keys, { "ForAnyValue:StringLike": { "kms:ResourceAliases": "*" } }),
      says: wide,
    },
    "any alias, in other words": {
      ...decrypt(keys, { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/*" } }),
      says: wide,
    },
    "one alias beside any": {
      ...decrypt(keys, { "ForAnyValue:StringLike": { "kms:ResourceAliases": ["alias/x", "alias/?*"] } }),
      says: wide,
    },
    "an alias only where there is one": {
      ...decrypt(keys, {
        "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-repositories" },
      }),
      says: wide,
    },
    "all aliases but one": {
      ...decrypt(keys, { "ForAnyValue:StringNotEquals": { "kms:ResourceAliases": "alias/x" } }),
      says: wide,
    },
    "a condition on something else": {
      ...decrypt(keys, { StringEquals: { "aws:RequestedRegion": "eu-central-1" } }),
      says: wide,
    },
    "all keys but one": {
      ...grants({
        ...allow("kms:Decrypt"),
        Resource: undefined,
        NotResource: "arn:aws:kms:*:123456789012:key/1",
      }),
      says: wide,
    },
    "a named key": { ...decrypt("arn:aws:kms:eu-central-1:123456789012:key/1234abcd"), says: [] },
    "keys with a tag": {
      ...decrypt(keys, { StringEquals: { "aws:ResourceTag/team": "payments" } }),
      says: [],
    },
    "every secret": {
      ...grants(allow("secretsmanager:*", "arn:aws:secretsmanager:*:123456789012:secret:*")),
      says: says("secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"),
    },
    "secrets that begin alike": {
      ...grants(
        allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:123456789012:secret:ccp-dev/*"),
      ),
      says: [],
    },
    "every parameter": {
      ...grants(allow("ssm:GetParameter*", "*")),
      says: `Statement Odd of policy ccp-dev-odd (odd) allows ssm:GetParameter, ssm:GetParameterHistory, ssm:GetParameters and ssm:GetParametersByPath on whatever there is. Name it, or its alias in a condition.`,
    },
    "every parameter under any path": {
      ...grants(allow("ssm:GetParametersByPath", "arn:aws:ssm:*:123456789012:parameter/*")),
      says: says("ssm:GetParametersByPath"),
    },
    "every grant": { ...grants(allow("kms:CreateGrant", keys)), says: says("kms:CreateGrant") },
    "a deny of it": { ...grants({ ...allow("kms:*"), Effect: "Deny" }), says: [] },
    "other uses of keys": { ...grants(allow("kms:ListAliases")), says: [] },
  });
});
