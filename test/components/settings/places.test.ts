import { expect } from "chai";
import { accountProblems } from "../../../components/settings/checks/account";
import type { PrimarySettings } from "../../../components/settings/schema";
import { configuration, parse, primary, problemsOf } from "./settings";

const settings = {
  ...primary,
  topics: {
    builds: { subscriptions: { lambda: ["arn:aws:lambda:eu-central-1:123456789012:function:count"] } },
  },
  channels: { chat: { slack: { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" } } },
  notifications: {
    reviews: { events: ["all"], topics: ["builds", "arn:aws:sns:eu-central-1:123456789012:reviews"] },
  },
  triggers: {
    build: { events: ["all"], topic: "arn:aws:sns:eu-central-1:999999999999:builds" },
    deploy: { events: ["all"], function: "arn:aws:lambda:eu-central-1:123456789012:function:deploy" },
  },
};

function problemsIn(region: string): string[] {
  const moved = JSON.parse(JSON.stringify(settings).replaceAll("eu-central-1", region)) as typeof settings;
  return problemsOf({ ...configuration(moved), "aws:region": region });
}

describe("Settings that do not fit where the stack is", () => {
  it("are none in a region that has everything", () => {
    expect(problemsIn("eu-central-1")).to.deep.equal([]);
    expect(problemsIn("us-west-2")).to.deep.equal([]);
  });

  it("are notification rules in a region without them", () => {
    expect(problemsIn("eu-south-1")).to.deep.equal([
      "notifications: AWS has no notification rules in eu-south-1; use event rules or triggers.",
    ]);
  });

  it("are chat channels in a partition without them", () => {
    expect(problemsIn("us-gov-west-1")).to.deep.equal([
      "channels: AWS has no chat applications in us-gov-west-1; use topics with e-mail or HTTPS subscriptions.",
      "notifications: AWS has no notification rules in us-gov-west-1; use event rules or triggers.",
    ]);
  });

  it("are functions and notified topics of another account, all of them at once", () => {
    const parsed = parse(settings) as PrimarySettings;
    expect(accountProblems(parsed, "123456789012")).to.deep.equal([]);
    expect(accountProblems(parsed, "000000000001")).to.deep.equal([
      'topics.builds.subscriptions.lambda[0]: "arn:aws:lambda:eu-central-1:123456789012:function:count" is in account 123456789012, but this stack is in 000000000001; name one of this account.',
      'triggers.deploy.function: "arn:aws:lambda:eu-central-1:123456789012:function:deploy" is in account 123456789012, but this stack is in 000000000001; name one of this account.',
      'notifications.reviews.topics[1]: "arn:aws:sns:eu-central-1:123456789012:reviews" is in account 123456789012, but this stack is in 000000000001; name one of this account.',
    ]);
  });

  it("are the stack's own account, where it is given a role for another one", () => {
    const parsed = parse({
      ...primary,
      crossAccount: { partner: { account: "210987654321", access: "reader", repositories: ["*"] } },
    }) as PrimarySettings;
    expect(accountProblems(parsed, "123456789012")).to.deep.equal([]);
    expect(accountProblems(parsed, "210987654321")).to.deep.equal([
      "crossAccount.partner.account: 210987654321 is this stack's own account; its people are in teams, which name its roles too.",
    ]);
  });

  it("are functions, topics and queues of another account that events go to; a bus may be anywhere", () => {
    const parsed = parse({
      ...primary,
      eventRules: {
        pushes: {
          events: ["references"],
          topics: ["arn:aws:sns:eu-central-1:123456789012:pushes"],
          queues: ["arn:aws:sqs:eu-central-1:123456789012:pushes"],
          functions: ["arn:aws:lambda:eu-central-1:123456789012:function:build"],
          buses: ["arn:aws:events:eu-west-1:123456789012:event-bus/default"],
        },
      },
    }) as PrimarySettings;
    expect(accountProblems(parsed, "123456789012")).to.deep.equal([]);
    expect(accountProblems(parsed, "000000000001").map((problem) => problem.split(":")[0])).to.deep.equal([
      "eventRules.pushes.functions[0]",
      "eventRules.pushes.topics[0]",
      "eventRules.pushes.queues[0]",
    ]);
  });
});
