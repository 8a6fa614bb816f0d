import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { eventTypeIds, isOfType } from "../../../../local/cloud/notifications/eventTypes";
import type { CloudEvent } from "../../../../local/cloud/events/event";
import { allow, key, outcomes, refusal, topic, usesKey, wrong } from "../messaging";
import { accountId, company, context, document, primary, replica, Workbench } from "../workbench";

const publisher = "codestar-notifications.amazonaws.com";
const type = "aws:codestarnotifications/notificationRule:NotificationRule";
const roleName = "AWSServiceRoleForCodeStarNotifications";
const serviceLinkedRole = "aws:iam/serviceLinkedRole:ServiceLinkedRole";
const resource = `arn:aws:codecommit:${primary}:${accountId}:payments-api`;
const slack = `arn:aws:chatbot::${accountId}:chat-configuration/slack-channel/releases`;
const on = (...events: string[]) => events.map((event) => `codecommit-repository-branches-and-tags-${event}`);

describe("Notification rules", () => {
  let bench: Workbench;
  let work: string;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
    await bench.create(serviceLinkedRole, { awsServiceName: publisher });
    work = await bench.workingCopy("work");
  });
  afterEach(() => bench.close());

  const rule = (inputs: object) => ({
    name: "news",
    resource,
    detailType: "BASIC",
    eventTypeIds: on("created"),
    ...inputs,
  });
  const push = (...refspecs: string[]) =>
    bench.git(work, "push", bench.url("payments-api", "rita"), ...refspecs);

  it("tell a topic of the events they name, and of no others", async () => {
    const topicArn = await topic(bench, "news", [publisher]);
    const made = await bench.create(
      type,
      rule({ eventTypeIds: on("updated"), targets: [{ address: topicArn }] }),
    );
    await push("main");
    expect(outcomes(bench, topicArn)).to.be.empty;
    await bench.commit(work, "second");
    await push("main");
    expect(outcomes(bench, topicArn)).to.deep.equal(["delivered"]);
    const [delivery] = bench.cloud.deliveries();
    const message = JSON.parse(delivery?.message ?? "") as Record<string, unknown>;
    expect(message).to.include({
      account: accountId,
      detailType: "CodeCommit Repository State Change",
      region: primary,
      source: "aws.codecommit",
      notificationRuleArn: made.arn,
    });
    expect(message).to.have.nested.property("detail.event", "referenceUpdated");
    expect(message.resources).to.deep.equal([resource]);
    expect(message.additionalAttributes).to.deep.equal({});
  });

  it("say nothing of another repository, or while they are disabled", async () => {
    const topicArn = await topic(bench, "news", [publisher]);
    await bench.create("aws:codecommit/repository:Repository", { repositoryName: "other" });
    const targets = [{ address: topicArn }];
    await bench.create(type, rule({ resource: resource.replace("payments-api", "other"), targets }));
    await bench.create(type, rule({ name: "off", status: "DISABLED", targets }));
    await push("main");
    expect(bench.cloud.deliveries()).to.be.empty;
  });

  it("reach a topic only by its policy, with its own statement", async () => {
    const byDefault = await bench.create("aws:sns/topic:Topic", { name: "plain" });
    const others = await topic(bench, "others", ["codecommit.amazonaws.com"]);
    await bench.create(type, rule({ targets: [{ address: byDefault.arn }, { address: others }] }));
    await push("main");
    expect(refusal(bench, String(byDefault.arn))).to.contain("default policy");
    expect(refusal(bench, others)).to.contain("AuthorizationError");
  });

  it("reach an encrypted topic only with a statement in its key", async () => {
    const { arn: silent } = await key(bench, []);
    const { arn: open } = await key(bench, [
      {
        ...allow(publisher, usesKey),
        Condition: { StringEquals: { "kms:ViaService": `sns.${primary}.amazonaws.com` } },
      },
    ]);
    const [shut, heard] = [
      await topic(bench, "shut", [publisher], { kmsMasterKeyId: silent }),
      await topic(bench, "heard", [publisher], { kmsMasterKeyId: open }),
    ];
    await bench.create(type, rule({ targets: [{ address: shut }, { address: heard }] }));
    await push("main");
    expect(refusal(bench, shut)).to.contain("KMSAccessDenied");
    expect(outcomes(bench, heard)).to.deep.equal(["delivered"]);
  });

  it("keep a record of what a chat channel would show", async () => {
    const slackChannel = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration";
    const inputs = {
      configurationName: "releases",
      iamRoleArn: "r",
      slackChannelId: "C1",
      slackTeamId: "T1",
    };
    const made = await bench.create(slackChannel, inputs);
    expect(made.chatConfigurationArn).to.equal(slack);
    // Without a guardrail AWS takes the widest.
    expect(made.guardrailPolicyArns).to.deep.equal(["arn:aws:iam::aws:policy/AdministratorAccess"]);
    const teams = await bench.create("aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration", {
      configurationName: "releases",
      iamRoleArn: "r",
      channelId: "19:x",
      teamId: "t",
      tenantId: "n",
      guardrailPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    });
    const missing = slack.replace("releases", "ccp-dev-none");
    await bench.create(
      type,
      rule({
        targets: [
          { address: slack, type: "AWSChatbotSlack" },
          { address: teams.chatConfigurationArn, type: "AWSChatbotMicrosoftTeams" },
          { address: missing, type: "AWSChatbotSlack" },
        ],
      }),
    );
    await push("main");
    expect(outcomes(bench, slack)).to.deep.equal(["recorded"]);
    expect(outcomes(bench, String(teams.chatConfigurationArn))).to.deep.equal(["recorded"]);
    expect(refusal(bench, missing)).to.contain("does not exist");
  });

  it("are refused as AWS refuses them", async () => {
    const address = await topic(bench, "news", [publisher]);
    const refused = (inputs: object) => wrong(bench, type, rule(inputs));
    expect(await refused({ detailType: "SOME" })).to.contain("BASIC or FULL");
    expect(await refused({ eventTypeIds: [] })).to.contain("no eventTypeIds");
    expect(await refused({ eventTypeIds: ["codecommit-repository-pushes"] })).to.contain("is none of");
    expect(await refused({ name: "a.b" })).to.contain("1 to 64 letters");
    expect(await refused({ resource: `${resource}-none` })).to.contain("ResourceNotFoundException");
    expect(await refused({ targets: Array(11).fill({ address }) })).to.contain("at most 10");
    for (const target of [
      { address: address.replace(primary, replica) },
      { address, type: "AWSChatbotSlack" },
      { address: slack },
    ]) {
      expect(await refused({ targets: [target] })).to.contain("ConfigurationException");
    }
    for (let count = 0; count < 10; count++)
      expect(await refused({ name: `r${count}` })).to.equal("no error");
    expect(await refused({ name: "r1" })).to.contain("ResourceAlreadyExistsException");
    expect(await refused({ name: "r10" })).to.contain("LimitExceededException");
  });
});

describe("A notification rule in an account without the service's role", () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = await Workbench.open();
    await company(bench);
  });
  afterEach(() => bench.close());

  const rule = { name: "news", resource, detailType: "BASIC", eventTypeIds: on("created") };
  const roleArn = `arn:aws:iam::${accountId}:role/aws-service-role/${publisher}/${roleName}`;

  it("is refused in AWS's words, and can be created once the role is there", async () => {
    expect(await wrong(bench, type, rule)).to.match(/ConfigurationException: .* might not yet exist/);
    // The refused request has made the service create it.
    expect(await wrong(bench, type, rule)).to.equal("no error");
  });

  it("finds the role by its path, and by no other", async () => {
    const arnsBelow = async (pathPrefix?: string) => {
      const answer = await bench.cloud.functions["aws:iam/getRoles:getRoles"](
        { pathPrefix },
        context(primary),
      );
      return answer.arns;
    };
    const path = `/aws-service-role/${publisher}/`;
    expect(await arnsBelow(path)).to.deep.equal([]);
    const made = await bench.create(serviceLinkedRole, { awsServiceName: publisher });
    expect(made.id).to.equal(roleArn);
    await bench.create("aws:iam/role:Role", {
      name: "other",
      path: "/team/",
      assumeRolePolicy: document([
        { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]),
    });
    expect(await arnsBelow(path)).to.deep.equal([roleArn]);
    expect(await arnsBelow("/team/")).to.deep.equal([`arn:aws:iam::${accountId}:role/team/other`]);
    expect(await arnsBelow()).to.have.lengthOf(2);
    expect(await wrong(bench, type, rule)).to.equal("no error");
  });

  it("needs one role only: a second one is refused, and so is that of an unknown service", async () => {
    const refused = (inputs: object) => wrong(bench, serviceLinkedRole, { ...inputs });
    expect(await refused({ awsServiceName: publisher, customSuffix: "x" })).to.contain("Custom suffix");
    expect(await refused({ awsServiceName: "toString" })).to.contain('not of "toString"');
    expect(await refused({ awsServiceName: publisher })).to.equal("no error");
    expect(await refused({ awsServiceName: publisher })).to.match(
      /InvalidInput: Service role name \w+ has been taken in this account/,
    );
  });

  it("has a role that trusts the service and nobody else", async () => {
    await bench.create(serviceLinkedRole, { awsServiceName: publisher });
    const stored = JSON.parse(
      await readFile(join(bench.directory, "cloud", "iamRoles.json"), "utf8"),
    ) as Record<string, { inputs: { assumeRolePolicy: string } }>;
    expect(JSON.parse(stored[roleName].inputs.assumeRolePolicy)).to.deep.include({
      Statement: [{ Effect: "Allow", Principal: { Service: publisher }, Action: "sts:AssumeRole" }],
    });
  });
});

describe("The event types of notification rules", () => {
  it("are eleven, and each has its events", () => {
    const event = (name: string) => ({ detail: { event: name } }) as unknown as CloudEvent;
    const of = (name: string) => eventTypeIds.filter((id) => isOfType(event(name), id));
    expect(eventTypeIds).to.have.length(11);
    expect(of("pullRequestMergeStatusUpdated")).to.deep.equal(["codecommit-repository-pull-request-merged"]);
    expect(of("commentOnPullRequestUpdated")).to.deep.equal([
      "codecommit-repository-comments-on-pull-requests",
    ]);
    expect(of("approvalRuleTemplateCreated")).to.be.empty;
    expect(of("toString")).to.be.empty;
  });
});
