import { expect } from "chai";
import { requireSingleWriter } from "../../../policy-pack/policies/requireSingleWriter";
import {
  change,
  copies,
  document,
  primaryStack,
  replicaStack,
  replicaStatement,
  resource,
  role,
  unknownString,
  updated,
  urn,
  violationsOf,
  without,
} from "../fixtures";

const teams = ["developers", "release-managers"].map((name) => urn("aws:iam/group:Group", name));
const writer = "ccp-dev-eu-west-1-replicator";
const pushTo = (...targets: string[]) =>
  document({ Sid: "Push", Effect: "Allow", Action: "codecommit:GitPush", Resource: targets });

describe("codecommit-replica-require-single-writer", () => {
  for (const [stack, name] of [
    [primaryStack(), "primary"],
    [replicaStack(), "replica"],
  ] as const) {
    it(`is silent about a ${name} that complies, at preview and after an update`, async () => {
      expect(await violationsOf(requireSingleWriter, stack)).to.deep.equal([]);
      expect(await violationsOf(requireSingleWriter, updated(stack))).to.deep.equal([]);
    });
  }

  it("has nothing to prove in a stack with neither", async () => {
    const partner = role("partner", { inlinePolicies: [{ name: "all", policy: pushTo("*") }] });
    expect(await violationsOf(requireSingleWriter, [partner])).to.deep.equal([]);
  });

  describe("in a primary's stack", () => {
    const deny = (statement: object) =>
      change(primaryStack(), "replica-guard", { policy: document(statement) });

    it("catches teams without the deny, pushers too, and says how to mend it", async () => {
      const stack = without(
        without(primaryStack(), "developers-replica-guard"),
        "release-managers-replica-guard",
      );
      const violations = await violationsOf(requireSingleWriter, stack);
      expect(violations.map((violation) => violation.urn)).to.deep.equal(teams);
      expect(violations[1].message)
        .to.match(/^Every member of group ccp-dev-release-managers can move "refs\/heads\/main"/)
        .and.include("of arn:aws:codecommit:us-east-1:123456789012:payments-api")
        .and.include(
          "allowed by statement 1 of policy AWSCodeCommitPowerUser (group ccp-dev-release-managers)",
        )
        .and.include("Outside eu-central-1 repositories are copies that only their replication writes");
    });

    for (const action of replicaStatement.Action) {
      it(`catches a deny without ${action}`, async () => {
        const rest = replicaStatement.Action.filter((other) => other !== action);
        const violations = await violationsOf(
          requireSingleWriter,
          deny({ ...replicaStatement, Action: rest }),
        );
        expect(violations.map((violation) => violation.urn)).to.deep.equal(teams);
        expect(violations[0].message).to.include(`with ${action}:`);
      });
    }

    const anywhere = { Effect: "Deny", Action: replicaStatement.Action };
    const weaker: Record<string, object> = {
      "names today's regions only": { ...anywhere, Resource: "arn:aws:codecommit:eu-west-1:*:*" },
      "spares another region": { ...replicaStatement, NotResource: "arn:aws:codecommit:eu-*:123456789012:*" },
      "spares a region by condition": {
        ...replicaStatement,
        Condition: { StringNotEquals: { "aws:RequestedRegion": "sa-east-1" } },
      },
      "covers branches but no tags": {
        ...replicaStatement,
        Condition: { StringLike: { "codecommit:References": "refs/heads/*" } },
      },
      "depends on a tag": { ...replicaStatement, Condition: { Null: { "aws:ResourceTag/copy": "false" } } },
    };
    for (const [what, statement] of Object.entries(weaker)) {
      it(`catches a deny that ${what}`, async () => {
        const violations = await violationsOf(requireSingleWriter, deny(statement));
        expect(violations.map((violation) => violation.urn)).to.deep.equal(teams);
      });
    }

    it("accepts a deny by region instead of by resource", async () => {
      const byRegion = {
        ...anywhere,
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-central-1" } },
      };
      expect(await violationsOf(requireSingleWriter, deny(byRegion))).to.deep.equal([]);
    });

    it("lets users of elsewhere read copies under the deny, and says so of others", async () => {
      const jane = (group: string) =>
        resource("aws:iam/userGroupMembership:UserGroupMembership", "jane-teams", {
          user: "jane",
          groups: [group],
        });
      const guarded = [...primaryStack(), jane("ccp-dev-auditors")];
      expect(await violationsOf(requireSingleWriter, guarded)).to.deep.equal([]);
      const [violation, ...others] = await violationsOf(
        requireSingleWriter,
        without(guarded, "auditors-replica-guard"),
      );
      expect(violation.message)
        .to.match(/^It cannot be told whether user jane can move/)
        .and.include("user jane is not part of this stack")
        .and.include("deny it the 12 ref-moving actions");
      expect(others).to.deep.equal([]);
    });

    it("catches a role that people may assume", async () => {
      const stack = [
        ...primaryStack(),
        role("partner", { inlinePolicies: [{ name: "all", policy: pushTo("*") }] }),
      ];
      const violations = await violationsOf(requireSingleWriter, stack);
      expect(violations.map((violation) => violation.urn)).to.deep.equal([
        urn("aws:iam/role:Role", "partner"),
      ]);
      expect(violations[0].message).to.match(/^Role partner can move/);
    });
  });

  describe("in a replica's stack", () => {
    it("catches a second writer", async () => {
      const second = resource("aws:iam/rolePolicy:RolePolicy", "second", {
        role: "ccp-dev-eu-west-1-dispatcher",
        name: "git",
        policy: pushTo(copies[0]),
      });
      const violations = await violationsOf(requireSingleWriter, [...replicaStack(), second]);
      expect(violations).to.have.lengthOf(1);
      expect(violations[0].urn).to.equal(urn("aws:iam/role:Role", "ccp-dev-eu-west-1-dispatcher"));
      expect(violations[0].message)
        .to.include(`of ${copies[0]} with codecommit:GitPush: allowed by statement Push of policy git`)
        .and.include(`Only role ${writer} may write to the copies in eu-west-1`);
    });

    it("catches a second writer whose rights it cannot tell", async () => {
      const stack = change(replicaStack(), "dispatcher-logs", {
        policyArn: "arn:aws:iam::123456789012:policy/other",
      });
      const [violation] = await violationsOf(requireSingleWriter, stack);
      expect(violation.message).to.match(
        /^It cannot be told whether role ccp-dev-eu-west-1-dispatcher can move/,
      );
    });

    it("catches a writer that is not declared by that name", async () => {
      const violations = await violationsOf(
        requireSingleWriter,
        change(replicaStack(), "replica", { writer: "other" }),
      );
      expect(violations.map((violation) => violation.urn)).to.deep.equal([
        urn("aws:iam/role:Role", writer),
        urn("codecommit-platform:index:Replica", "replica"),
      ]);
      expect(violations[1].message).to.include("The declared writer other is not a role of this stack");
    });

    it("catches a writer that cannot write to one of the copies", async () => {
      const stack = change(replicaStack(), "replicator-git", { policy: pushTo(copies[0]) });
      const violations = await violationsOf(requireSingleWriter, stack);
      expect(violations).to.have.lengthOf(1);
      expect(violations[0].message).to.include(`is not allowed codecommit:GitPush on ${copies[1]}`);
    });

    it("catches a writer whose boundary does not let it write", async () => {
      const stack = change(replicaStack(), writer, {
        permissionsBoundary: "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly",
      });
      const [violation, ...others] = await violationsOf(requireSingleWriter, stack);
      expect(violation.message).to.include(`The declared writer ${writer} is not allowed codecommit:GitPush`);
      expect(others).to.deep.equal([]);
    });

    it("says so when its outputs are not known at preview", async () => {
      const [violation] = await violationsOf(
        requireSingleWriter,
        change(replicaStack(), "replica", { writer: unknownString }),
      );
      expect(violation.message).to.match(/^What replica protects cannot be told from its outputs \(writer:/);
    });
  });
});
