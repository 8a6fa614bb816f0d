import { expect } from "chai";
import { crossAccountInstructions } from "../../../components/documents/crossAccountInstructions";
import { crossAccountTrust, type ForeignCaller } from "../../../components/documents/crossAccountTrust";
import type { Place } from "../../../components/documents/place";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };
const plain: ForeignCaller = { account: "210987654321", requireMfa: false, sessionTags: [] };
const strict: ForeignCaller = {
  ...plain,
  principals: ["user/dana", "role/teams/deployer"],
  externalId: "payments-2026",
  requireMfa: true,
  organizationId: "o-a1b2c3d4e5",
  sessionTags: ["displayName", "emailAddress"],
};

describe("The trust in another account", () => {
  it("is in whom that account allows, when nothing more is asked", () => {
    expect(crossAccountTrust(place, plain)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TakenByOtherAccount",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::210987654321:root" },
          Action: "sts:AssumeRole",
        },
      ],
    });
  });

  it("asks for all conditions at once, and admits no other session tag than the named ones", () => {
    const principal = {
      AWS: ["arn:aws:iam::210987654321:user/dana", "arn:aws:iam::210987654321:role/teams/deployer"],
    };
    expect(crossAccountTrust(place, strict).Statement).to.deep.equal([
      {
        Sid: "TakenByOtherAccount",
        Effect: "Allow",
        Principal: principal,
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "sts:ExternalId": "payments-2026", "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        },
      },
      {
        Sid: "TaggedByOtherAccount",
        Effect: "Allow",
        Principal: principal,
        Action: "sts:TagSession",
        Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["displayName", "emailAddress"] } },
      },
    ]);
  });

  it("is in the same partition", () => {
    const [statement] = crossAccountTrust({ ...place, partition: "aws-cn" }, plain).Statement;
    expect(statement.Principal).to.deep.equal({ AWS: "arn:aws-cn:iam::210987654321:root" });
  });
});

describe("What the other account is told", () => {
  const told = (caller: ForeignCaller, sessionHours: number) =>
    crossAccountInstructions(place, {
      roleName: "ccp-dev-partner",
      caller,
      sessionHours,
      repositories: ["payments-api", "web-shop"],
    });

  it("is a profile with what the role asks for, and no more", () => {
    expect(told(plain, 1).profile.split("\n")).to.deep.equal([
      "[profile ccp-dev-partner]",
      "role_arn = arn:aws:iam::123456789012:role/ccp-dev-partner",
      "source_profile = default",
      "region = eu-central-1",
    ]);
    expect(told(strict, 8).profile.split("\n").slice(4)).to.deep.equal([
      "external_id = payments-2026",
      "mfa_serial = arn:aws:iam::210987654321:mfa/YOUR-DEVICE",
      "duration_seconds = 28800",
    ]);
  });

  it("is how to clone each repository", () => {
    expect(told(plain, 1).clone).to.deep.equal([
      "git clone codecommit://ccp-dev-partner@payments-api",
      "git clone codecommit://ccp-dev-partner@web-shop",
    ]);
  });

  it("is the policy that lets its own people take the role", () => {
    const statement = {
      Sid: "TakeCodeCommitRole",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: "arn:aws:iam::123456789012:role/ccp-dev-partner",
    };
    expect(JSON.parse(told(plain, 1).policy)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [statement],
    });
    expect(JSON.parse(told(strict, 1).policy)).to.have.deep.nested.property("Statement[0].Action", [
      "sts:AssumeRole",
      "sts:TagSession",
    ]);
  });
});
