import { expect } from "chai";
import { identitiesOf, type Identity } from "../../../policy-pack/access/identities";
import type { StackResource } from "../../../policy-pack/access/resources";
import {
  attached,
  customerManaged,
  document,
  powerUser,
  primaryStack,
  resource,
  role,
  seen,
  unknownString,
  updated,
  urn,
} from "../fixtures";

const group = (name: string) => resource("aws:iam/group:Group", name, { name: `ccp-dev-${name}` });
const user = (name: string, props: Record<string, unknown> = {}) =>
  resource("aws:iam/user:User", name, { name, ...props });
const pull = document({ Sid: "Pull", Effect: "Allow", Action: "codecommit:GitPull", Resource: "*" });

const forEverybody = document({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" });

function find(stack: readonly StackResource[], label: string): Identity {
  const found = identitiesOf(seen(stack)).all.find(({ kind, name }) => `${kind} ${name}` === label);
  if (!found) throw new Error(`There is no ${label}.`);
  return found;
}

const reached = (identity: Identity) => identity.policies.map(({ name, path }) => `${name} by ${path}`);

describe("identitiesOf", () => {
  for (const [phase, stack] of [
    ["at preview", primaryStack()],
    ["after an update", updated(primaryStack())],
  ] as const) {
    it(`finds groups, then users, with every policy and its path, ${phase}`, () => {
      const { all, gaps } = identitiesOf(seen(stack));
      expect(gaps).to.deep.equal([]);
      expect(all.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
        "group ccp-dev-developers",
        "group ccp-dev-release-managers",
        "group ccp-dev-auditors",
        "user ccp-dev-ada",
        "user ccp-dev-grace",
        "user ccp-dev-linus",
        "user ccp-dev-edsger",
      ]);
      expect(reached(all[3])).to.deep.equal([
        "AWSCodeCommitPowerUser by group ccp-dev-developers",
        "ccp-dev-trunk-guard by group ccp-dev-developers",
        "ccp-dev-replica-guard by group ccp-dev-developers",
        "ccp-dev-no-administration by group ccp-dev-developers",
      ]);
      expect(all.flatMap((identity) => identity.gaps)).to.deep.equal([]);
    });
  }

  it("joins by every kind of attachment and membership", () => {
    const stack = [
      ...["group", "more"].map(group),
      user("ada"),
      role("build", { managedPolicyArns: [powerUser], inlinePolicies: [{ name: "within", policy: pull }] }),
      customerManaged("own", pull),
      attached("group", "own"),
      resource("aws:iam/groupPolicy:GroupPolicy", "gp", {
        group: "ccp-dev-group",
        name: "inline",
        policy: pull,
      }),
      resource("aws:iam/userPolicy:UserPolicy", "up", { user: "ada", name: "direct", policy: pull }),
      resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "ua", {
        user: "ada",
        policyArn: powerUser,
      }),
      resource("aws:iam/rolePolicy:RolePolicy", "rp", { role: "build", name: "beside", policy: pull }),
      resource(
        "aws:iam/policyAttachment:PolicyAttachment",
        "all",
        { groups: ["ccp-dev-more"], users: ["ada"], roles: ["build"], policyArn: unknownString },
        { policyArn: [urn("aws:iam/policy:Policy", "own")] },
      ),
      resource("aws:iam/userGroupMembership:UserGroupMembership", "m", {
        user: "ada",
        groups: ["ccp-dev-group"],
      }),
      resource("aws:iam/groupMembership:GroupMembership", "n", { group: "ccp-dev-more", users: ["ada"] }),
    ];
    expect(reached(find(stack, "user ada"))).to.deep.equal([
      "direct by user ada",
      "AWSCodeCommitPowerUser by user ada",
      "ccp-dev-own by user ada",
      "ccp-dev-own by group ccp-dev-group",
      "inline by group ccp-dev-group",
      "ccp-dev-own by group ccp-dev-more",
    ]);
    expect(reached(find(stack, "role build"))).to.deep.equal([
      "AWSCodeCommitPowerUser by role build",
      "within by role build",
      "beside by role build",
      "ccp-dev-own by role build",
    ]);
  });

  it("joins users and groups whose names are not known either", () => {
    const unnamed = (type: string, name: string) => resource(type, name, { name: unknownString });
    const stack = [
      unnamed("aws:iam/group:Group", "group"),
      unnamed("aws:iam/user:User", "ada"),
      resource(
        "aws:iam/groupPolicy:GroupPolicy",
        "gp",
        { group: unknownString, name: "inline", policy: pull },
        {
          group: [urn("aws:iam/group:Group", "group")],
        },
      ),
      resource(
        "aws:iam/userGroupMembership:UserGroupMembership",
        "m",
        { user: unknownString, groups: [unknownString] },
        { user: [urn("aws:iam/user:User", "ada")], groups: [urn("aws:iam/group:Group", "group")] },
      ),
    ];
    expect(reached(find(stack, "user ada"))).to.deep.equal(["inline by group group"]);
  });

  it("knows a policy of the stack by the ARN that a program computed", () => {
    const stack = [
      group("group"),
      customerManaged("own", pull),
      resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "a", {
        group: "ccp-dev-group",
        policyArn: "arn:aws:iam::123456789012:policy/ccp-dev-own",
      }),
    ];
    expect(reached(find(stack, "group ccp-dev-group"))).to.deep.equal(["ccp-dev-own by group ccp-dev-group"]);
  });

  it("does not take an AWS managed policy for one of the stack's of the same name", () => {
    const stack = [
      group("group"),
      resource("aws:iam/policy:Policy", "p", { name: "AdministratorAccess", policy: pull }),
      resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "a", {
        group: "ccp-dev-group",
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    ];
    const [attachedPolicy] = find(stack, "group ccp-dev-group").policies;
    expect(attachedPolicy.policy.statements[0].actions.patterns).to.deep.equal(["*"]);
  });

  it("knows permissions boundaries", () => {
    const { boundary } = find([user("ada", { permissionsBoundary: powerUser })], "user ada");
    expect(boundary).to.include({ name: "AWSCodeCommitPowerUser", path: "boundary of user ada" });
  });

  const gaps: Record<string, readonly [StackResource[], string]> = {
    "a managed policy of another stack": [
      [
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
          user: "ada",
          policyArn: "arn:aws:iam::123456789012:policy/x",
        }),
      ],
      "the document of arn:aws:iam::123456789012:policy/x is not part of this stack (user ada)",
    ],
    "an AWS managed policy of which the pack has no copy": [
      [
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
          user: "ada",
          policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
        }),
      ],
      "the document of arn:aws:iam::aws:policy/ReadOnlyAccess is not part of this stack (user ada)",
    ],
    "an ARN that is unknown and depends on no policy of the stack": [
      [
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
          user: "ada",
          policyArn: unknownString,
        }),
      ],
      "policyArn of a is not known before the update (user ada)",
    ],
    "an unknown inline document": [
      [resource("aws:iam/userPolicy:UserPolicy", "p", { user: "ada", name: "own", policy: unknownString })],
      "policy own is not known before the update (user ada)",
    ],
    "a document that names principals": [
      [resource("aws:iam/userPolicy:UserPolicy", "p", { user: "ada", name: "own", policy: forEverybody })],
      "policy own names principals, as no policy of an identity may (user ada)",
    ],
    "a group of another stack": [
      [resource("aws:iam/userGroupMembership:UserGroupMembership", "m", { user: "ada", groups: ["admins"] })],
      "group admins is not part of this stack, so policies that are not seen here may allow it (user ada)",
    ],
  };
  for (const [what, [added, gap]] of Object.entries(gaps)) {
    it(`keeps ${what} as a gap`, () => {
      expect(find([user("ada"), ...added], "user ada").gaps).to.deep.equal([gap]);
    });
  }

  for (const [what, policyArn] of [
    ["of another stack", "arn:aws:iam::123456789012:policy/limits"],
    ["that is not known", unknownString],
  ]) {
    it(`leaves out a boundary ${what}: it can only take away`, () => {
      const ada = find([user("ada", { permissionsBoundary: policyArn })], "user ada");
      expect(ada).to.deep.include({ gaps: [] }).and.not.have.property("boundary");
    });
  }

  describe("of whom it does not make", () => {
    const unseen = (who: string) =>
      `${who} is not part of this stack, so policies that are not seen here may allow it`;
    const member = (groups: string[]) =>
      resource("aws:iam/userGroupMembership:UserGroupMembership", "m", { user: "jane", groups });

    it("knows that users and roles have more policies than it attaches", () => {
      const attachment = resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
        role: "Review",
        policyArn: powerUser,
      });
      const stack = [group("group"), member(["ccp-dev-group"]), attachment];
      expect(find(stack, "user jane").gaps).to.deep.equal([unseen("user jane")]);
      expect(find(stack, "role Review").gaps).to.deep.equal([unseen("role Review")]);
      expect(find(stack, "group ccp-dev-group").gaps, "which the stack makes").to.deep.equal([]);
    });

    it("judges a group it gives policies to, and none that somebody merely is in", () => {
      expect(find([member(["staff"])], "group staff").gaps).to.deep.equal([]);
      const given = resource("aws:iam/groupPolicy:GroupPolicy", "p", { group: "staff", policy: pull });
      expect(find([member(["staff"]), given], "group staff").gaps).to.deep.equal([unseen("group staff")]);
      expect(find([member(["staff"])], "user jane").gaps).to.deep.equal([
        unseen("user jane"),
        `${unseen("group staff")} (user jane)`,
      ]);
    });
  });

  for (const property of ["inlinePolicies", "managedPolicyArns"]) {
    it(`keeps ${property} that a program gives and that are unknown as a gap`, () => {
      const given = {
        ...role("build", { [property]: unknownString }),
        propertyDependencies: { [property]: [] },
      };
      expect(find([given], "role build").gaps).to.have.lengthOf(1);
    });

    it(`takes ${property} that only the provider reports as unknown for none`, () => {
      expect(find([role("build", { [property]: unknownString })], "role build").gaps).to.deep.equal([]);
    });
  }

  it("takes the empty inline policy that the provider reports for none", () => {
    const built = find([role("build", { inlinePolicies: [{}] })], "role build");
    expect(built).to.deep.include({ policies: [], gaps: [] });
  });

  describe("where a resource claims to know all there is", () => {
    const exclusive = (type: string, props: Record<string, unknown>) =>
      resource(`aws:iam/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, "only", props);
    const guard = document({ Effect: "Deny", Action: "codecommit:GitPush", Resource: "*" });
    const base = [
      group("group"),
      user("ada"),
      role("build"),
      customerManaged("guard", guard),
      customerManaged("own", pull),
    ];
    const arn = (name: string) => `arn:aws:iam::123456789012:policy/ccp-dev-${name}`;
    const stackGaps = (...added: StackResource[]) => identitiesOf(seen([...base, ...added])).gaps;

    for (const [type, props, label] of [
      ["GroupPolicyAttachmentsExclusive", { groupName: "ccp-dev-group" }, "group ccp-dev-group"],
      ["UserPolicyAttachmentsExclusive", { userName: "ada" }, "user ada"],
      ["RolePolicyAttachmentsExclusive", { roleName: "build" }, "role build"],
    ] as const) {
      it(`attaches what a ${type} lists`, () => {
        const only = exclusive(type, { ...props, policyArns: [arn("own"), powerUser] });
        expect(reached(find([...base, only], label))).to.deep.equal([
          `ccp-dev-own by ${label}`,
          `AWSCodeCommitPowerUser by ${label}`,
        ]);
      });
    }

    it("gives once what is listed and attached", () => {
      const only = exclusive("GroupPolicyAttachmentsExclusive", {
        groupName: "ccp-dev-group",
        policyArns: [arn("guard")],
      });
      const stack = [...base, attached("group", "guard"), only];
      expect(reached(find(stack, "group ccp-dev-group"))).to.have.lengthOf(1);
      expect(stackGaps(attached("group", "guard"), only)).to.deep.equal([]);
    });

    it("is not certain of a guard that is taken away", () => {
      const type = "GroupPolicyAttachmentsExclusive";
      const only = exclusive(type, { groupName: "ccp-dev-group", policyArns: [arn("own")] });
      expect(stackGaps(attached("group", "guard"), only)).to.deep.equal([
        `only (aws:iam/group${type.slice(5)}:${type}) takes away policies that other resources attach: group-guard`,
      ]);
      expect(
        stackGaps(attached("group", "own"), { ...only, props: { ...only.props, policyArns: [] } }),
      ).to.deep.equal([], "of what only allows");
    });

    it("is not certain of anything when the list is not known", () => {
      const only = exclusive("GroupPolicyAttachmentsExclusive", {
        groupName: "ccp-dev-group",
        policyArns: unknownString,
      });
      expect(stackGaps(only)).to.have.lengthOf(1);
    });

    it("is not certain of an inline guard that is taken away, nor of one that nobody shows", () => {
      const inline = resource("aws:iam/groupPolicy:GroupPolicy", "gp", {
        group: "ccp-dev-group",
        name: "inline",
        policy: guard,
      });
      const kept = (...policyNames: string[]) =>
        exclusive("GroupPoliciesExclusive", { groupName: "ccp-dev-group", policyNames });
      expect(stackGaps(inline, kept("inline"))).to.deep.equal([]);
      expect(stackGaps(inline, kept())).to.have.lengthOf(1);
      const stack = [...base, inline, kept("inline", "other")];
      expect(find(stack, "group ccp-dev-group").gaps).to.deep.equal([
        "inline policy other is not part of this stack (group ccp-dev-group)",
      ]);
    });

    it("is not certain of a guard that a PolicyAttachment keeps for others", () => {
      const others = resource(
        "aws:iam/policyAttachment:PolicyAttachment",
        "all",
        { users: ["ada"], policyArn: unknownString },
        { policyArn: [urn("aws:iam/policy:Policy", "guard")] },
      );
      expect(stackGaps(others)).to.deep.equal([]);
      expect(stackGaps(others, attached("group", "guard"))).to.have.lengthOf(1);
    });

    it("is not certain of the members of a group whom a GroupMembership leaves out", () => {
      const all = resource("aws:iam/groupMembership:GroupMembership", "all", {
        group: "ccp-dev-group",
        users: ["ada"],
      });
      const joins = (name: string) =>
        resource("aws:iam/userGroupMembership:UserGroupMembership", "m", {
          user: name,
          groups: ["ccp-dev-group"],
        });
      expect(stackGaps(all, joins("ada"))).to.deep.equal([]);
      expect(stackGaps(all, joins("bob"))).to.deep.equal([
        "all (aws:iam/groupMembership:GroupMembership) takes away user bob from group ccp-dev-group",
      ]);
    });
  });

  it("shares one list among all who have nothing but what their groups have", () => {
    const member = (name: string, ...groups: string[]) =>
      resource("aws:iam/userGroupMembership:UserGroupMembership", name, { user: name, groups });
    const stack = [
      ...["group", "more"].map(group),
      ...["ada", "bob", "cleo", "dan"].map((name) => user(name)),
      customerManaged("own", pull),
      attached("group", "own"),
      attached("more", "own"),
      member("ada", "ccp-dev-group"),
      member("bob", "ccp-dev-group", "ccp-dev-more"),
      member("cleo", "ccp-dev-group", "ccp-dev-more"),
      member("dan", "ccp-dev-group", "ccp-dev-more"),
      resource("aws:iam/userPolicy:UserPolicy", "up", { user: "dan", name: "direct", policy: pull }),
    ];
    const { all } = identitiesOf(seen(stack));
    const listOf = (label: string) => all.find(({ kind, name }) => `${kind} ${name}` === label)?.policies;
    expect(listOf("user ada")).to.equal(listOf("group ccp-dev-group"));
    expect(listOf("user bob")).to.equal(listOf("user cleo"));
    expect(listOf("user bob")).to.have.lengthOf(2);
    expect(listOf("user dan")).to.have.lengthOf(3);
  });

  it("does not guess the members of a list that is wholly unknown", () => {
    const stack = [
      user("ada"),
      resource(
        "aws:iam/policyAttachment:PolicyAttachment",
        "a",
        { users: unknownString, policyArn: powerUser },
        { users: [urn("aws:iam/user:User", "ada")] },
      ),
    ];
    expect(identitiesOf(seen(stack)).gaps).to.have.lengthOf(1);
  });

  it("keeps an attachment to nobody it knows as a gap of the stack", () => {
    const attachment = resource("aws:iam/policyAttachment:PolicyAttachment", "a", {
      users: unknownString,
      policyArn: powerUser,
    });
    expect(identitiesOf(seen([attachment])).gaps).to.deep.equal([
      "users of a (aws:iam/policyAttachment:PolicyAttachment) is not known before the update",
    ]);
  });
});
