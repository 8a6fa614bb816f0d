import { expect } from "chai";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { actionsOf, expandActions, findAction, isConditionKey } from "../../../policy-pack/access/catalogue";
import { parsePolicy } from "../../../policy-pack/access/policy";
import { referencesKey, refMovingActions } from "../../../policy-pack/access/refMovingActions";
import { strangers } from "../../../policy-pack/access/strangers";

const names = (patterns: readonly string[], negated = false, among?: readonly string[]) =>
  expandActions({ negated, patterns }, among).map(({ name }) => name);

describe("the catalogue of actions", () => {
  it("expands wildcards into the actions that AWS lists", () => {
    expect(names(["codecommit:Git*"])).to.have.members(["codecommit:GitPull", "codecommit:GitPush"]);
    expect(names(["CodeCommit:gitpu??", "kms:Decrypt"])).to.have.members([
      "codecommit:GitPull",
      "codecommit:GitPush",
      "kms:Decrypt",
    ]);
    expect(names(["codecommit:*"])).to.have.length.greaterThan(85);
    expect(names(["codecommit:Nothing"])).to.deep.equal([]);
  });

  it("expands NotAction to all others of the services it is asked about", () => {
    const others = names(["codecommit:*"], true, ["codecommit", "sqs"]);
    expect(others).to.include("sqs:SendMessage");
    expect(others.filter((name) => name.startsWith("codecommit:"))).to.deep.equal([]);
  });

  it("expands * to every service", () => {
    expect(names(["*"]))
      .to.include.members(["iam:CreateUser", "s3:GetObject"])
      .and.have.length.greaterThan(10_000);
  });

  it("knows the access level, and what a policy can name", () => {
    expect(findAction("codecommit:gitpush")).to.deep.include({
      name: "codecommit:GitPush",
      accessLevel: "Write",
      resourceTypes: ["repository"],
    });
    expect(findAction("codecommit:ListRepositories")).to.deep.include({
      accessLevel: "List",
      resourceTypes: [],
    });
    expect(findAction("iam:PutRolePolicy")?.accessLevel).to.equal("Permissions management");
    expect(findAction("codecommit:TagResource")?.accessLevel).to.equal("Tagging");
    expect(findAction("codecommit:Nothing")).to.equal(undefined);
    expect(findAction("nothing:GitPush")).to.equal(undefined);
    expect(actionsOf("nothing")).to.equal(undefined);
  });

  it("agrees with our list of the actions that move a reference", () => {
    const aware = (actionsOf("codecommit") ?? [])
      .filter(({ conditionKeys }) => conditionKeys.includes(referencesKey))
      .map(({ name }) => name);
    expect(aware).to.have.members([
      ...refMovingActions,
      "codecommit:GetMergeCommit",
      "codecommit:CreateUnreferencedMergeCommit",
    ]);
  });

  for (const key of [
    "codecommit:References",
    "CodeCommit:references",
    "aws:SourceIp",
    "aws:PrincipalTag/team",
    "aws:ResourceTag/team",
    "kms:ResourceAliases",
    "kms:EncryptionContext:aws:logs:arn",
    "codestar-notifications:NotificationsForResource",
    "token.actions.githubusercontent.com:sub",
    "saml:aud",
  ]) {
    it(`knows the condition key ${key}`, () => expect(isConditionKey(key)).to.equal(true));
  }

  for (const key of [
    "codecommit:Reference",
    "aws:SourceIP4",
    "aws:PrincipalTag/",
    "nothing:x",
    "References",
  ]) {
    it(`does not know the condition key ${key}`, () => expect(isConditionKey(key)).to.equal(false));
  }

  it("reads only the services that it is asked about", () => {
    const script = `
      const fs = require("node:fs");
      const read = [];
      const original = fs.readFileSync;
      fs.readFileSync = (file, ...rest) => (/iam-data.data/.test(String(file)) && read.push(String(file)), original(file, ...rest));
      const { findAction } = require("./policy-pack/access/catalogue.ts");
      const before = read.length;
      findAction("codecommit:GitPush");
      findAction("codecommit:GitPull");
      console.log(JSON.stringify([before, read.map((file) => file.split("data/").at(-1))]));`;
    const root = path.resolve(__dirname, "../../..");
    const { stdout } = spawnSync(process.execPath, ["--import=tsx", "-e", script], {
      cwd: root,
      encoding: "utf8",
    });
    expect(JSON.parse(stdout)).to.deep.equal([0, ["services.json", "actions/codecommit.json"]]);
  });
});

describe("strangers", () => {
  const policy = (...statements: object[]) =>
    parsePolicy({
      Version: "2012-10-17",
      Statement: statements.map((own) => ({ Effect: "Deny", Resource: "*", ...own })),
    });

  it("are actions, services and condition keys that AWS does not know", () => {
    const found = strangers(
      policy(
        { Sid: "Guard", Action: ["codecommit:GitPsuh", "codecommit:Git*", "codecomit:GitPush"] },
        { Action: "*", Condition: { StringLike: { "codecommit:Reference": "refs/heads/main" } } },
        { NotAction: "iam:Nothing*" },
      ),
    );
    expect(found).to.deep.equal([
      "statement Guard names codecommit:GitPsuh, but codecommit has no such action",
      "statement Guard names codecomit:GitPush, but there is no service codecomit",
      "statement 2 compares codecommit:Reference, which AWS lists for no request",
      "statement 3 names iam:Nothing*, but iam has no such action",
    ]);
  });

  it("are not in a policy that AWS knows all of", () => {
    const Condition = {
      StringLikeIfExists: { [referencesKey]: "refs/heads/main" },
      Bool: { "aws:SecureTransport": true },
    };
    expect(strangers(policy({ Action: [...refMovingActions], Condition }, { Action: "*:*" }))).to.deep.equal(
      [],
    );
  });
});
