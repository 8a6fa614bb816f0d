import { expect } from "chai";
import { repositoryKeyStatement } from "../../../components/documents/keys";
import type { Place } from "../../../components/documents/place";
import {
  copiesReadOnly,
  noAdministration,
  onlyReadBy,
  teamBasics,
} from "../../../components/documents/teamAccess";

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

  it("let each person read the own git password and no other", () => {
    const [, read, decrypt] = teamBasics(place).Statement;
    expect(read.Resource).to.equal(
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ccp-dev/git-credentials/${aws:username}-??????",
    );
    expect(decrypt.Condition).to.deep.equal({
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/ccp-dev-operations" },
      StringLike: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com*" },
    });
    expect(onlyReadBy("arn:aws:iam::123456789012:user/ccp-dev-dana").Statement).to.deep.equal([
      {
        Sid: "OnlyItsOwnerReads",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:user/ccp-dev-dana" } },
      },
    ]);
  });
});
