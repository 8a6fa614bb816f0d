import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Cloud } from "../../local/cloud";
import { previewStack, upStack, type DeployOptions, type StackResult } from "../../local/engine";
import type { ResourceHandler } from "../../local/engine/provider";
import { Workspace } from "../../local/workspace";
import { ProjectCopy } from "../support/projectCopy";

const repositoryType = "aws:codecommit/repository:Repository";
const policyType = "aws:iam/policy:Policy";

interface State {
  readonly type: string;
  readonly name: string;
  readonly protect: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The procedure of docs/repositories.md, with the program as it is, in the local cloud. No update is previewed. */
describe("A repository that is retired", function () {
  this.timeout(600_000);
  let project: ProjectCopy;
  let workspace: Workspace;
  let cloud: Cloud;
  /** Each change of the cloud, as "delete payments-api", in its order. */
  let changes: string[] = [];
  /** What the guard's document named when a repository was deleted. */
  let guardedAtDeletion: string[] = [];
  /** A deletion fails for as long as this is true. */
  let isOutOfOrder = false;

  before(async () => {
    project = new ProjectCopy();
    project.edit("Pulumi.dev.yaml", (text) => text.replace(/infrastructure:\n[^\n]*\n[^\n]*\n/, ""));
    workspace = new Workspace(project.directory);
    cloud = await workspace.cloud("dev");
    await cloud.start(["eu-central-1", "eu-west-1"]);
    await succeeds("dev", "dev-replica");
  });
  after(async () => {
    await cloud.stop();
    project.remove();
  });
  beforeEach(() => {
    changes = [];
    guardedAtDeletion = [];
  });

  /** The local cloud, whose changes are noted down. */
  async function options(stack: string): Promise<DeployOptions> {
    const resources = Object.entries(cloud.resources).map(([type, handler]): [string, ResourceHandler] => [
      type,
      {
        ...handler,
        ...(handler.update && {
          update: (id, inputs, old, context) => {
            changes.push(`update ${context.name}`);
            return handler.update?.(id, inputs, old, context) ?? Promise.reject(new Error("no update"));
          },
        }),
        create: (inputs, context) => {
          changes.push(`create ${context.name}`);
          return handler.create(inputs, context);
        },
        delete: (id, outputs, context) => {
          if (type === repositoryType) {
            if (isOutOfOrder) throw new Error("CodeCommit is out of order");
            guardedAtDeletion.push(guard());
          }
          changes.push(`delete ${context.name}`);
          return handler.delete(id, outputs, context);
        },
        ...(handler.read && { read: handler.read.bind(handler) }),
      },
    ]);
    return {
      ...(await workspace.deployOptions(stack, "dev")),
      policyPacks: [],
      provider: { ...cloud, resources: Object.fromEntries(resources) },
    };
  }

  const errors = ({ diagnostics }: StackResult) =>
    diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);

  async function succeeds(...stacks: string[]): Promise<void> {
    for (const stack of stacks) {
      const result = await upStack(await options(stack));
      expect(errors(result), stack).to.deep.equal([]);
    }
  }

  function state(stack: string): readonly State[] {
    const text = readFileSync(workspace.local("dev", "state", `${stack}.json`), "utf8");
    return (JSON.parse(text) as { resources: State[] }).resources;
  }

  const guard = () =>
    String(
      state("dev").find(({ type, name }) => type === policyType && name === "ccp-dev-guard-trunk-0")?.inputs
        .policy,
    );
  const repositories = (stack: string) =>
    state(stack)
      .filter(({ type }) => type === repositoryType)
      .map(({ inputs, protect }) => `${String(inputs.repositoryName)}${protect ? "" : " unprotected"}`);

  const entry = /( {4}payments-api:\n)/;
  const retire = (value: string) =>
    project.edit("Pulumi.dev.yaml", (text) =>
      text.replace(/ {6}retire: .*\n/, "").replace(entry, `$1      retire: ${value}\n`),
    );
  const withoutEntry = (text: string) => text.replace(/ {4}payments-api:\n(?: {6}.*\n)+/, "");

  it("cannot leave the settings before, and then nothing is changed", async () => {
    const before = readFileSync(project.file("Pulumi.dev.yaml"), "utf8");
    project.edit("Pulumi.dev.yaml", withoutEntry);
    const states = state("dev");
    for (const run of [previewStack, upStack]) {
      const result = await run(await options("dev"));
      expect(errors(result)).to.have.lengthOf(1);
      expect(errors(result)[0])
        .to.contain("repositories.payments-api: is missing, but the stack has this repository")
        .and.to.contain("retire: { reason: … }")
        .and.to.not.contain("state unprotect");
    }
    expect(changes).to.deep.equal([]);
    expect(state("dev")).to.deep.equal(states);
    project.edit("Pulumi.dev.yaml", () => before);
  });

  it("cannot be deleted in the update that takes its protection away", async () => {
    retire('{ reason: "Replaced, OPS-12.", delete: true }');
    expect(errors(await upStack(await options("dev")))[0]).to.contain(
      "repositories.payments-api.retire.delete: the repository is still protected",
    );
    expect(changes).to.deep.equal([]);
  });

  it("is unprotected first, with its copy, and changes in nothing else", async () => {
    retire('{ reason: "Replaced, OPS-12." }');
    const result = await upStack(await options("dev"));
    expect(result.diagnostics.map(({ message }) => message).join()).to.contain("is to go: Replaced, OPS-12.");
    await succeeds("dev-replica");
    expect(changes).to.deep.equal([]);
    for (const stack of ["dev", "dev-replica"]) {
      expect(repositories(stack), stack).to.have.members(["payments-api unprotected", "web-shop"]);
    }
    expect(guard()).to.contain(":payments-api");
  });

  it("satisfies the policy pack in both stacks, without an exemption", async () => {
    for (const stack of ["dev", "dev-replica"]) {
      const { violations } = await previewStack(await workspace.deployOptions(stack, "dev"));
      expect(violations, stack).to.deep.equal([]);
    }
  });

  it("still cannot leave the settings: its guard would forget it first", async () => {
    const before = readFileSync(project.file("Pulumi.dev.yaml"), "utf8");
    project.edit("Pulumi.dev.yaml", withoutEntry);
    expect(errors(await upStack(await options("dev")))[0]).to.contain(
      "repositories.payments-api: is missing",
    );
    expect(changes).to.deep.equal([]);
    project.edit("Pulumi.dev.yaml", () => before);
  });

  it("stays guarded while its deletion fails", async () => {
    retire('{ reason: "Replaced, OPS-12.", delete: true }');
    isOutOfOrder = true;
    expect(errors(await upStack(await options("dev")))).to.deep.equal(["CodeCommit is out of order"]);
    isOutOfOrder = false;
    expect(guard()).to.contain(":payments-api");
    expect(changes).to.deep.equal(["delete ccp-dev-trunk.main-payments-api"]);
  });

  it("is deleted while its guard still names it", async () => {
    await succeeds("dev");
    expect(repositories("dev")).to.deep.equal(["web-shop"]);
    expect(guardedAtDeletion).to.have.lengthOf(1);
    expect(guardedAtDeletion[0]).to.contain(":payments-api");
    expect(changes).to.deep.equal(["delete ccp-dev-payments-api-repository"]);
  });

  it("takes its copy along in the replica's next update", async () => {
    await succeeds("dev-replica");
    expect(repositories("dev-replica")).to.deep.equal(["web-shop"]);
    expect(changes).to.include("delete ccp-dev-eu-west-1-payments-api-repository");
  });

  it("is forgotten once its entry is gone", async () => {
    project.edit("Pulumi.dev.yaml", withoutEntry);
    await succeeds("dev", "dev-replica");
    expect(guard()).to.contain(":web-shop").and.to.not.contain(":payments-api");
  });

  it("cannot be renamed in place, nor can its stack", async () => {
    const before = readFileSync(project.file("Pulumi.dev.yaml"), "utf8");
    for (const [change, message] of [
      [/( {4}web-shop:\n)/, 'repositories.web-shop.name: is "shop", but the repository is "web-shop"'],
      [/()(?= {2}codecommit-platform:role)/, 'environment: is "test", but the stack was made with "dev"'],
    ] as const) {
      const line = message.startsWith("environment")
        ? "  codecommit-platform:environment: test\n"
        : "      name: shop\n";
      project.edit("Pulumi.dev.yaml", (text) => text.replace(change, `$1${line}`));
      expect(errors(await upStack(await options("dev")))[0]).to.contain(message);
      project.edit("Pulumi.dev.yaml", () => before);
    }
    expect(changes).to.deep.equal([]);
  });
});
