import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { accountId, company, context, document, primary, Workbench } from "../workbench";

const user = "aws:iam/user:User";
const policyType = "aws:iam/policy:Policy";
const readOnly = "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly";
const powerUser = "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser";

describe("IAM of the local cloud", () => {
  let bench: Workbench;
  let work: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    work = await bench.workingCopy("work");
  });
  afterEach(() => bench.close());

  const push = (who: string, refspec = "main") =>
    bench.git(work, "push", bench.url("payments-api", who), refspec);
  const log = () => readFile(join(bench.directory, "logs", "cloud.log"), "utf8").catch(() => "");
  const failure = (type: string, inputs: Record<string, unknown>) =>
    bench.create(type, inputs).then(() => "no error", String);
  const update = (type: string, id: string, inputs: Record<string, unknown>) =>
    bench.cloud.resources[type]?.update?.(id, inputs, {}, context(primary));

  describe("with a permissions boundary", () => {
    const bounded = (name: string, permissionsBoundary: string) =>
      bench.member(name, "managers", { permissionsBoundary });

    it("lets a user do what both allow, and names the boundary that does not", async () => {
      await bounded("rosa", readOnly);
      const refused = await push("rosa");
      expect(refused.code).not.to.equal(0);
      expect(refused.output).to.contain(
        "policy AWSCodeCommitReadOnly (boundary of user rosa) does not allow codecommit:GitPush",
      );
      expect((await bench.git(work, "ls-remote", bench.url("payments-api", "rosa"))).code).to.equal(0);
      await update(user, "rosa", { name: "rosa", permissionsBoundary: powerUser });
      expect((await push("rosa")).code).to.equal(0);
    });

    it("lets a deny of the boundary win", async () => {
      const { arn } = await bench.create(policyType, {
        name: "limits",
        policy: document([
          { Effect: "Allow", Action: "*", Resource: "*" },
          { Sid: "NoPush", Effect: "Deny", Action: "codecommit:GitPush", Resource: "*" },
        ]),
      });
      await bounded("rosa", String(arn));
      expect((await push("rosa")).output).to.contain(
        "denied by statement NoPush of policy limits (boundary of user rosa)",
      );
      await bench.cloud.resources[policyType]?.delete(String(arn), {}, context(primary)).then(
        () => expect.fail("it is in use"),
        (error: unknown) => expect(String(error)).to.contain("DeleteConflict"),
      );
    });

    it("supposes that one of elsewhere allows everything, says so, and refuses one that should be here", async () => {
      await bounded("rosa", `arn:aws:iam::${accountId}:policy/limits-of-the-company`);
      expect((await push("rosa")).code).to.equal(0);
      expect(await log()).to.contain(
        "the policy limits-of-the-company is made by no stack: it is supposed to allow everything",
      );
      const own = { name: "x", permissionsBoundary: `arn:aws:iam::${accountId}:policy/ccp-dev-limits` };
      expect(await failure(user, own)).to.contain("NoSuchEntity: The policy with name ccp-dev-limits");
      const trust = {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      };
      expect(await failure("aws:iam/role:Role", { ...own, assumeRolePolicy: document([trust]) })).to.contain(
        "NoSuchEntity: The policy with name ccp-dev-limits",
      );
    });
  });

  describe("for users and roles that no stack makes", () => {
    const membership = "aws:iam/userGroupMembership:UserGroupMembership";
    const attachment = (kind: "user" | "role") =>
      kind === "user"
        ? "aws:iam/userPolicyAttachment:UserPolicyAttachment"
        : "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    const gitCredential = (userName: string) =>
      bench.create("aws:iam/serviceSpecificCredential:ServiceSpecificCredential", {
        userName,
        serviceName: "codecommit.amazonaws.com",
      });

    it("supposes that a user exists, who has an access key and what is attached to her", async () => {
      await bench.create(membership, { user: "jane", groups: ["developers"] });
      await gitCredential("jane");
      const jane = bench.user("jane");
      expect(jane.accessKeyId).to.match(/^AKIA/);
      expect(jane.gitUserName).to.equal(`jane-at-${accountId}`);
      expect((await push("jane", "main:refs/heads/feature")).code).to.equal(0);
      expect((await push("jane")).output).to.contain("GuardTrunk");
      expect(await log()).to.contain("the user jane is made by no stack: it is supposed to exist");
      await bench.create(attachment("user"), { user: "jane", policyArn: readOnly });
      expect(bench.cloud.users().filter(({ name }) => name === "jane")).to.have.length(1);
    });

    it("evaluates what is attached to a user herself", async () => {
      await gitCredential("jane");
      const list = () => bench.git(work, "ls-remote", bench.url("payments-api", "jane"));
      expect((await list()).code).not.to.equal(0);
      await bench.create(attachment("user"), { user: "jane", policyArn: readOnly });
      expect((await list()).code).to.equal(0);
    });

    it("takes attachments to roles, and keys of users", async () => {
      await bench.create(attachment("role"), { role: "Review", policyArn: readOnly });
      await bench.create("aws:iam/sshKey:SshKey", {
        username: "joe",
        encoding: "SSH",
        publicKey: "ssh-rsa AAAA",
      });
      expect(bench.user("joe").gitUserName).to.equal(undefined);
    });

    it("refuses the names that a stack should have made", async () => {
      for (const [type, inputs] of [
        [membership, { user: "ccp-dev-jane", groups: ["developers"] }],
        [attachment("user"), { user: "ccp-dev-jane", policyArn: readOnly }],
        [attachment("role"), { role: "ccp-dev-build", policyArn: readOnly }],
        ["aws:iam/rolePolicy:RolePolicy", { role: "ccp-dev-build", name: "x", policy: document([]) }],
        ["aws:iam/sshKey:SshKey", { username: "ccp-dev-jane", publicKey: "ssh-rsa AAAA" }],
        [
          "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
          { userName: "ccp-dev-jane", serviceName: "codecommit.amazonaws.com" },
        ],
      ] as const) {
        expect(await failure(type, inputs), type).to.match(
          /NoSuchEntity: The (user|role) with name ccp-dev-/,
        );
      }
      expect(await failure(membership, { user: "jane", groups: ["staff"] })).to.contain(
        "NoSuchEntity: The group with name staff",
      );
    });
  });

  it("sees no MFA in git credentials and access keys", async () => {
    await bench.grant("managers", "mfa", [
      {
        Sid: "OnlyWithMfa",
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      },
    ]);
    expect((await push("rita")).output).to.contain("OnlyWithMfa");
  });
});
