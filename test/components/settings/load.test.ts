import { expect } from "chai";
import { parseSettings } from "../../../components/settings/load";
import { SettingsError } from "../../../components/settings/settingsError";

type Sections = Record<string, unknown>;

const primary: Sections = {
  role: "primary",
  repositories: { "payments-api": { description: "Takes payments.", protection: "trunk" }, "web-shop": {} },
  teams: {
    developers: { access: "power-user", members: ["dana"] },
    "release-managers": { access: "power-user", members: ["rita"] },
  },
  people: { dana: { gitCredentials: true } },
  protections: { trunk: { branches: ["main", "release/*"], pushers: ["release-managers"] } },
};

const replica: Sections = { role: "replica", primary: "dev" };

/** The configuration as Pulumi hands it over: text stays text, structures become JSON. */
function configuration(sections: Sections): Record<string, string> {
  const own = Object.entries(sections).map(([key, value]) => [
    `codecommit-platform:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries([["aws:region", "eu-central-1"], ...own]) as Record<string, string>;
}

function parse(sections: Sections) {
  return parseSettings("codecommit-platform", "dev", configuration(sections));
}

function problemsOf(config: Record<string, string>): string[] {
  try {
    parseSettings("codecommit-platform", "dev", config);
  } catch (error) {
    expect(error).to.be.instanceOf(SettingsError);
    return (error as SettingsError).message
      .split("\n")
      .slice(1)
      .map((line) => line.replace("  ✗ ", ""));
  }
  return [];
}

describe("The settings of a stack", () => {
  it("fill in what is left out", () => {
    expect(parse(primary)).to.deep.equal({
      role: "primary",
      region: "eu-central-1",
      environment: "dev",
      repositories: {
        "payments-api": {
          name: "payments-api",
          description: "Takes payments.",
          protect: true,
          protection: "trunk",
        },
        "web-shop": { name: "web-shop", protect: true },
      },
      teams: primary.teams,
      people: { dana: { gitCredentials: true, sshKeys: [] } },
      protections: primary.protections,
    });
    expect(parse(replica)).to.deep.equal({ role: "replica", region: "eu-central-1", primary: "dev" });
  });

  it("take an empty text, Pulumi.yaml's default, as not set", () => {
    expect(parse({ ...primary, environment: "", primary: "" })).to.include({ environment: "dev" });
  });

  it("keep a repository's key apart from its name", () => {
    const settings = parse({ ...primary, repositories: { payments: { name: "Payments.Api" } } });
    expect(settings).to.have.nested.property("repositories.payments.name", "Payments.Api");
  });

  describe("report, with path and way out,", () => {
    const entry = (section: string, value: unknown): Sections => ({ ...primary, [section]: value });
    const cases: readonly (readonly [what: string, settings: Sections, problem: string])[] = [
      [
        "an unknown key",
        { ...primary, repositoriez: "x" },
        'repositoriez: is not a setting. Did you mean "repositories"? Allowed: role, environment, repositories, teams, people, protections.',
      ],
      [
        "an unknown key of an entry",
        entry("repositories", { api: { desc: "x" } }),
        'repositories.api.desc: is not a setting. Did you mean "description"? Allowed: name, description, defaultBranch, protect, protection.',
      ],
      [
        "a role that does not exist",
        { ...primary, role: "master" },
        'role: "master" is not a role; "primary" owns repositories and teams, "replica" keeps copies in another region.',
      ],
      [
        "an environment that does not fit into names",
        { ...primary, environment: "Dev 1" },
        'environment: "Dev 1" is not a usable name: use lower-case words joined by "-", for example "dev-1".',
      ],
      [
        "a bad repository name",
        entry("repositories", { "payments api": {} }),
        'repositories.payments api: "payments api" is not a repository name: use 1 to 100 letters, digits, ".", "_" and "-", for example "payments-api".',
      ],
      [
        "a repository name that ends in .git",
        entry("repositories", { "api.git": {} }),
        'repositories.api.git: "api.git" ends in ".git", which CodeCommit refuses: leave it out.',
      ],
      [
        "a repository name that is too long",
        entry("repositories", { ["a".repeat(101)]: {} }),
        `repositories.${"a".repeat(101)}: "${"a".repeat(101)}" is longer than 100 characters.`,
      ],
      [
        "two repositories of one name in different case",
        entry("repositories", { "payments-api": {}, "Payments-API": {} }),
        'repositories.Payments-API: its name "Payments-API" and that of repositories.payments-api differ in nothing but case; rename one of them.',
      ],
      [
        "two repositories of one name",
        entry("repositories", { a: { name: "api" }, b: { name: "api" } }),
        'repositories.b: its name "api" and that of repositories.a are the same; rename one of them.',
      ],
      [
        "no repository at all",
        entry("repositories", {}),
        "repositories: declares none; declare at least one.",
      ],
      [
        "repositories that are not a map",
        entry("repositories", ["api"]),
        'repositories: takes a map, but is ["api"].',
      ],
      [
        "a description over the limit",
        entry("repositories", { api: { description: "x".repeat(1001) } }),
        "repositories.api.description: is longer than the 1000 that AWS allows; shorten it.",
      ],
      [
        "a default branch with a wildcard",
        entry("repositories", { api: { defaultBranch: "release/*" } }),
        'repositories.api.defaultBranch: "release/*" has a wildcard, but one branch is meant: write its whole name.',
      ],
      [
        "a protection that does not exist",
        entry("repositories", { api: { protection: "trunc" } }),
        'repositories.api.protection: there is no protection "trunc" (declared: trunk). Did you mean "trunk"?',
      ],
      [
        "a team that does not exist",
        entry("protections", { trunk: { branches: ["main"], pushers: ["release-manager"] } }),
        'protections.trunk.pushers[0]: there is no team "release-manager" (declared: developers, release-managers). Did you mean "release-managers"?',
      ],
      [
        'a branch with a leading "refs/"',
        entry("protections", { trunk: { branches: ["refs/heads/main"] } }),
        'protections.trunk.branches[0]: "refs/heads/main" starts with "refs/": write the branch as people know it, "main".',
      ],
      [
        "a branch that git does not allow",
        entry("protections", { trunk: { branches: ["release..1"] } }),
        'protections.trunk.branches[0]: "release..1" is not a branch: no space, none of ~ ^ : [ ] \\, no "..", "//" or "@{", and no "/" or "." at either end.',
      ],
      [
        "a branch that looks like a commit",
        entry("protections", { trunk: { branches: ["0123456789012345678901234567890123456789"] } }),
        'protections.trunk.branches[0]: "0123456789012345678901234567890123456789" looks like a commit id, which CodeCommit refuses.',
      ],
      [
        "a protection without a branch",
        entry("protections", { trunk: { branches: [] } }),
        "protections.trunk.branches: names no branch: list at least one, for example main.",
      ],
      [
        "an access level that does not exist",
        entry("teams", { ...(primary.teams as object), auditors: { access: "poweruser" } }),
        'teams.auditors.access: "poweruser" is not allowed. Did you mean "power-user"? Allowed: administrator, power-user, contributor, reader.',
      ],
      [
        "a missing access level",
        entry("teams", { ...(primary.teams as object), auditors: {} }),
        "teams.auditors.access: is missing; it takes one of administrator, power-user, contributor, reader.",
      ],
      [
        "members that are not a list",
        entry("teams", { ...(primary.teams as object), auditors: { access: "reader", members: "amir" } }),
        'teams.auditors.members: takes a list, but is "amir".',
      ],
      [
        "a contributor team without repositories",
        entry("teams", { ...(primary.teams as object), partners: { access: "contributor" } }),
        "teams.partners.repositories: is missing; a contributor team names its repositories, for example [payments-*].",
      ],
      [
        "a contributor's repository that does not exist",
        entry("teams", {
          ...(primary.teams as object),
          partners: { access: "contributor", repositories: ["payments-*", "web-shob"] },
        }),
        'teams.partners.repositories[1]: there is no repository "web-shob" (declared: payments-api, web-shop). Did you mean "web-shop"?',
      ],
      [
        "repositories of a team that reaches all of them",
        entry("teams", {
          ...(primary.teams as object),
          auditors: { access: "reader", repositories: ["web-shop"] },
        }),
        'teams.auditors.repositories: goes with access contributor only; "reader" reaches every repository.',
      ],
      [
        "a person in no team",
        entry("people", { danna: {} }),
        'people.danna: is in no team; add "danna" to the members of a team, or remove the entry. Did you mean "dana"?',
      ],
      [
        "a switch that is not true or false",
        entry("people", { dana: { gitCredentials: "yes" } }),
        'people.dana.gitCredentials: takes true or false, but is "yes".',
      ],
      [
        "an SSH key that IAM does not take",
        entry("people", { dana: { sshKeys: ["ssh-ed25519 AAAAC3Nz"] } }),
        "people.dana.sshKeys[0]: is not an RSA public key; IAM takes no other. Make one with: ssh-keygen -t rsa -b 4096, and paste the .pub file.",
      ],
      [
        "a person who may push by one team and not by another",
        entry("teams", { ...(primary.teams as object), auditors: { access: "reader", members: ["rita"] } }),
        'protections.trunk: "rita" is in "release-managers", which may push, and in "auditors", which may not; the deny would win. Take the person out of one, or add "auditors" to the pushers.',
      ],
      [
        "a person in more teams than IAM allows",
        entry(
          "teams",
          Object.fromEntries([
            ["release-managers", { access: "reader" }],
            ...["developers", ..."abcdefghij"].map((team) => [team, { access: "reader", members: ["dana"] }]),
          ]),
        ),
        'teams: "dana" is a member of 11 teams (developers, a, b, c, d, e, f, g, h, i, j), but IAM allows 10 groups a user; merge some teams.',
      ],
      [
        "a replica's setting in a primary",
        { ...primary, primary: "dev" },
        "primary: is not a setting. Allowed: role, environment, repositories, teams, people, protections.",
      ],
      ["a replica without its primary", { role: "replica" }, "primary: is missing; it takes a text."],
      [
        "a primary that is not a stack's name",
        { role: "replica", primary: "a/b" },
        'primary: is not a stack: write "dev", or "organization/project/dev".',
      ],
      [
        "a network without subnets",
        { ...replica, network: { vpcId: "vpc-0a1b", subnetIds: [] } },
        "network.subnetIds: names no subnet: list at least one.",
      ],
      [
        "a VPC id that is none",
        { ...replica, network: { vpcId: "main", subnetIds: ["subnet-0a1b"] } },
        "network.vpcId: is not a VPC id such as vpc-0a1b2c3d.",
      ],
    ];
    for (const [what, settings, problem] of cases) {
      it(what, () => {
        expect(problemsOf(configuration(settings))).to.deep.equal([problem]);
      });
    }

    it("more guard policies than IAM attaches to a group", () => {
      const many = Object.fromEntries(
        Array.from({ length: 900 }, (_, index) => [
          `team-repository-number-${index}`,
          { protection: "trunk" },
        ]),
      );
      expect(problemsOf(configuration({ ...primary, repositories: many }))).to.deep.equal([
        'protections: the guards of team "developers" need 16 policies and every team needs 4 more, but IAM attaches 10 to a group; use fewer protections, branch patterns such as "release/*", or shorter repository names.',
      ]);
    });

    it("more repositories of a contributor than fit in a policy", () => {
      const repositories = Array.from({ length: 60 }, (_, index) => `team-repository-number-${index}`);
      const settings = {
        ...primary,
        repositories: Object.fromEntries(repositories.map((name) => [name, {}])),
        teams: { ...(primary.teams as object), partners: { access: "contributor", repositories } },
      };
      const [problem, ...more] = problemsOf(configuration(settings));
      expect(more).to.deep.equal([]);
      expect(problem).to.match(
        /^teams\.partners\.repositories: 60 names make a policy of \d+ characters, but IAM allows 6144; use patterns such as "payments-\*", or several teams\.$/,
      );
    });

    it("branches that fit in no policy", () => {
      const branches = Array.from({ length: 300 }, (_, index) => `release/number-${index}`);
      const settings = { ...primary, protections: { trunk: { branches, pushers: [] } } };
      expect(problemsOf(configuration(settings))).to.deep.equal([
        'protections.trunk.branches: 300 branches do not fit in a policy of 6144 characters; use fewer, or patterns such as "release/*".',
      ]);
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
        repositories: { "payments api": { protection: "trunc" }, api: {}, API: { descriptio: "x" } },
        protections: { trunk: { branches: ["refs/heads/main"], pushers: ["nobody"] } },
      };
      expect(problemsOf(configuration(settings)).map((problem) => problem.split(":")[0])).to.have.members([
        "colour",
        "repositories.payments api",
        "repositories.payments api.protection",
        "repositories.API",
        "repositories.API.descriptio",
        "protections.trunk.branches[0]",
        "protections.trunk.pushers[0]",
      ]);
    });
  });
});
