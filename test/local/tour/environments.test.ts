import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { tour } from "../../../local/tour";
import { realise } from "../../support/realised";

const root = path.resolve(__dirname, "..", "..", "..");

type Settings = Readonly<Record<string, unknown>>;

interface Seen {
  readonly shown: readonly string[];
  readonly omitted: readonly string[];
  readonly failed: readonly string[];
  /** What stands below a step. */
  below(step: string): string | undefined;
}

/** The whole tour of a primary that the program makes of these settings. */
async function tourOf(stack: string, settings: Settings, region?: string): Promise<Seen> {
  const realised = await realise(stack, settings, region);
  const projectDirectory = mkdtempSync(path.join(tmpdir(), "no-clone-"));
  try {
    const lines: string[] = [];
    const passed = await tour({
      cloud: realised.cloud,
      primary: realised.primary,
      source: realised.region,
      targets: [],
      directory: path.join(realised.directory, "tour"),
      projectDirectory,
      paint: (_style, text) => text,
      print: (text) => lines.push(...text.split("\n").map((line) => line.trim())),
    });
    const withSign = (sign: string) =>
      lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(2));
    const failed = lines.flatMap((line, index) => (line.startsWith("✗") ? [line, lines[index + 1]] : []));
    expect(passed).to.equal(failed.length === 0);
    return {
      failed,
      shown: withSign("✓"),
      omitted: withSign("–"),
      below: (step) => lines[lines.indexOf(`✓ ${step}`) + 1],
    };
  } finally {
    await realised.remove();
    rmSync(projectDirectory, { recursive: true, force: true });
  }
}

/** The settings of one of the project's own primaries. */
function settingsOf(stack: string): Settings {
  const { config } = parse(readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Settings;
  };
  const prefix = "codecommit-platform:";
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

const trunk = { branches: ["main", "release/*"], pushers: ["owners"] };
const team = (access: string, members: readonly string[], more: Settings = {}) => ({
  access,
  members,
  ...more,
});

interface Case {
  readonly what: string;
  readonly settings: Settings;
  readonly region?: string;
  /** Steps that must be shown, among others. */
  readonly shows: readonly string[];
  /** What is left out, among others, with the reason. */
  readonly leavesOut: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "has a repository and nobody",
    settings: { repositories: { notes: {} } },
    shows: ["main of notes, which becomes the default branch, is put there on disk: nobody may push it"],
    leavesOut: [
      "A clone and a push of feature/tour: left out, nobody may push a branch",
      "Copies: left out, no replica follows this environment",
      "A wrong password and an unknown repository: left out, nobody may read",
    ],
  },
  {
    what: "has no protection",
    settings: {
      repositories: { notes: {} },
      teams: { makers: team("power-user", ["ada", "ben"]) },
      people: { ada: { gitCredentials: true } },
    },
    shows: ["ada clones over HTTP with git credentials and pushes feature/tour", "ada deletes feature/tour"],
    leavesOut: ["Protected branches: left out, no protection names notes"],
  },
  {
    what: "is one person",
    settings: {
      repositories: { notes: { protections: ["trunk"] } },
      protections: { trunk },
      teams: { owners: team("power-user", ["ada"]) },
      people: { ada: { gitCredentials: true } },
    },
    shows: [
      "ada seeds main of notes, which becomes the default branch",
      "ada pushes main again and creates release/1.0",
    ],
    leavesOut: ["Somebody may not push main: left out, whoever may push here is one of its pushers"],
  },
  {
    what: "has no git credentials at all",
    settings: {
      repositories: { notes: { protections: ["trunk"] } },
      protections: { trunk },
      teams: {
        owners: team("power-user", ["ada"]),
        makers: team("power-user", ["ben"]),
        auditors: team("reader", ["cyd"]),
      },
    },
    shows: [
      "ben clones over HTTP with a signed password and pushes feature/tour",
      "ben may not push main",
      "cyd clones but may not push",
      "A wrong password gets 401, an unknown repository 404",
    ],
    leavesOut: [],
  },
  {
    what: "has contributors only",
    settings: {
      repositories: { notes: {}, "shop-api": { protections: ["trunk"] } },
      protections: { trunk: { branches: ["main"], pushers: ["leads"] } },
      teams: {
        shop: team("contributor", ["ada"], { repositories: ["shop-*"] }),
        leads: team("contributor", ["ben"], { repositories: ["shop-*"] }),
      },
      people: { ada: { gitCredentials: true }, ben: { gitCredentials: true } },
    },
    shows: [
      "ben seeds main of shop-api, which becomes the default branch",
      "ada may not push main",
      "ada may not delete main",
    ],
    leavesOut: ["Somebody who only reads: left out, no team has the access reader"],
  },
  {
    // Source: CodeCommit user guide, "Limit pushes and merges to branches": main and prod, junior developers are denied.
    what: "is AWS's own example of main and prod",
    settings: {
      repositories: { MyDemoRepo: { protections: ["main-and-prod"] } },
      protections: { "main-and-prod": { branches: ["main", "prod"], pushers: ["seniors"] } },
      teams: { seniors: team("power-user", ["saanvi"]), juniors: team("power-user", ["mary", "li"]) },
      people: { mary: { gitCredentials: true }, saanvi: { gitCredentials: true } },
    },
    shows: [
      "mary may not push main",
      "mary may not create prod",
      "saanvi pushes main again and creates prod",
    ],
    leavesOut: ["Pull requests: left out, no branch needs approvals"],
  },
  {
    what: "protects by a pattern only",
    settings: {
      repositories: { notes: { protections: ["releases"] } },
      protections: { releases: { branches: ["release-?/*"], pushers: ["owners"] } },
      teams: { owners: team("power-user", ["ada"]), makers: team("power-user", ["ben"]) },
    },
    shows: [
      "ben may not create release-1/1.0",
      "ada pushes main again and creates release-1/1.0",
      "ben may not delete release-1/1.0",
    ],
    leavesOut: [],
  },
  {
    what: "protects every branch",
    settings: {
      repositories: { notes: { protections: ["all"] } },
      protections: { all: { branches: ["*"], pushers: ["owners"] } },
      teams: { owners: team("power-user", ["ada"]), makers: team("power-user", ["ben"]) },
    },
    shows: ["ada seeds main of notes, which becomes the default branch", "ben may not push main"],
    leavesOut: [],
  },
  {
    what: "has several protections with different pushers",
    settings: {
      repositories: { notes: { protections: ["trunk", "versions"] } },
      protections: {
        trunk: { branches: ["main"], pushers: ["owners"] },
        versions: { tags: ["v*"], pushers: ["release"] },
      },
      teams: {
        owners: team("power-user", ["ada"]),
        release: team("power-user", ["rex"]),
        makers: team("power-user", ["ben"]),
      },
    },
    shows: [
      "ben may not create v1.0",
      "rex creates v1.0",
      "ben may not delete v1.0",
      "ada pushes main again",
    ],
    leavesOut: [],
  },
  {
    what: "lets nobody in without MFA",
    settings: {
      repositories: { notes: { protections: ["trunk"] } },
      protections: { trunk: { ...trunk, approvals: { main: { needed: 1, from: { teams: ["owners"] } } } } },
      teams: {
        owners: team("power-user", ["ada"], { requireMfa: true }),
        makers: team("power-user", ["ben"], { requireMfa: true }),
      },
    },
    shows: [
      "ben clones over HTTP with a signed password after MFA and pushes feature/tour",
      "ben opens a pull request into main, which waits for approvals and is merged",
    ],
    leavesOut: [],
  },
  {
    what: "closes main to pushes, and opens it to approved pull requests of everybody",
    settings: {
      repositories: { notes: { protections: ["reviewed"] } },
      protections: {
        reviewed: {
          branches: ["main", "env/*"],
          pullRequests: "everyone",
          approvals: { "*": { needed: 1 }, main: { needed: 1 }, "env/*": { needed: 1 } },
        },
      },
      teams: { makers: team("power-user", ["ada", "ben"]) },
    },
    shows: [
      "main of notes, which becomes the default branch, is put there on disk: nobody may push it",
      "ada may not push main",
      "ada opens a pull request into main, which waits for approvals and is merged",
      "ada opens a pull request into env/1.0, which waits for approvals and is merged",
    ],
    leavesOut: ["A push of env/1.0: left out, nobody may push it"],
  },
  {
    what: "has readers only",
    settings: {
      repositories: { notes: {} },
      teams: { auditors: team("reader", ["amir"]) },
      people: { amir: { gitCredentials: true } },
    },
    shows: ["amir clones but may not push", "A wrong password gets 401, an unknown repository 404"],
    leavesOut: ["A clone and a push of feature/tour: left out, nobody may push a branch"],
  },
  {
    what: "is in China",
    region: "cn-north-1",
    settings: settingsOf("dev"),
    shows: [
      "dana may not push main",
      "devin has no git credentials and clones with a signed password",
      "dana opens a pull request into main, which waits for approvals and is merged",
    ],
    leavesOut: [],
  },
  {
    what: "is in GovCloud",
    region: "us-gov-west-1",
    settings: settingsOf("dev"),
    shows: ["dana may not push main"],
    leavesOut: [],
  },
  {
    what: "is that of prod",
    settings: settingsOf("prod"),
    shows: [
      "dana may not create v1.0",
      ...promisedReviews().map(
        (branch) => `dana opens a pull request into ${branch}, which waits for approvals and is merged`,
      ),
      "dana keeps trying to push main, and an alarm rings",
    ],
    leavesOut: ["Copies: left out, no replica follows this environment"],
  },
  {
    what: "is that of the showcase",
    settings: settingsOf("showcase"),
    shows: ["pat of account 210987654321 takes a role, reads payments-api, and may not push main"],
    leavesOut: [],
  },
];

/** What must be approved in prod by people whose level lets them. */
function promisedReviews(): string[] {
  const { protections, teams } = settingsOf("prod") as {
    protections: Record<
      string,
      { approvals?: Record<string, { needed: number; from: { teams: string[] } }> }
    >;
    teams: Record<string, { access: string; members: string[] }>;
  };
  const approvals = Object.values(protections).flatMap((protection) =>
    Object.entries(protection.approvals ?? {}),
  );
  return approvals
    .filter(([, { needed, from }]) => {
      const able = from.teams.filter((name) => teams[name].access !== "reader");
      return new Set(able.flatMap((name) => teams[name].members)).size >= needed;
    })
    .map(([branch]) => branch.replace("*", "1.0"));
}

describe("The tour of an environment", function () {
  this.timeout(120_000);

  for (const [index, { what, settings, region, shows, leavesOut }] of cases.entries()) {
    it(`that ${what} shows what it can, says what it cannot, and never fails`, async () => {
      const seen = await tourOf(`shape-${index}`, settings, region);
      expect(seen.failed).to.deep.equal([]);
      expect(seen.shown).to.include.members(shows);
      expect(seen.omitted).to.include.members(leavesOut);
    });
  }
});
