import { writeFileSync } from "node:fs";
import { mock } from "node:test";
import { expect } from "chai";
import { untilSettled } from "../../components/notificationsRole";
import { type Cloud, createCloud } from "../../local/cloud";
import { previewStack, type StackResult, upStack } from "../../local/engine";
import { ProjectCopy } from "../support/projectCopy";

const region = "eu-central-1";
const service = "codestar-notifications.amazonaws.com";
const roleArn = `arn:aws:iam::123456789012:role/aws-service-role/${service}/AWSServiceRoleForCodeStarNotifications`;
const roleType = "aws:iam/serviceLinkedRole:ServiceLinkedRole";
const ruleType = "aws:codestarnotifications/notificationRule:NotificationRule";

const notifications = `
  codecommit-platform:notifications:
    reviews: { events: [pull-request-created], topics: ["arn:aws:sns:${region}:123456789012:reviews"] }
`;

/** Settings of an environment with one repository. */
const settings = (environment: string, more: string) => `config:
  aws:region: ${region}
  codecommit-platform:role: primary
  codecommit-platform:repositories:
    ${environment}-api: { description: The only one of ${environment}. }
${more}`;

describe("The role for notification rules", function () {
  this.timeout(300_000);
  let project: ProjectCopy;
  let cloud: Cloud;

  beforeEach(async () => {
    project = new ProjectCopy();
    cloud = createCloud({ directory: project.file("account") });
    await cloud.start([region]);
  });
  afterEach(async () => {
    await cloud.stop();
    project.remove();
  });

  const configure = (environment: string, more: string) => {
    writeFileSync(project.file(`Pulumi.${environment}.yaml`), settings(environment, more));
  };
  const options = (stack: string) => ({
    projectDirectory: project.directory,
    stack,
    provider: cloud,
    stateDirectory: project.file("state"),
  });
  const passed = (result: StackResult) => {
    expect(result.diagnostics).to.deep.equal([]);
    expect(result.ok).to.equal(true);
    return result;
  };
  const preview = async (stack: string) => passed(await previewStack(options(stack)));
  const up = async (stack: string) => passed(await upStack(options(stack)));
  const roleOf = ({ resources }: StackResult) => resources.find(({ type }) => type === roleType);
  const changed = ({ resources }: StackResult) =>
    resources.filter(({ operation }) => operation !== "same" && operation !== "read").map(({ name }) => name);
  const context = { region, accountId: "123456789012", partition: "aws" };
  const rolesOfTheAccount = async () => {
    const { arns } = await cloud.functions["aws:iam/getRoles:getRoles"](
      { pathPrefix: `/aws-service-role/${service}/` },
      context,
    );
    return arns;
  };
  const roleAsItIs = () => cloud.resources[roleType].read?.(roleArn, { ...context, urn: "", name: "" }, true);

  it("is created where it is missing, before the first rule, and then stays as it is", async () => {
    configure("one", notifications);
    expect(roleOf(await preview("one"))?.operation).to.equal("create");
    const { resources } = await up("one");
    expect(resources.filter(({ type }) => type === ruleType)).to.have.lengthOf(1);
    expect(await rolesOfTheAccount()).to.deep.equal([roleArn]);

    expect(changed(await preview("one"))).to.deep.equal([]);
    expect(changed(await up("one"))).to.deep.equal([]);
    expect(changed(await preview("one"))).to.deep.equal([]);
  });

  it("is imported by a second environment of the account, without a change of it", async () => {
    configure("one", notifications);
    configure("two", notifications);
    await up("one");
    const before = await roleAsItIs();

    for (const result of [await preview("two"), await up("two")]) {
      const role = roleOf(result);
      expect(role).to.include({ operation: "import" });
      expect(role?.changes).to.deep.equal([]);
    }
    expect(await roleAsItIs()).to.deep.equal(before);
    expect(changed(await up("two"))).to.deep.equal([]);
    expect(changed(await up("one"))).to.deep.equal([]);
  });

  it("is imported where a notification rule of the console has made AWS create it", async () => {
    const description = "Allows AWS CodeStar Notifications to access Amazon CloudWatch Events on your behalf";
    const inputs = { awsServiceName: service, description };
    await cloud.resources[roleType].create(inputs, { ...context, urn: "", name: "" });
    configure("one", notifications);
    expect(roleOf(await up("one"))).to.include({ operation: "import" });
    expect(await roleAsItIs())
      .to.have.property("inputs")
      .that.deep.equals(inputs);
    expect(changed(await up("one"))).to.deep.equal([]);
  });

  it("stays in the account when an environment no longer needs it", async () => {
    configure("one", notifications);
    configure("two", notifications);
    await up("one");
    await up("two");
    configure("one", "");
    expect(roleOf(await up("one"))).to.include({ operation: "delete" });
    expect(await rolesOfTheAccount()).to.deep.equal([roleArn]);
    expect(changed(await up("two"))).to.deep.equal([]);

    configure("one", notifications);
    expect(roleOf(await up("one"))).to.include({ operation: "import" });
  });
});

describe("A rule's wait for a role", () => {
  const now = Date.parse("2026-01-01T00:00:10Z");
  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout", "Date"], now });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  /** After how many milliseconds it ends. */
  async function waitFor(createDate: string): Promise<number> {
    let ended: number | undefined;
    void untilSettled(createDate).then(() => (ended = Date.now() - now));
    for (let passed = 0; ended === undefined && passed < 60_000; passed += 1000) {
      mock.timers.tick(passed === 0 ? 1 : 1000);
      await Promise.resolve().then(() => Promise.resolve());
    }
    return ended ?? Infinity;
  }

  it("is ten seconds from its creation", async () => {
    expect(await waitFor("2026-01-01T00:00:10Z")).to.be.within(10_000, 11_000);
    expect(await waitFor("2026-01-01T00:00:06Z")).to.be.greaterThan(0);
  });

  it("is none for a role of yesterday", async () => {
    expect(await waitFor("2025-12-31T00:00:00Z")).to.be.lessThan(10);
  });

  it("is no longer where a clock is slow", async () => {
    expect(await waitFor("2026-01-01T01:00:00Z")).to.be.within(10_000, 11_000);
  });
});
