import { expect } from "chai";
import { configuration, parse, primary, problemsOf, replica, repositories } from "./settings";
import { wrongSettings } from "./wrong";

/** One team that pushes, whatever else there is. */
const lead = { teams: { leads: { access: "power-user", members: ["lea"] } } };
const repositoriesCalled = (names: readonly string[]) =>
  repositories(Object.fromEntries(names.map((name) => [name, {}])));

describe("The settings of a stack", () => {
  it("fill in what is left out", () => {
    const repository = {
      ...{ tags: {}, encryption: "customer-managed", adopt: false, protect: true },
      protections: [],
    };
    expect(parse(primary)).to.deep.equal({
      role: "primary",
      region: "eu-central-1",
      environment: "dev",
      tags: {},
      keys: { deletionWindowDays: 30, protect: true },
      repositories: {
        "payments-api": {
          ...repository,
          name: "payments-api",
          description: "Takes payments.",
          protections: ["trunk"],
        },
        "web-shop": { ...repository, name: "web-shop" },
      },
      teams: {
        developers: { access: "power-user", members: ["dana"], roles: [], requireMfa: false },
        "release-managers": { access: "power-user", members: ["rita"], roles: [], requireMfa: false },
      },
      people: { dana: { gitCredentials: ["default"], sshKeys: [], protections: [] } },
      protections: {
        trunk: {
          branches: ["main", "release/*"],
          tags: [],
          pushers: ["release-managers"],
          pullRequests: "pushers",
          approvals: {},
        },
      },
      crossAccount: {},
      topics: {},
      queues: {},
      eventRules: {},
      alarms: { email: [], https: [] },
      channels: {},
      notifications: {},
      triggers: {},
    });
    expect(parse(replica)).to.deep.equal({
      ...{ role: "replica", region: "eu-central-1", primary: "dev" },
      tags: {},
      alarms: { email: [], https: [], lagMinutes: 10, outOfStepMinutes: 60 },
      replication: { path: "fargate", sweepMinutes: 30, deepCheckDays: 7 },
    });
  });

  it("fill in what is left out of a replica's sweeps", () => {
    expect(parse({ ...replica, replication: { retainDays: 30 } })).to.deep.include({
      replication: { path: "fargate", sweepMinutes: 30, deepCheckDays: 7, retainDays: 30 },
    });
  });

  it("take sweeps as far apart as the alarm about them looks back", () => {
    const sections = { alarms: { outOfStepMinutes: 180 }, replication: { sweepMinutes: 180 } };
    expect(problemsOf(configuration({ ...replica, ...sections }))).to.deep.equal([]);
  });

  it("fill in what is left out of a replica's alarms", () => {
    expect(parse({ ...replica, alarms: { lagMinutes: 3 } })).to.deep.include({
      alarms: { email: [], https: [], lagMinutes: 3, outOfStepMinutes: 60 },
    });
  });

  it("take an empty text, Pulumi.yaml's default, as not set", () => {
    expect(parse({ ...primary, environment: "", primary: "" })).to.include({ environment: "dev" });
  });

  it("keep a repository's key apart from its name", () => {
    const settings = parse(repositories({ payments: { name: "Payments.Api" } }));
    expect(settings).to.have.nested.property("repositories.payments.name", "Payments.Api");
  });

  it("fill in what is left out of the keys' settings", () => {
    expect(parse({ ...primary, keys: { protect: false } })).to.deep.include({
      keys: { deletionWindowDays: 30, protect: false },
    });
  });

  it("take fifty tags a repository, one key counting once", () => {
    const tags = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`tag-${index}`, "x"]));
    expect(problemsOf(configuration({ ...repositories({ api: { tags } }), tags }))).to.deep.equal([]);
  });

  describe("accept", () => {
    const { trunk } = primary.protections as Record<string, object>;
    const both = { "payments-api": { protections: ["trunk", "other"] } };
    for (const [what, sections] of [
      ["a person without a team who is guarded", { people: { bob: { protections: ["trunk"] } } }],
      [
        "two guards of one branch with the same pushers",
        {
          repositories: both,
          protections: { trunk, other: { branches: ["*"], pushers: ["release-managers"] } },
        },
      ],
      [
        "guards of one branch with different pushers in different repositories",
        {
          repositories: { ...(primary.repositories as object), "web-shop": { protections: ["other"] } },
          protections: { trunk, other: { branches: ["main"], pushers: ["developers"] } },
        },
      ],
      [
        "approvals of one branch in two protections: CodeCommit asks for both",
        {
          repositories: both,
          protections: {
            trunk: { ...trunk, approvals: { main: { needed: 1 } } },
            other: {
              tags: ["v*"],
              pushers: ["release-managers"],
              approvals: { main: { needed: 1, from: { people: ["rita"] } } },
            },
          },
        },
      ],
      [
        "merges by everyone behind approvals for every branch",
        {
          protections: {
            trunk: { branches: ["main", "?/x"], pullRequests: "everyone", approvals: { "*": { needed: 1 } } },
          },
        },
      ],
      [
        "any number of approvals from a role of any number of sessions",
        {
          protections: {
            trunk: { ...trunk, approvals: { main: { needed: 3, from: { roles: ["Review/*"] } } } },
          },
        },
      ],
    ] as const) {
      it(what, () => {
        expect(problemsOf(configuration({ ...primary, ...sections }))).to.deep.equal([]);
      });
    }
  });

  describe("report, with path and way out,", () => {
    for (const [what, settings, problem] of wrongSettings) {
      it(what, () => {
        expect(problemsOf(configuration(settings))).to.deep.equal([problem]);
      });
    }

    it("more guard policies than IAM attaches to a group", () => {
      const many = Object.fromEntries(
        Array.from({ length: 900 }, (_, index) => [
          `team-repository-number-${index}`,
          { protections: ["trunk"] },
        ]),
      );
      expect(problemsOf(configuration({ ...primary, repositories: many }))).to.deep.equal([
        'protections: the guards of team "developers" need 16 policies and the team needs 4 more, but IAM attaches 10 to a group; use fewer protections, branch patterns such as "release/*", or shorter repository names.',
      ]);
    });

    describe("of the policies that a role gets from its teams", () => {
      const protections = Object.fromEntries(
        ["a", "b", "c", "d", "e"].map((name) => [name, { branches: [name], pushers: ["leads"] }]),
      );
      const repositories = { api: { protections: Object.keys(protections) } };
      const withTeams = (teams: Record<string, unknown>) =>
        problemsOf(
          configuration({ role: "primary", repositories, protections, teams: { ...lead.teams, ...teams } }),
        );
      const roles = ["Federated"];

      it("the ones that several teams share once", () => {
        expect(
          withTeams({ b: { access: "power-user", roles }, a: { access: "power-user", roles } }),
        ).to.deep.equal([]);
      });

      it("more than IAM attaches to a role", () => {
        expect(
          withTeams({
            a: { access: "power-user", roles },
            b: { access: "reader", roles },
            c: { access: "contributor", repositories: ["api"], roles },
          }),
        ).to.deep.equal([
          'teams: role "Federated" gets 11 policies from a, b, c, but IAM attaches 10 to a role by default; put it into fewer teams, or use fewer protections.',
        ]);
      });

      it("more than IAM attaches to a group, the one for MFA included", () => {
        const six = { ...protections, f: { branches: ["f"], pushers: ["leads"] } };
        const teamOf = (requireMfa: boolean) =>
          problemsOf(
            configuration({
              role: "primary",
              repositories: { api: { protections: Object.keys(six) } },
              protections: six,
              teams: { ...lead.teams, a: { access: "reader", requireMfa } },
            }),
          );
        expect(teamOf(false)).to.deep.equal([]);
        expect(teamOf(true)).to.deep.equal([
          'protections: the guards of team "a" need 6 policies and the team needs 5 more, but IAM attaches 10 to a group; use fewer protections, branch patterns such as "release/*", or shorter repository names.',
        ]);
      });
    });

    it("more repositories of a contributor than fit in a policy", () => {
      const names = Array.from({ length: 60 }, (_, index) => `team-repository-number-${index}`);
      const settings = {
        ...repositoriesCalled(names),
        teams: { ...(primary.teams as object), partners: { access: "contributor", repositories: names } },
      };
      const [problem, ...more] = problemsOf(configuration(settings));
      expect(more).to.deep.equal([]);
      expect(problem).to.match(
        /^teams\.partners\.repositories: 60 names make a policy of \d+ characters, but IAM allows 6144; use patterns such as "payments-\*", or several teams\.$/,
      );
    });

    it("branches and tags that fit in no policy", () => {
      const branches = Array.from({ length: 150 }, (_, index) => `release/number-${index}`);
      const tags = Array.from({ length: 150 }, (_, index) => `version-number-${index}`);
      const settings = { ...primary, protections: { trunk: { branches, tags, pushers: ["developers"] } } };
      expect(problemsOf(configuration(settings))).to.deep.equal([
        'protections.trunk: 300 branches and tags do not fit in a policy of 6144 characters; use fewer, or patterns such as "release/*".',
      ]);
    });

    it("more policies of a guard than IAM attaches to the group of single people", () => {
      const repositories = Array.from({ length: 900 }, (_, index) => `team-repository-number-${index}`);
      const settings = {
        role: "primary",
        repositories: Object.fromEntries(repositories.map((name) => [name, { protections: ["trunk"] }])),
        people: { bob: { protections: ["trunk"] } },
        ...lead,
        protections: { trunk: { tags: ["v*"], pushers: ["leads"] } },
      };
      expect(problemsOf(configuration(settings))).to.deep.equal([
        'protections.trunk: its guard needs 16 policies, but IAM attaches 10 to the group of people who are guarded by name; use branch patterns such as "release/*", or shorter repository names.',
      ]);
    });

    it("approvers who do not fit in an approval rule", () => {
      const members = Array.from({ length: 50 }, (_, index) => `member-of-a-very-long-name-${index}`);
      const settings = {
        ...primary,
        teams: { ...(primary.teams as object), reviewers: { access: "reviewer", members } },
        protections: {
          trunk: {
            ...{ branches: ["main"], pushers: ["developers"] },
            approvals: { main: { needed: 1, from: { teams: ["reviewers"] } } },
          },
        },
      };
      const [problem, ...more] = problemsOf(configuration(settings));
      expect(more).to.deep.equal([]);
      expect(problem).to.match(
        /^protections\.trunk\.approvals\.main\.from: 50 people and roles make a rule of \d+ characters, but CodeCommit allows 3000; name fewer, or a role that they assume\.$/,
      );
    });

    describe("of a role for another account,", () => {
      const partner = (more: object) => ({
        partner: { account: "210987654321", access: "contributor", repositories: ["*"], ...more },
      });

      it("more repositories than fit in a policy", () => {
        const names = Array.from({ length: 60 }, (_, index) => `team-repository-number-${index}`);
        const settings = { ...repositoriesCalled(names), crossAccount: partner({ repositories: names }) };
        expect(problemsOf(configuration(settings)).join("\n")).to.match(
          /^crossAccount\.partner\.repositories: 60 names make a policy of \d+ characters, but IAM allows 6144; use patterns such as "payments-\*", or several roles\.$/,
        );
      });

      it("more principals than fit in a trust policy", () => {
        const principals = Array.from({ length: 45 }, (_, index) => `user/person-${index}`);
        const settings = { ...primary, crossAccount: partner({ principals }) };
        expect(problemsOf(configuration(settings)).join("\n")).to.match(
          /^crossAccount\.partner: the trust policy has \d+ characters, but IAM allows 2048; name fewer principals, or one role that they share, or a shorter externalId\.$/,
        );
      });

      it("more guards than IAM attaches to it", () => {
        const names = Array.from({ length: 8 }, (_, index) => `line-${index}`);
        const settings = {
          ...primary,
          repositories: { api: { protections: names } },
          protections: Object.fromEntries(
            names.map((name) => [name, { branches: [name], pushers: ["leads"] }]),
          ),
          ...lead,
          people: {},
          crossAccount: partner({}),
        };
        expect(problemsOf(configuration(settings))).to.deep.equal([
          'crossAccount: the guards of a role need 8 policies and every role needs 3 more, but IAM attaches 10 to a role; use fewer protections, branch patterns such as "release/*", or shorter repository names.',
        ]);
      });
    });

    it("a region that is missing", () => {
      const config = Object.entries(configuration(primary)).filter(([key]) => key !== "aws:region");
      expect(problemsOf(Object.fromEntries(config))).to.deep.equal([
        "aws:region: is missing; for example: pulumi config set aws:region eu-central-1.",
      ]);
    });

    it("everything at once", () => {
      const settings = {
        ...primary,
        colour: "red",
        repositories: { "payments api": { protections: ["trunc"] }, api: {}, API: { descriptio: "x" } },
        protections: { trunk: { branches: ["refs/heads/main"], pushers: ["nobody"] } },
      };
      expect(problemsOf(configuration(settings)).map((problem) => problem.split(":")[0])).to.have.members([
        "colour",
        "repositories.payments api",
        "repositories.payments api.protections[0]",
        "repositories.API",
        "repositories.API.descriptio",
        "protections.trunk.branches[0]",
        "protections.trunk.pushers[0]",
      ]);
    });
  });
});
