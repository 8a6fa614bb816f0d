import { CodeCommitClient, GetRepositoryCommand, ListBranchesCommand } from "@aws-sdk/client-codecommit";
import { expect } from "chai";
import { signedPassword } from "../../../local/cloud/codecommit/gitSignature";
import { element, type Keys, keysIn, sts } from "./stsClient";
import { accountId, company, document, primary, Workbench } from "./workbench";

const partner = "999999999999";
const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const codeCommit = { Effect: "Allow", Action: "codecommit:*", Resource: "*" };

describe("STS, over HTTP", () => {
  let bench: Workbench;
  let work: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
  });
  afterEach(() => bench.close());

  const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  const userArn = (name: string) => `arn:aws:iam::${accountId}:user/${name}`;
  const trust = (
    AWS: string | string[],
    Condition: object = {},
    Action: string | string[] = "sts:AssumeRole",
  ) => ({
    Effect: "Allow",
    Principal: { AWS },
    Action,
    Condition,
  });
  const role = async (name: string, trusted: object[], more: Record<string, unknown> = {}) => {
    await bench.create("aws:iam/role:Role", { name, assumeRolePolicy: document(trusted), ...more });
    await bench.create("aws:iam/rolePolicy:RolePolicy", {
      role: name,
      name: "own",
      policy: document([codeCommit]),
    });
  };
  const assume = (keys: Keys, name: string, more: Readonly<Record<string, string>> = {}) =>
    sts(bench, keys, "AssumeRole", { RoleArn: roleArn(name), RoleSessionName: "session", ...more });
  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => "allowed",
      (error: unknown) => String(error),
    );
  const device = (name: string, account = accountId) => ({
    SerialNumber: `arn:aws:iam::${account}:mfa/${name}`,
    TokenCode: "123456",
  });
  const client = (keys: Keys) =>
    new CodeCommitClient({
      region: primary,
      endpoint: bench.cloud.endpoint(primary),
      credentials: keys,
      maxAttempts: 1,
    });
  const describeRepository = (keys: Keys) =>
    client(keys).send(new GetRepositoryCommand({ repositoryName: "payments-api" }));
  const clone = (keys: Keys) => {
    const time = new Date().toISOString().replace(/[-:]/g, "").slice(0, 15);
    const request = { region: primary, host: "127.0.0.1", path: "/v1/repos/payments-api" };
    const password = signedPassword(keys.secretAccessKey, request, time);
    const who = [keys.accessKeyId, ...(keys.sessionToken ? [keys.sessionToken] : [])].join("%");
    return bench.git(work, "ls-remote", bench.signedUrl("payments-api", who, password));
  };

  it("tells everybody who they are", async () => {
    const answer = await sts(bench, bench.user("dana"), "GetCallerIdentity");
    expect(element(answer, "Arn")).to.equal(userArn("dana"));
    expect(element(answer, "Account")).to.equal(accountId);
    expect(element(answer, "UserId")).to.match(/^AIDA/);
    const foreigner = bench.cloud.foreignUser(partner, "pat");
    const theirs = await sts(bench, foreigner, "GetCallerIdentity");
    expect(element(theirs, "Arn")).to.equal(`arn:aws:iam::${partner}:user/pat`);
    expect(element(theirs, "Account")).to.equal(partner);
  });

  it("refuses a wrong signature, and what it does not offer", async () => {
    const forged = { ...bench.user("dana"), secretAccessKey: "x" };
    expect(await outcome(sts(bench, forged, "GetCallerIdentity"))).to.contain("SignatureDoesNotMatch");
    const unknown = { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" };
    expect(await outcome(sts(bench, unknown, "GetCallerIdentity"))).to.contain("InvalidClientTokenId");
    expect(await outcome(sts(bench, bench.user("dana"), "GetFederationToken"))).to.contain("InvalidAction");
  });

  it("gives a role's credentials, which sign requests and git passwords as its session", async () => {
    await role("Review", [trust(userArn("dana"))]);
    const answer = await assume(bench.user("dana"), "Review");
    const session = `arn:aws:sts::${accountId}:assumed-role/Review/session`;
    expect(element(answer, "Arn")).to.equal(session);
    const keys = keysIn(answer);
    expect(keys.expiration.getTime() - Date.now()).to.be.within(3_500_000, 3_600_000);
    expect(element(await sts(bench, keys, "GetCallerIdentity"), "Arn")).to.equal(session);
    expect((await describeRepository(keys)).repositoryMetadata?.repositoryName).to.equal("payments-api");
    expect((await clone(keys)).code).to.equal(0);
    expect((await clone({ ...keys, sessionToken: "other" })).output).to.contain("403");
  });

  describe("decides on a role", () => {
    it("by its trust policy: named users need no more, others of a named account a policy of their own", async () => {
      await role("Named", [trust(userArn("dana"))]);
      await role("Account", [trust(`arn:aws:iam::${accountId}:root`)]);
      expect(await outcome(assume(bench.user("dana"), "Named"))).to.equal("allowed");
      expect(await outcome(assume(bench.user("rita"), "Named"))).to.contain(
        `User: ${userArn("rita")} is not authorized to perform: sts:AssumeRole on resource: ${roleArn("Named")}`,
      );
      expect(await outcome(assume(bench.user("dana"), "Account"))).to.contain("AccessDenied");
      await bench.grant("developers", "assume", [
        { Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArn("Account") },
      ]);
      expect(await outcome(assume(bench.user("dana"), "Account"))).to.equal("allowed");
    });

    it("with a deny of the caller's own winning, and a missing role telling nothing", async () => {
      await role("Named", [trust(userArn("dana"))]);
      await bench.grant("developers", "no-roles", [
        { Sid: "NoRoles", Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" },
      ]);
      expect(await outcome(assume(bench.user("dana"), "Named"))).to.contain("NoRoles");
      expect(await outcome(assume(bench.user("rita"), "Missing"))).to.contain("AccessDenied");
    });

    it("by a boundary of the caller", async () => {
      await bench.member("rosa", "managers", {
        permissionsBoundary: "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser",
      });
      await bench.grant("managers", "assume", [{ Effect: "Allow", Action: "sts:*", Resource: "*" }]);
      await role("Account", [trust(accountId)]);
      expect(await outcome(assume(bench.user("rita"), "Account"))).to.equal("allowed");
      expect(await outcome(assume(bench.user("rosa"), "Account"))).to.contain("boundary of user rosa");
    });

    it("for users of other accounts that are named, with the external id they were given", async () => {
      const condition = { StringEquals: { "sts:ExternalId": "secret-7" } };
      await role("Partner", [trust(`arn:aws:iam::${partner}:root`, condition)]);
      const pat = bench.cloud.foreignUser(partner, "pat");
      const other = bench.cloud.foreignUser("888888888888", "pat");
      expect(await outcome(assume(pat, "Partner", { ExternalId: "secret-7" }))).to.equal("allowed");
      expect(await outcome(assume(pat, "Partner", { ExternalId: "guess" }))).to.contain("AccessDenied");
      expect(await outcome(assume(pat, "Partner"))).to.contain("AccessDenied");
      expect(await outcome(assume(other, "Partner", { ExternalId: "secret-7" }))).to.contain("AccessDenied");
      expect(await outcome(describeRepository(pat)), "without the role").to.contain("AccessDenied");
    });

    it("for roles of other accounts that are named", async () => {
      await role("Partner", [trust(`arn:aws:iam::${partner}:role/teams/build`)]);
      expect(await outcome(assume(bench.cloud.foreignRole(partner, "build"), "Partner"))).to.equal("allowed");
      for (const other of [
        bench.cloud.foreignRole(partner, "deploy"),
        bench.cloud.foreignRole("888888888888", "build"),
        bench.cloud.foreignUser(partner, "build"),
      ]) {
        expect(await outcome(assume(other, "Partner"))).to.contain("AccessDenied");
      }
    });

    it("by the caller's organisation", async () => {
      const condition = { StringEquals: { "aws:PrincipalOrgID": "o-ours" } };
      await role("Partner", [trust("*", condition)]);
      const of = (organization?: string) => bench.cloud.foreignUser(partner, "pat", organization);
      expect(await outcome(assume(of("o-ours"), "Partner"))).to.equal("allowed");
      expect(await outcome(assume(of("o-theirs"), "Partner"))).to.contain("AccessDenied");
      expect(await outcome(assume(of(), "Partner"))).to.contain("AccessDenied");
    });

    it("by MFA and its age", async () => {
      const young = { ...mfa, NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } };
      await role("Partner", [trust(`arn:aws:iam::${partner}:root`, young)]);
      const pat = bench.cloud.foreignUser(partner, "pat");
      expect(await outcome(assume(pat, "Partner"))).to.contain("AccessDenied");
      expect(await outcome(assume(pat, "Partner", device("pat", partner)))).to.equal("allowed");
      const session = keysIn(await sts(bench, pat, "GetSessionToken", device("pat", partner)));
      expect(await outcome(assume(session, "Partner"))).to.equal("allowed");
      for (const wrong of [
        device("pam", partner),
        device("pat"),
        { ...device("pat", partner), TokenCode: "12345" },
        { SerialNumber: device("pat", partner).SerialNumber },
      ]) {
        expect(await outcome(assume(pat, "Partner", wrong))).to.contain("MultiFactorAuthentication failed");
      }
    });

    it("by session tags, which need sts:TagSession and become tags of the principal", async () => {
      const tags = { "Tags.member.1.Key": "team", "Tags.member.1.Value": "payments" };
      const condition = {
        StringEquals: { "aws:RequestTag/team": "payments" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
      };
      await role("Plain", [trust(userArn("dana"))]);
      await role("Tagged", [trust(userArn("dana"), condition, ["sts:AssumeRole", "sts:TagSession"])]);
      const dana = bench.user("dana");
      expect(await outcome(assume(dana, "Plain", tags))).to.contain("sts:TagSession");
      expect(await outcome(assume(dana, "Tagged"))).to.contain("AccessDenied");
      const other = { ...tags, "Tags.member.2.Key": "admin", "Tags.member.2.Value": "yes" };
      expect(await outcome(assume(dana, "Tagged", other))).to.contain("AccessDenied");
      const keys = keysIn(await assume(dana, "Tagged", tags));
      await bench.create("aws:iam/rolePolicy:RolePolicy", {
        role: "Tagged",
        name: "tagged",
        policy: document([
          {
            Sid: "NotPayments",
            Effect: "Deny",
            Action: "*",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalTag/team": "payments" } },
          },
        ]),
      });
      expect(await outcome(describeRepository(keys))).to.contain("NotPayments");
      expect(
        (await describeRepository(keysIn(await assume(dana, "Plain")))).$metadata.httpStatusCode,
      ).to.equal(200);
    });

    it("for as long as the role allows, and an hour where a role assumes another", async () => {
      await role("Long", [trust([userArn("dana"), roleArn("Long")])], { maxSessionDuration: 7200 });
      const dana = bench.user("dana");
      expect(await outcome(assume(dana, "Long", { DurationSeconds: "7201" }))).to.contain("ValidationError");
      expect(await outcome(assume(dana, "Long", { DurationSeconds: "899" }))).to.contain("ValidationError");
      const keys = keysIn(await assume(dana, "Long", { DurationSeconds: "7200" }));
      expect(keys.expiration.getTime() - Date.now()).to.be.above(7_100_000);
      expect(await outcome(assume(keys, "Long", { DurationSeconds: "3601" }))).to.contain("ValidationError");
      expect(await outcome(assume(keys, "Long"))).to.equal("allowed");
    });

    it("within the session policies that they are taken with", async () => {
      await role("Named", [trust(userArn("dana"))]);
      const dana = bench.user("dana");
      const within = async (more: Readonly<Record<string, string>>) =>
        outcome(describeRepository(keysIn(await assume(dana, "Named", more))));
      const only = (Action: string) => document([{ Effect: "Allow", Action, Resource: "*" }]);
      expect(await within({ Policy: only("codecommit:GetRepository") })).to.equal("allowed");
      expect(await within({ Policy: only("codecommit:GitPull") })).to.contain("no session policy");
      expect(await within({ Policy: only("s3:*") })).to.contain("no session policy");
      const readOnly = "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly";
      expect(await within({ "PolicyArns.member.1.arn": readOnly })).to.equal("allowed");
      expect(await within({ Policy: only("s3:*"), "PolicyArns.member.1.arn": readOnly })).to.equal("allowed");
      const unknown = { "PolicyArns.member.1.arn": `${readOnly}Never` };
      expect(await outcome(assume(dana, "Named", unknown))).to.contain("there is no policy");
      expect(await outcome(assume(dana, "Named", { Policy: "{" }))).to.contain("MalformedPolicyDocument");
    });

    it("and refuses what it would have to ignore", async () => {
      await role("Named", [trust(userArn("dana"))]);
      for (const name of ["TransitiveTagKeys.member.1", "SourceIdentity"]) {
        expect(await outcome(assume(bench.user("dana"), "Named", { [name]: "x" }))).to.contain(`"${name}"`);
      }
      const odd = { RoleSessionName: "a/b" };
      expect(await outcome(assume(bench.user("dana"), "Named", odd))).to.contain("RoleSessionName");
    });
  });

  describe("gives sessions to users", () => {
    const onlyWithMfa = {
      Sid: "OnlyWithMfa",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    };
    beforeEach(() => bench.grant("developers", "mfa", [onlyWithMfa]));

    it("in which MFA is present only with a device and a code", async () => {
      const dana = bench.user("dana");
      expect(await outcome(describeRepository(dana))).to.contain("OnlyWithMfa");
      const plain = keysIn(await sts(bench, dana, "GetSessionToken"));
      expect(await outcome(describeRepository(plain))).to.contain("OnlyWithMfa");
      const withMfa = keysIn(await sts(bench, dana, "GetSessionToken", device("dana")));
      expect((await describeRepository(withMfa)).$metadata.httpStatusCode).to.equal(200);
      expect((await clone(withMfa)).code).to.equal(0);
      expect(element(await sts(bench, withMfa, "GetCallerIdentity"), "Arn")).to.equal(userArn("dana"));
    });

    it("and not for sessions, nor for longer than 36 hours", async () => {
      const session = keysIn(await sts(bench, bench.user("dana"), "GetSessionToken", device("dana")));
      expect(await outcome(sts(bench, session, "GetSessionToken"))).to.contain("AccessDenied");
      const long = { DurationSeconds: "129601" };
      expect(await outcome(sts(bench, bench.user("dana"), "GetSessionToken", long))).to.contain(
        "ValidationError",
      );
    });

    it("while a role's session tells nothing of the MFA it was assumed with", async () => {
      await role("Review", [trust(userArn("rita"))]);
      await bench.create("aws:iam/rolePolicy:RolePolicy", {
        role: "Review",
        name: "mfa",
        policy: document([
          {
            ...onlyWithMfa,
            Sid: "NothingIsKnownOfMfa",
            Condition: { Null: { "aws:MultiFactorAuthPresent": "true" } },
          },
        ]),
      });
      const keys = keysIn(await assume(bench.user("rita"), "Review", device("rita")));
      const list = client(keys).send(new ListBranchesCommand({ repositoryName: "payments-api" }));
      expect(await outcome(list)).to.contain("NothingIsKnownOfMfa");
    });
  });

  it("keeps users of other accounts over a restart", async () => {
    const pat = bench.cloud.foreignUser(partner, "pat");
    expect(bench.cloud.foreignUser(partner, "pat")).to.deep.equal(pat);
    expect(bench.cloud.users().map(({ name }) => name)).not.to.include("pat");
    await bench.cloud.stop();
    expect(Workbench.cloudIn(bench.directory).foreignUser(partner, "pat")).to.deep.equal(pat);
  });
});
