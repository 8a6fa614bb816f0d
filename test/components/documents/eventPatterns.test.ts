import { expect } from "chai";
import fc from "fast-check";
import {
  codecommitEvents,
  type EventFamily,
  eventGroups,
  eventNames,
  eventsNamed,
} from "../../../components/documents/codecommitEvents";
import {
  canNarrow,
  eventPatterns,
  type EventSelection,
  needsWildcard,
} from "../../../components/documents/eventPatterns";
import type { Place } from "../../../components/documents/place";
import { parsePattern } from "../../../local/cloud/events/pattern";

const place: Place = { partition: "aws", account: "123456789012", region: "eu-central-1", prefix: "ccp-dev" };

const envelope = (name: string, detail: object) => ({
  version: "0",
  source: "aws.codecommit",
  "detail-type": codecommitEvents.get(name)?.detailType,
  account: place.account,
  region: place.region,
  detail: { event: codecommitEvents.get(name)?.event, ...detail },
});

/** An event as CodeCommit sends it: where it happened stands in other fields for each family. */
const detailOf: Readonly<Record<EventFamily, (repository: string, reference: string) => object>> = {
  references: (repositoryName, referenceFullName) => ({ repositoryName, referenceFullName }),
  repositories: (repositoryName) => ({ repositoryName }),
  "pull-requests": (repository, destinationReference) => ({
    repositoryNames: [repository],
    destinationReference,
  }),
  "approval-rule-templates": () => ({ approvalRuleTemplateName: "two-approvals", repositories: {} }),
};

function eventOf(name: string, repository: string, reference: string) {
  const family = codecommitEvents.get(name)?.family ?? "repositories";
  return envelope(name, detailOf[family](repository, reference));
}

function selects(selection: EventSelection, event: Readonly<Record<string, unknown>>): number {
  return eventPatterns(place, selection).filter((pattern) => parsePattern(pattern)(event)).length;
}

const parsed = (selection: EventSelection) =>
  eventPatterns(place, selection).map((pattern) => JSON.parse(pattern) as unknown);

describe("The vocabulary of events", () => {
  it("has every event that CodeCommit documents, by its name in kebab-case", () => {
    expect(codecommitEvents.size).to.equal(26);
    expect(codecommitEvents.get("pull-request-merge-status-updated")).to.deep.equal({
      event: "pullRequestMergeStatusUpdated",
      detailType: "CodeCommit Pull Request State Change",
      family: "pull-requests",
    });
    expect(codecommitEvents.has("batch-associate-approval-rule-template-with-repositories")).to.equal(true);
  });

  it("has groups, which no event is called like", () => {
    expect(new Set(eventNames).size).to.equal(eventNames.length);
    expect(eventGroups.references).to.deep.equal([
      "reference-created",
      "reference-updated",
      "reference-deleted",
    ]);
    expect(eventGroups["pull-requests"]).to.have.length(9);
    expect(eventGroups.comments).to.have.length(6);
    expect(eventGroups["approval-rule-templates"]).to.have.length(7);
    expect(eventsNamed("comment-reaction-created")).to.deep.equal(["comment-reaction-created"]);
  });
});

describe("An event pattern of a rule", () => {
  it("lists the events, of this account and region only", () => {
    expect(
      parsed({ events: ["reference-created", "approval-rule-template-updated", "references"] }),
    ).to.deep.equal([
      {
        source: ["aws.codecommit"],
        "detail-type": ["CodeCommit Repository State Change", "CodeCommit Approval Rule Template Change"],
        account: ["123456789012"],
        region: ["eu-central-1"],
        detail: {
          event: ["referenceCreated", "approvalRuleTemplateUpdated", "referenceUpdated", "referenceDeleted"],
        },
      },
    ]);
  });

  it("asks each family for the repository in its own field, and leaves out what belongs to no repository", () => {
    expect(
      parsed({
        events: [
          "reference-created",
          "comment-on-commit-created",
          "pull-request-created",
          "approval-rule-templates",
        ],
        repositories: ["payments-api", "web-shop"],
      }),
    ).to.deep.equal([
      {
        source: ["aws.codecommit"],
        "detail-type": [
          "CodeCommit Repository State Change",
          "CodeCommit Comment on Commit",
          "CodeCommit Pull Request State Change",
        ],
        account: ["123456789012"],
        region: ["eu-central-1"],
        detail: {
          $or: [
            {
              event: ["referenceCreated", "commentOnCommitCreated"],
              repositoryName: ["payments-api", "web-shop"],
            },
            { event: ["pullRequestCreated"], repositoryNames: ["payments-api", "web-shop"] },
          ],
        },
      },
    ]);
  });

  it("matches references whole, by prefix or by wildcard, and pull requests by where they go", () => {
    expect(
      parsed({
        events: ["all"],
        references: ["refs/heads/main", "refs/heads/release/*", "refs/heads/*/hotfix", "refs/tags/v*"],
      }),
    ).to.deep.equal([
      {
        source: ["aws.codecommit"],
        "detail-type": ["CodeCommit Repository State Change", "CodeCommit Pull Request State Change"],
        account: ["123456789012"],
        region: ["eu-central-1"],
        detail: {
          $or: [
            {
              event: ["referenceCreated", "referenceUpdated", "referenceDeleted"],
              referenceFullName: [
                "refs/heads/main",
                { prefix: "refs/heads/release/" },
                { wildcard: "refs/heads/*/hotfix" },
                { prefix: "refs/tags/v" },
              ],
            },
            {
              event: eventGroups["pull-requests"].map((name) => codecommitEvents.get(name)?.event),
              destinationReference: [
                "refs/heads/main",
                { prefix: "refs/heads/release/" },
                { wildcard: "refs/heads/*/hotfix" },
              ],
            },
          ],
        },
      },
    ]);
    expect(["refs/heads/main", "refs/heads/*", "refs/heads/*/x"].map(needsWildcard)).to.deep.equal([
      false,
      false,
      true,
    ]);
  });

  it("fits with every event in it", () => {
    expect(eventPatterns(place, { events: ["all"] })[0].length).to.be.lessThan(2048);
  });

  it("is split by repositories when it grows too long, each repository in one pattern", () => {
    const repositories = Array.from({ length: 400 }, (_, index) => `a-repository-of-some-length-${index}`);
    const patterns = eventPatterns(place, { events: ["all"], repositories });
    expect(patterns.every((text) => text.length <= 2048)).to.equal(true);
    const matching = patterns.map(parsePattern);
    for (const repository of repositories) {
      const event = eventOf("pull-request-created", repository, "refs/heads/main");
      expect(matching.filter((matches) => matches(event))).to.have.length(1);
    }
  });

  it("is refused when one repository alone does not fit", () => {
    const references = Array.from(
      { length: 100 },
      (_, index) => `refs/heads/a-branch-of-some-length-${index}`,
    );
    expect(() =>
      eventPatterns(place, { events: ["references"], references, repositories: ["web-shop"] }),
    ).to.throw(RangeError, "A pattern for one name alone has more than 2048 characters.");
  });

  it("tells what can be narrowed", () => {
    const by = { repositories: ["web-shop"] };
    expect(canNarrow("approval-rule-template-created", by)).to.equal(false);
    expect(canNarrow("comments", by)).to.equal(true);
    expect(canNarrow("comments", { references: ["refs/heads/main"] })).to.equal(false);
    expect(canNarrow("pull-requests", { references: ["refs/tags/v*"] })).to.equal(false);
    expect(canNarrow("all", { references: ["refs/tags/v*"] })).to.equal(true);
  });

  it("selects an event exactly when the filters say so, once", () => {
    const repositories = ["payments-api", "web-shop", "infrastructure"];
    const references = ["refs/heads/main", "refs/heads/release/1", "refs/heads/a/b/c", "refs/tags/v1"];
    const filters: Readonly<Record<string, RegExp>> = {
      "refs/heads/main": /^refs\/heads\/main$/,
      "refs/heads/release/*": /^refs\/heads\/release\//,
      "refs/heads/*/c": /^refs\/heads\/.*\/c$/,
      "refs/tags/*": /^refs\/tags\//,
    };
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...eventNames), { minLength: 1, maxLength: 6 }),
        fc.option(fc.uniqueArray(fc.constantFrom(...repositories), { minLength: 1 }), { nil: undefined }),
        fc.option(fc.uniqueArray(fc.constantFrom(...Object.keys(filters)), { minLength: 1 }), {
          nil: undefined,
        }),
        fc.constantFrom(...codecommitEvents.keys()),
        fc.constantFrom(...repositories),
        fc.constantFrom(...references),
        (events, wantedRepositories, wantedReferences, name, repository, reference) => {
          const selection = { events, repositories: wantedRepositories, references: wantedReferences };
          fc.pre(events.some((event) => canNarrow(event, selection)));
          const family = codecommitEvents.get(name)?.family;
          // A pull request goes to a branch, never to a tag.
          fc.pre(family !== "pull-requests" || reference.startsWith("refs/heads/"));
          const hasRepository = family !== "approval-rule-templates";
          const hasReference = family === "references" || family === "pull-requests";
          const wanted =
            events.flatMap(eventsNamed).includes(name) &&
            (wantedRepositories === undefined ||
              (hasRepository && wantedRepositories.includes(repository))) &&
            (wantedReferences === undefined ||
              (hasReference && wantedReferences.some((filter) => filters[filter].test(reference))));
          expect(selects(selection, eventOf(name, repository, reference))).to.equal(wanted ? 1 : 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("selects nothing of another account or region", () => {
    const event = eventOf("reference-created", "web-shop", "refs/heads/main");
    expect(selects({ events: ["all"] }, event)).to.equal(1);
    expect(selects({ events: ["all"] }, { ...event, account: "210987654321" })).to.equal(0);
    expect(selects({ events: ["all"] }, { ...event, region: "eu-west-1" })).to.equal(0);
  });
});
