import { expect } from "chai";
import { settingsWarnings } from "../../../components/settings/warnings";
import { configuration, parse, primary, problemsOf, replica, type Sections } from "./settings";

function warningsOf(sections: Sections): readonly string[] {
  return settingsWarnings("codecommit-platform", [], parse({ ...primary, ...sections }));
}

const teams = primary.teams as object;
const guarded = (approvals: object, more: object = {}) => ({
  protections: { trunk: { branches: ["main"], pushers: ["release-managers"], approvals, ...more } },
});

describe("The warnings about right settings", () => {
  it("are none of a primary and a replica that say what they mean", () => {
    expect(warningsOf({})).to.deep.equal([]);
    expect(settingsWarnings("codecommit-platform", [], parse(replica))).to.deep.equal([]);
  });

  it("say what follows where the only approver is the only pusher", () => {
    expect(warningsOf(guarded({ main: { needed: 1, from: { teams: ["release-managers"] } } }))).to.deep.equal(
      [
        "protections.trunk.approvals.main: rita is the only one who may approve and the only one who may push to main of payments-api: nobody approves rita's own pull requests, so rita's changes get there by a push that nobody has reviewed. Name a second approver to have them reviewed.",
      ],
    );
  });

  it("are none where a reviewer approves what the only pusher opens", () => {
    const reviewers = { access: "reviewer", members: ["rosa"] };
    expect(
      warningsOf({
        ...guarded({ main: { needed: 1, from: { teams: ["reviewers"] } } }),
        teams: { ...teams, reviewers },
      }),
    ).to.deep.equal([]);
  });

  it("count those whom a rule without a pool leaves", () => {
    expect(warningsOf(guarded({ main: { needed: 1 } }))).to.deep.equal([]);
    expect(warningsOf(guarded({ main: { needed: 2 } }))).to.deep.equal([
      "protections.trunk.approvals.main: 2 approvals are needed, but a pull request in payments-api gets 1 at most: dana, rita may approve, of whom an author (dana, for example) does not count. Name more who may, for example a team with access reviewer, or need fewer. Others of the account would have to approve.",
    ]);
  });

  it("say that a branch cannot be created which pull requests move only", () => {
    const merged = guarded({ main: { needed: 1 } }, { pushers: [], pullRequests: "everyone" });
    expect(warningsOf(merged)).to.deep.equal([
      "protections.trunk.pushers: nobody can create main of payments-api, because no team is named; pull requests move what is there already. Name a team with members or roles whose access is administrator, power-user or, for its own repositories, contributor.",
    ]);
  });
});

describe("Approvers and pushers who can", () => {
  const accepts = (what: string, sections: Sections) => {
    it(what, () => {
      const config = configuration({ ...primary, ...sections });
      expect(problemsOf(config)).to.deep.equal([]);
      expect(warningsOf(sections)).to.deep.equal([]);
    });
  };
  const pool = (needed: number, from: object) => guarded({ main: { needed, from } });
  const strict = { access: "administrator", members: ["pat", "pia"], requireMfa: true };

  accepts("are those of whom MFA is required: they approve under an MFA session", {
    ...pool(1, { teams: ["platform"] }),
    teams: { ...teams, platform: strict },
  });
  accepts("are contributors of the repository, and as many reviewers as are needed", {
    protections: {
      trunk: {
        ...{ branches: ["main"], pushers: ["payments"] },
        approvals: {
          main: { needed: 1, from: { teams: ["payments"] } },
          develop: { needed: 2, from: { teams: ["reviewers"] } },
        },
      },
    },
    teams: {
      ...teams,
      payments: { access: "contributor", repositories: ["payments-*"], members: ["pia", "pit"] },
      reviewers: { access: "reviewer", members: ["rosa", "remy"] },
    },
  });
  accepts("are roles and existing users in no team, who have their rights from elsewhere", {
    ...pool(1, { people: ["jane", "carla"], roles: ["Review/bot"] }),
    people: {
      jane: { existing: "emea/jane.doe", protections: ["trunk"] },
      carla: { existing: "carla", protections: ["trunk"] },
    },
  });
  accepts("is a role in a team that pushes", {
    protections: { trunk: { branches: ["main"], pushers: ["federated"] } },
    teams: { ...teams, federated: { access: "power-user", roles: ["Federated"] } },
  });
  accepts("is a reader who is in a pushing team of power users, too", {
    protections: { trunk: { branches: ["main"], pushers: ["release-managers", "auditors"] } },
    teams: { ...teams, auditors: { access: "reader", members: ["rita"] } },
  });
});
