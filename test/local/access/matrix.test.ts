import { expect } from "chai";
import type { StackResource } from "../../../policy-pack/access/resources";
import { answer, type Answer } from "../../../local/access/answer";
import { matrixJson, type MatrixJson, type RightJson } from "../../../local/access/json";
import { programOf } from "../../../local/access/program";
import { ask } from "../../../local/access/question";
import { Report } from "../../../local/access/report";
import { judgeRight, rightNames } from "../../../local/access/rights";
import { table } from "../../../local/access/table";
import { Workspace } from "../../../local/workspace";
import { ProjectCopy } from "../../support/projectCopy";
import { arnOf, everything, guard, primary, resource, role, user, userPolicy } from "./company";

const plain = (_style: string, text: string) => text;

function report(...resources: StackResource[]): Report {
  return new Report("test", { resources });
}

/** Whether ada may push a feature. */
function ofPush(company: Report): Answer {
  const action = "codecommit:GitPush";
  const written = { action, repository: "shop", reference: "refs/heads/feature", identity: "ada" };
  return answer(company, ask(company, action, written));
}

/** What the matrix says of one on one reference. */
function rightOf(
  { rows }: MatrixJson,
  identity: string,
  repository: string,
  reference: string,
  right: (typeof rightNames)[number],
): RightJson | null {
  const found = rows.filter(
    (row) =>
      row.identities.includes(identity) &&
      row.repositories.includes(repository) &&
      row.references.includes(reference),
  );
  expect(found, `${identity} ${repository} ${reference}`).to.have.length(1);
  return found[0].rights[right];
}

describe("The matrix of access", () => {
  describe("of the programs", function () {
    this.timeout(60_000);
    let project: ProjectCopy;
    before(() => {
      project = new ProjectCopy();
    });
    after(() => {
      project.remove();
    });

    const reports = new Map<string, Promise<Report>>();

    function of(stack: string): Promise<Report> {
      const made = reports.get(stack) ?? make(stack);
      reports.set(stack, made);
      return made;
    }

    async function make(stack: string): Promise<Report> {
      const program = await programOf(new Workspace(project.directory), stack);
      expect(program.result.diagnostics).to.deep.equal([]);
      return new Report(stack, program);
    }

    it("is exact for dev", async () => {
      const { rows, gaps, identities } = matrixJson(await of("dev"));
      const developers = "group ccp-dev-developers";
      const managers = "group ccp-dev-release-managers";
      const auditors = "group ccp-dev-auditors";
      const no = (path: string, policy: string, statement: string) =>
        `no: denied by statement ${statement} of policy ${policy} (${path})`;
      const guarded = (path: string) => no(path, "ccp-dev-guard-trunk-0", "GuardTrunk");
      const override = (path: string) => no(path, "ccp-dev-no-administration", "AdministrationIsReserved");
      const yes = (path: string) => `yes: allowed by statement 1 of policy AWSCodeCommitPowerUser (${path})`;
      const nothing = (action: string) => `no: no statement allows codecommit:${action}`;
      const protectedOnes = ["refs/heads/main", "refs/heads/release/*"];
      const repositories = ["infrastructure", "payments-api", "web-shop"];
      const told = rows.map(({ rights, ...row }) => ({
        ...row,
        rights: rightNames.map((name) => `${rights[name]?.may}: ${rights[name]?.explanation}`),
      }));
      expect(told).to.deep.equal([
        {
          identities: ["user/ccp-dev-amir"],
          repositories,
          references: protectedOnes,
          rights: [
            guarded(auditors),
            guarded(auditors),
            guarded(auditors),
            nothing("UpdatePullRequestApprovalState"),
            override(auditors),
          ],
        },
        {
          identities: ["user/ccp-dev-amir"],
          repositories,
          references: ["refs/heads/*"],
          rights: [
            nothing("GitPush"),
            nothing("MergePullRequestByFastForward"),
            nothing("DeleteBranch"),
            nothing("UpdatePullRequestApprovalState"),
            override(auditors),
          ],
        },
        {
          identities: ["user/ccp-dev-dana", "user/ccp-dev-devin"],
          repositories,
          references: protectedOnes,
          rights: [
            guarded(developers),
            guarded(developers),
            guarded(developers),
            yes(developers),
            override(developers),
          ],
        },
        {
          identities: ["user/ccp-dev-dana", "user/ccp-dev-devin"],
          repositories,
          references: ["refs/heads/*"],
          rights: [yes(developers), yes(developers), yes(developers), yes(developers), override(developers)],
        },
        {
          identities: ["user/ccp-dev-rita"],
          repositories,
          references: [...protectedOnes, "refs/heads/*"],
          rights: [yes(managers), yes(managers), yes(managers), yes(managers), override(managers)],
        },
      ]);
      expect(gaps).to.deep.equal([]);
      expect(identities.map(({ id, groups }) => `${id} ${groups.join()}`)).to.deep.equal([
        "user/ccp-dev-amir ccp-dev-auditors",
        "user/ccp-dev-dana ccp-dev-developers",
        "user/ccp-dev-devin ccp-dev-developers",
        "user/ccp-dev-rita ccp-dev-release-managers",
      ]);
    });

    it("shows of a replica who writes it, and the primary's people who do not", async () => {
      const matrix = matrixJson(await of("dev-replica"));
      const pushers = matrix.rows.filter(({ rights }) => rights.push?.may !== "no");
      expect(pushers.flatMap(({ identities }) => identities)).to.deep.equal([
        "role/ccp-dev-eu-west-1-replicator",
      ]);
      expect(
        matrix.identities.find(({ id }) => id === "role/ccp-dev-eu-west-1-replicator")?.notes,
      ).to.deep.equal(["replication writer", "service: ecs-tasks.amazonaws.com"]);
      expect(
        rightOf(matrix, "user/ccp-dev-rita", "payments-api", "refs/heads/*", "push")?.statement,
      ).to.equal("CopiesAreReadOnly");
      expect(matrix.repositories.map(({ arn }) => arn.split(":")[3])).to.deep.equal([
        "eu-west-1",
        "eu-west-1",
        "eu-west-1",
      ]);
    });

    it("tells of showcase what depends on MFA, what is foreign, and what cannot be told", async () => {
      const showcase = await of("showcase");
      const matrix = matrixJson(showcase);
      const may = (...asked: [string, string, string, (typeof rightNames)[number]]) =>
        rightOf(matrix, ...asked)?.may;
      const notes = (id: string) =>
        matrix.identities.find((identity) => identity.id === id)?.notes.join("; ");

      expect(may("user/ccp-showcase-pat", "web-shop", "refs/heads/*", "override")).to.equal("with-mfa");
      expect(may("user/ccp-showcase-pat", "web-shop", "refs/heads/main", "push")).to.equal("no");
      expect(may("user/ccp-showcase-dana", "infrastructure", "refs/heads/env/*", "push")).to.equal("no");
      expect(may("user/ccp-showcase-dana", "infrastructure", "refs/heads/env/*", "merge")).to.equal("yes");
      expect(may("role/PartnerDevelopers", "payments-api", "refs/heads/*", "push")).to.equal("cannot-tell");
      expect(may("role/PartnerDevelopers", "payments-api", "refs/heads/main", "push")).to.equal("no");
      expect(may("user/ccp-showcase-rita", "payments-api", "refs/tags/v*", "push")).to.equal("yes");
      expect(may("user/ccp-showcase-dana", "payments-api", "refs/tags/v*", "delete")).to.equal("no");
      expect(rightOf(matrix, "user/ccp-showcase-dana", "payments-api", "refs/tags/v*", "merge")).to.equal(
        null,
      );
      expect(may("role/ccp-showcase-partner", "payments-api", "refs/heads/*", "push")).to.equal("yes");
      expect(notes("role/ccp-showcase-partner")).to.include(
        "cross-account: 210987654321 with MFA, external id",
      );
      expect(notes("role/ccp-showcase-builder")).to.include("cross-account: 321098765432 with organization");
      expect(notes("role/FederatedDevelopers")).to.equal("made elsewhere");
      expect(notes("user/ccp-showcase-dana")).to.equal("its permissions boundary is not seen here");
    });

    it("says of everybody what judging them alone says", async () => {
      const showcase = await of("showcase");
      const probes = ["refs/heads/main", "refs/heads/probe-7f3a91"];
      const { rows } = matrixJson(showcase);
      let compared = 0;
      for (const { identity, id } of showcase.subjects) {
        for (const { arn, name, protected: guarded } of showcase.repositories) {
          for (const [reference, probe] of [
            ["refs/heads/main", probes[0]],
            ["refs/heads/*", probes[1]],
          ] as const) {
            if (reference === "refs/heads/main" && !guarded.includes(reference)) {
              continue;
            }
            for (const right of rightNames) {
              const alone = judgeRight(identity, right, arn, [probe]);
              const found = rightOf({ rows } as MatrixJson, id, name, reference, right);
              expect(found && [found.may, found.conditions, found.actions, found.path]).to.deep.equal(
                alone && [alone.may, alone.conditions, alone.actions, alone.decisions[0].path ?? null],
              );
              compared++;
            }
          }
        }
      }
      expect(compared).to.be.greaterThan(500);
    });
  });

  it("does not call safe what moves a branch by other ways than a push", () => {
    const matrix = matrixJson(
      report(
        primary("shop"),
        user("ada"),
        userPolicy("ada", "files", {
          Effect: "Allow",
          Action: ["codecommit:PutFile", "codecommit:MergePullRequestBySquash"],
          Resource: "*",
        }),
      ),
    );
    const push = rightOf(matrix, "user/ada", "shop", "refs/heads/*", "push");
    expect(push).to.include({ may: "yes", policy: "files", path: "user ada" });
    expect(push?.actions).to.deep.equal(["codecommit:PutFile"]);
    expect(rightOf(matrix, "user/ada", "shop", "refs/heads/*", "merge")?.actions).to.deep.equal([
      "codecommit:MergePullRequestBySquash",
    ]);
    expect(rightOf(matrix, "user/ada", "shop", "refs/heads/*", "delete")?.may).to.equal("no");
  });

  it("names the conditions that a right depends on", () => {
    const address = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    const company = report(
      primary("shop"),
      user("ada"),
      userPolicy(
        "ada",
        "office",
        { ...everything, Condition: address },
        {
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
        },
      ),
    );
    const push = rightOf(matrixJson(company), "user/ada", "shop", "refs/heads/*", "push");
    expect(push).to.deep.include({
      may: "on-conditions",
      conditions: ["aws:MultiFactorAuthPresent", "aws:SourceIp"],
    });
    expect(table(company, plain)).to.include("push: depends on aws:MultiFactorAuthPresent, aws:SourceIp");
  });

  it("sees a guard that stops every push, because it lacks its second half", () => {
    const company = report(
      primary("shop"),
      guard(["refs/heads/main"], "shop"),
      user("ada"),
      userPolicy("ada", "work", everything, {
        Sid: "Guard",
        Effect: "Deny",
        Action: "codecommit:GitPush",
        Resource: arnOf("shop"),
        Condition: { StringLikeIfExists: { "codecommit:References": "refs/heads/main" } },
      }),
    );
    const matrix = matrixJson(company);
    const push = rightOf(matrix, "user/ada", "shop", "refs/heads/*", "push");
    const { question, told } = ofPush(company);
    expect(question.reference).to.equal("refs/heads/feature");
    expect(told[0].verdict.decision.explanation).to.equal(
      "denied by statement Guard of policy work (user ada), at the first request of a push, which names no reference",
    );
    expect(push?.actions).to.not.include("codecommit:GitPush");
    expect(push?.actions).to.include("codecommit:CreateCommit");
  });

  it("finds the one branch of a protected pattern that a policy lets somebody push", () => {
    const matrix = matrixJson(
      report(
        primary("shop"),
        guard(["refs/heads/release/*"], "shop"),
        user("ada"),
        userPolicy("ada", "hotfixes", {
          Effect: "Allow",
          Action: "codecommit:GitPush",
          Resource: "*",
          Condition: { StringEqualsIfExists: { "codecommit:References": "refs/heads/release/hotfix" } },
        }),
      ),
    );
    const push = rightOf(matrix, "user/ada", "shop", "refs/heads/release/*", "push");
    expect(push).to.deep.include({ may: "yes", only: ["refs/heads/release/hotfix"] });
    expect(rightOf(matrix, "user/ada", "shop", "refs/heads/*", "push")?.may).to.equal("no");
  });

  it("has a line for an unguarded branch that a policy singles out, and none for one that differs for nobody", () => {
    const only = (Effect: string, reference: string) => ({
      Effect,
      Action: "codecommit:*",
      Resource: "*",
      Condition: { StringEquals: { "codecommit:References": reference } },
    });
    const { rows } = matrixJson(
      report(
        primary("shop"),
        user("ada"),
        userPolicy(
          "ada",
          "work",
          everything,
          only("Deny", "refs/heads/live"),
          only("Allow", "refs/heads/old"),
        ),
      ),
    );
    expect(rows.flatMap(({ references }) => references).sort()).to.deep.equal([
      "refs/heads/*",
      "refs/heads/live",
    ]);
  });

  it("has a line for the default branch that the program sets", () => {
    const { rows, repositories } = matrixJson(
      report(
        primary("shop"),
        resource("aws:codecommit/repository:Repository", "shop", {
          repositoryName: "shop",
          defaultBranch: "trunk",
        }),
        user("ada"),
      ),
    );
    expect(repositories[0].defaultBranch).to.equal("refs/heads/trunk");
    expect(rows.flatMap(({ references }) => references)).to.deep.equal(["refs/heads/trunk", "refs/heads/*"]);
  });

  it("keeps apart those for whom the same policy says different things by their names", () => {
    const own = { ...everything, Resource: `arn:aws:codecommit:*:*:\${aws:username}-*` };
    const group = resource("aws:iam/group:Group", "people", { name: "people" });
    const policy = resource("aws:iam/groupPolicy:GroupPolicy", "own", {
      group: "people",
      name: "own",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: own }),
    });
    const members = resource("aws:iam/groupMembership:GroupMembership", "members", {
      group: "people",
      users: ["ada", "bob"],
    });
    const matrix = matrixJson(
      report(primary("ada-notes", "bob-notes"), user("ada"), user("bob"), group, policy, members),
    );
    const push = (who: string, where: string) =>
      rightOf(matrix, `user/${who}`, where, "refs/heads/*", "push")?.may;
    expect([push("ada", "ada-notes"), push("ada", "bob-notes")]).to.deep.equal(["yes", "no"]);
    expect([push("bob", "ada-notes"), push("bob", "bob-notes")]).to.deep.equal(["no", "yes"]);
  });

  it("marks who takes a role", () => {
    const taken = (Principal: unknown, Condition = {}) => ({
      Effect: "Allow",
      Principal,
      Action: "sts:AssumeRole",
      Condition,
    });
    const { subjects } = report(
      primary("shop"),
      role("everybody", taken("*")),
      role("home", taken({ AWS: "arn:aws:iam::123456789012:root" })),
      role("partner", taken({ AWS: "210987654321" }, { StringEquals: { "sts:ExternalId": "x" } })),
      role("strange", { Effect: "Perhaps" }),
      role("web", taken({ Federated: "accounts.google.com" })),
    );
    expect(subjects.map(({ identity, notes }) => `${identity.name}: ${notes.join()}`)).to.deep.equal([
      "everybody: cross-account: everybody",
      "home: ",
      "partner: cross-account: 210987654321 with external id",
      "strange: who takes it cannot be read",
      "web: signed in by accounts.google.com",
    ]);
  });

  it("says what it cannot tell, and never that it is safe", () => {
    const company = report(
      primary("shop"),
      resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "foreign", {
        user: "carl",
        policyArn: "arn:aws:iam::123456789012:policy/unseen",
      }),
      resource("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "only", {}),
    );
    expect(rightOf(matrixJson(company), "user/carl", "shop", "refs/heads/*", "push")?.may).to.equal(
      "cannot-tell",
    );
    expect(company.gaps).to.have.length(1);
    expect(table(company, plain)).to.include("Cannot be told: only (aws:iam/rolePolicyAttachmentsExclusive");
  });

  it("refuses a stack without repositories, and one that does not tell them before an update", () => {
    expect(() => report(user("ada"))).to.throw("stack 'test' has no repositories");
    const vague = resource("codecommit-platform:index:Primary", "vague", {
      repositories: [Symbol("unknown")],
    });
    expect(() => report(vague, user("ada"))).to.throw("what vague declares is not known before an update");
    expect(() => report(primary("shop"))).to.throw("stack 'test' has no users, groups or roles");
  });
});
