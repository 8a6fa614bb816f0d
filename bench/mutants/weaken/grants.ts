import type { Values } from "../../../local/engine";
import { type Mutant, ofType } from "../mutant";
import { added, type Part } from "../scene";

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const allow = (...Action: string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Mutant", Effect: "Allow", Action, Resource: "*" }],
  });

/** What gives somebody more: policies for groups, users and roles, and credentials that never end. */
export function moreGrants(parts: readonly Part[]): Mutant[] {
  const groups = ofType(parts, "aws:iam/group:Group").filter(({ goal }) => !goal.name.includes("-guard-"));
  const administrators = new Set(
    ofType(parts, "aws:iam/groupPolicyAttachment:GroupPolicyAttachment")
      .filter(({ inputs }) => inputs.policyArn === managed("AWSCodeCommitFullAccess"))
      .map(({ inputs }) => inputs.group),
  );
  const readers = new Set(
    ofType(parts, "codecommit-platform:index:Team")
      .filter(({ outputs }) => ["reader", "reviewer"].includes(String(outputs.access)))
      .map(({ outputs }) => outputs.groupName),
  );
  const users = ofType(parts, "aws:iam/user:User");
  const roles = ofType(parts, "aws:iam/role:Role");
  const add = (part: Part, type: string, what: string, inputs: Values): Mutant => ({
    name: `${part.goal.name}: ${what}`,
    parts: added(parts, part, type, `${part.goal.name}-mutant`, inputs),
  });

  return [
    ...groups.flatMap((group) => {
      const { name } = group.inputs;
      // Administrators have all of CodeCommit as it is.
      const codeCommit = (grant: string) => (administrators.has(name) ? [] : [grant]);
      return [
        ...[...codeCommit("AWSCodeCommitFullAccess"), "AdministratorAccess", "IAMFullAccess"].map((policy) =>
          add(group, "aws:iam/groupPolicyAttachment:GroupPolicyAttachment", `gets ${policy}`, {
            group: name,
            policyArn: managed(policy),
          }),
        ),
        ...[
          "*",
          ...codeCommit("codecommit:*"),
          "iam:*",
          "iam:PassRole",
          "sts:AssumeRole",
          "iam:CreatePolicyVersion",
          "iam:PutGroupPolicy",
          "ssm:GetParameters",
          "ssm:GetParametersByPath",
          "kms:CreateGrant",
        ].map((action) =>
          add(group, "aws:iam/groupPolicy:GroupPolicy", `may ${action} everywhere`, {
            group: name,
            policy: allow(action),
          }),
        ),
      ];
    }),
    // Where nobody protects a branch, it is the access level that keeps readers from it.
    ...groups
      .filter(({ inputs }) => readers.has(inputs.name))
      .map((group) =>
        add(group, "aws:iam/groupPolicy:GroupPolicy", "may push to branches that nothing protects", {
          group: group.inputs.name,
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                ...{ Sid: "Mutant", Effect: "Allow", Action: "codecommit:PutFile", Resource: "*" },
                Condition: { StringEquals: { "codecommit:References": "refs/heads/odd" } },
              },
            ],
          }),
        }),
      ),
    ...users.flatMap((user) => {
      const { name } = user.inputs;
      return [
        add(user, "aws:iam/userPolicy:UserPolicy", "has a policy of her own", {
          user: name,
          policy: allow("codecommit:GitPull"),
        }),
        add(user, "aws:iam/userPolicyAttachment:UserPolicyAttachment", "has a managed policy of her own", {
          user: name,
          policyArn: managed("AWSCodeCommitReadOnly"),
        }),
        add(user, "aws:iam/accessKey:AccessKey", "has an access key", { user: name }),
        add(user, "aws:iam/userLoginProfile:UserLoginProfile", "has a console password", { user: name }),
      ];
    }),
    ...roles.flatMap((role) => {
      const { name } = role.inputs;
      return [
        add(role, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "gets AdministratorAccess", {
          role: name,
          policyArn: managed("AdministratorAccess"),
        }),
        add(role, "aws:iam/rolePolicy:RolePolicy", "may push", {
          role: name,
          policy: allow("codecommit:GitPush"),
        }),
        add(role, "aws:iam/rolePolicy:RolePolicy", "may pass any role", {
          role: name,
          policy: allow("iam:PassRole"),
        }),
      ];
    }),
  ];
}
