import { expect } from "chai";
import { actions } from "../../../local/access/actions";
import { ask, knownAction, type Written } from "../../../local/access/question";
import { Report } from "../../../local/access/report";
import { readingActions, writingActions } from "../../support/codeCommitActions";
import { guard, primary, role, user } from "./company";

const report = new Report("test", {
  resources: [
    primary("payments-api", "web-shop"),
    guard(["refs/heads/live", "refs/heads/release/*"], "web-shop"),
    user("ccp-test-dana"),
    user("deploy"),
    role("deploy"),
  ],
});

const question = (written: Written) => ask(report, knownAction(written.action), written);
const push = { action: "codecommit:GitPush", repository: "web-shop", reference: "refs/heads/main" };

describe("A question about access", () => {
  it("may be about every action of CodeCommit", () => {
    const known = [...writingActions, ...readingActions].map((name) => `codecommit:${name}`);
    expect([...actions].sort()).to.deep.equal(known.sort());
  });

  it("takes a repository by name or ARN, an action in any case, and an identity by name or id", () => {
    const [repository] = report.repositories.filter(({ name }) => name === "web-shop");
    expect(question({ ...push, action: "gitpush", repository: repository.arn })).to.deep.equal({
      action: "codecommit:GitPush",
      repository,
      reference: "refs/heads/main",
    });
    expect(question({ ...push, identity: "role/deploy" }).subject?.identity.kind).to.equal("role");
  });

  for (const [what, change, message] of [
    [
      "an action that concerns no repository",
      { action: "codecommit:ListRepositories" },
      "codecommit:ListRepositories concerns the whole account and no repository: it cannot be asked for one.",
    ],
    [
      "an unknown action",
      { action: "GitPul" },
      '"GitPul" is not an action of CodeCommit. Did you mean "codecommit:GitPull"?',
    ],
    [
      "no repository",
      { repository: undefined },
      "missing argument REPOSITORY. Known: payments-api, web-shop.",
    ],
    [
      "an unknown repository",
      { repository: "payment-api" },
      'stack \'test\' has no repository "payment-api". Did you mean "payments-api"? Known: payments-api, web-shop.',
    ],
    [
      "a repository like no other",
      { repository: "zoo" },
      "stack 'test' has no repository \"zoo\". Known: payments-api, web-shop.",
    ],
    [
      "no reference where one is needed",
      { reference: undefined },
      "missing argument REFERENCE: codecommit:GitPush names a branch or tag, for example refs/heads/live.",
    ],
    [
      "a reference where none is",
      { action: "codecommit:GitPull" },
      'codecommit:GitPull names no branch or tag: ask without "refs/heads/main".',
    ],
    [
      "a branch's short name",
      { reference: "main" },
      '"main" is not the full name of a branch or tag. Did you mean "refs/heads/main"?',
    ],
    [
      "half of a full name",
      { reference: "tags/v1" },
      '"tags/v1" is not the full name of a branch or tag. Did you mean "refs/tags/v1"?',
    ],
    [
      "neither branch nor tag",
      { reference: "refs/notes/x" },
      '"refs/notes/x" is not the full name of a branch or tag.',
    ],
    [
      "a pattern",
      { reference: "refs/heads/release/*" },
      '"refs/heads/release/*" is a pattern: ask for one of its branches, "refs/heads/release/1".',
    ],
    ...["a..b", "a b", "a~1", "a//b", "a/", "a.", "a.lock", ".a".replace(".", "x/."), "a@{1", "a\\b"].map(
      (name) =>
        [`the name ${name}`, { reference: `refs/heads/${name}` }, "is no name that git allows"] as const,
    ),
    [
      "an unknown identity",
      { identity: "dana" },
      'stack \'test\' has no identity "dana". Did you mean "ccp-test-dana"? Known: ccp-test-dana, deploy, deploy.',
    ],
    ["a name of two", { identity: "deploy" }, '"deploy" is several: user/deploy, role/deploy. Which one?'],
  ] as const) {
    it(`is refused for ${what}`, () => {
      expect(() => question({ ...push, ...change })).to.throw(message);
    });
  }
});
