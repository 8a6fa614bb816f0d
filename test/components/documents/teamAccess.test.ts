import { expect } from "chai";
import { repositoryKeyStatement } from "../../../components/documents/keys";
import { gitSecretName, type Place, policyArn, userArnPatterns } from "../../../components/documents/place";
import {
  copiesReadOnly,
  noAdministration,
  onlyReadBy,
  requireMfa,
  teamBasics,
} from "../../../components/documents/teamAccess";
import { evaluate } from "../../../policy-pack/access/evaluate";
import { parsePolicy } from "../../../policy-pack/access/policy";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };

describe("The documents of every team", () => {
  it("make copies in every other region read-only", () => {
    const [statement] = copiesReadOnly(place).Statement;
    expect(statement).to.include({
      Effect: "Deny",
      NotResource: "arn:aws:codecommit:eu-central-1:123456789012:*",
    });
    expect(statement.Action).to.have.length(12).and.include("codecommit:GitPush");
    expect(statement).to.not.have.property("Condition");
  });

  it("reserve administration without exception", () => {
    const [statement] = noAdministration().Statement;
    expect(statement).to.include({ Effect: "Deny", Resource: "*" }).and.not.have.property("Condition");
    expect(statement.Action).to.include.members([
      "codecommit:OverridePullRequestApprovalRules",
      "codecommit:UpdateDefaultBranch",
      "codecommit:PutRepositoryTriggers",
      "codecommit:DeleteRepository",
      "codecommit:UpdateRepositoryEncryptionKey",
      "codecommit:TagResource",
    ]);
  });

  it("let people use the repositories' keys of every region, through CodeCommit", () => {
    expect(repositoryKeyStatement(place)).to.deep.equal({
      Sid: "UseRepositoryKeys",
      Effect: "Allow",
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: "arn:aws:kms:*:123456789012:key/*",
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-repositories" },
        StringLikeIfExists: { "kms:ViaService": "codecommit.*" },
      },
    });
  });

  it("deny everything in CodeCommit to who has not shown MFA", () => {
    expect(requireMfa().Statement).to.deep.equal([
      {
        Sid: "CodeCommitNeedsMfa",
        Effect: "Deny",
        Action: "codecommit:*",
        Resource: "*",
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      },
    ]);
  });

  it("deny it to long-term access keys too, whose requests do not speak of MFA", () => {
    const attached = [{ name: "require-mfa", path: "group", policy: parsePolicy(requireMfa()) }];
    const effect = (context: Record<string, string>) =>
      evaluate(
        {
          action: "codecommit:GitPull",
          resource: "arn:aws:codecommit:eu-west-1:123456789012:payments-api",
          context,
        },
        attached,
      ).effect;
    expect(effect({})).to.equal("explicitDeny");
    expect(effect({ "aws:MultiFactorAuthPresent": "false" })).to.equal("explicitDeny");
    expect(effect({ "aws:MultiFactorAuthPresent": "true" })).to.equal("implicitDeny");
  });

  it("let each person read the own git passwords and no other", () => {
    const [, read, decrypt] = teamBasics(place).Statement;
    expect(read.Resource).to.equal(
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ccp-dev/git-credentials/${aws:username}/*-??????",
    );
    expect(decrypt.Condition).to.deep.equal({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-operations" },
      StringLike: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com*" },
    });
    expect(onlyReadBy(["arn:aws:iam::123456789012:user/ccp-dev-dana"]).Statement).to.deep.equal([
      {
        Sid: "OnlyItsOwnerReads",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
        Resource: "*",
        Condition: { StringNotLike: { "aws:PrincipalArn": ["arn:aws:iam::123456789012:user/ccp-dev-dana"] } },
      },
    ]);
  });

  it("tell a person's secrets from those of somebody whose name begins the same", () => {
    const mayRead = (userName: string, owner: string) =>
      evaluate(
        {
          action: "secretsmanager:GetSecretValue",
          resource: `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${gitSecretName(place, owner, "laptop")}-AbC123`,
          context: { "aws:username": userName },
        },
        [{ name: "team-basics", path: "group", policy: parsePolicy(teamBasics(place)) }],
      ).effect === "allow";
    expect(mayRead("ana", "ana")).to.equal(true);
    for (const [reader, owner] of [
      ["ana", "ana-maria"],
      ["ana-maria", "ana"],
      ["ana", "ana-abcdef"],
      ["ana", "diana"],
    ]) {
      expect(mayRead(reader, owner), `${reader} reads ${owner}`).to.equal(false);
    }
  });

  it("know an existing user under whatever path, and nobody else", () => {
    const policy = parsePolicy(onlyReadBy(userArnPatterns(place, "ana")));
    const denied = (principalArn: string) =>
      evaluate(
        {
          action: "secretsmanager:GetSecretValue",
          resource: "*",
          context: { "aws:PrincipalArn": principalArn },
          principal: { type: "AWS", id: principalArn },
        },
        [{ name: "secret", path: "secret", policy }],
      ).effect === "explicitDeny";
    const iam = "arn:aws:iam::123456789012";
    expect([`${iam}:user/ana`, `${iam}:user/people/emea/ana`].filter(denied)).to.deep.equal([]);
    for (const other of ["user/diana", "user/ana-maria", "user/ana/maria", "role/ana", "root"]) {
      expect(denied(`${iam}:${other}`), other).to.equal(true);
    }
    expect(denied("arn:aws:iam::210987654321:user/ana")).to.equal(true);
  });

  it("take a policy's name, with its path, for one of this account, and an ARN as it is", () => {
    expect(policyArn(place, "developer-boundary")).to.equal(
      "arn:aws:iam::123456789012:policy/developer-boundary",
    );
    expect(policyArn({ ...place, partition: "aws-cn" }, "boundaries/developer")).to.equal(
      "arn:aws-cn:iam::123456789012:policy/boundaries/developer",
    );
    expect(policyArn(place, "arn:aws:iam::aws:policy/PowerUserAccess")).to.equal(
      "arn:aws:iam::aws:policy/PowerUserAccess",
    );
  });
});
