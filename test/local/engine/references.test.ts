import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { previewStack, renderCounts, upStack, type DeployOptions } from "../../../local/engine";
import { RecordingProvider } from "./shop";

describe("what a program asks for", () => {
  let stateDirectory: string;
  const options = (stack: string): DeployOptions => ({
    projectDirectory: resolve(__dirname, "../../fixtures/reference"),
    stack,
    stateDirectory,
    provider: new RecordingProvider(),
  });

  before(async () => {
    stateDirectory = await mkdtemp(join(tmpdir(), "state-"));
  });
  after(() => rm(stateDirectory, { recursive: true, force: true }));

  it("finds no outputs in a stack that is not up, and stops at one that does not exist", async () => {
    const early = await previewStack(options("replica"));
    expect(early.diagnostics.map(({ message }) => message)).to.deep.equal([
      "organization/reference/primary is not up yet: bring it up first",
    ]);
    const lost = await previewStack(options("lost"));
    expect(lost.diagnostics.map(({ message }) => message)).to.deep.equal([
      'unknown stack "organization/reference/nowhere"',
    ]);
  });

  it("gets another stack's outputs from its preview or its state, secrets as secrets", async () => {
    const { references } = await previewStack(options("primary"));
    const ahead = await previewStack({
      ...options("replica"),
      stackOutputs: (stack) => (stack === "primary" ? references : undefined),
    });
    expect(ahead.outputs).to.deep.equal({ region: "here", password: "[secret]" });
    expect((await upStack(options("primary"))).ok).to.equal(true);
    const result = await upStack(options("replica"));
    expect(result.outputs).to.deep.equal({ region: "here", password: "[secret]" });
    // As in the real engine, it has a row of its own; it is read, so it counts as no change.
    expect(result.resources.map(({ type, name, operation }) => [type, name, operation])).to.deep.equal([
      ["pulumi:pulumi:Stack", "reference-replica", "create"],
      ["pulumi:pulumi:StackReference", "organization/reference/primary", "read"],
    ]);
    expect(renderCounts(result)).to.equal("1 created");
  });

  it("gets a function's answer, and is stopped by a function that nobody answers", async () => {
    const known = await previewStack(options("greeter"));
    expect(known.outputs).to.deep.equal({ text: "hello ann" });
    const unknown = await previewStack(options("stranger"));
    expect(unknown.ok).to.equal(false);
    expect(unknown.diagnostics[0]?.message).to.match(/^unknown function test:index:unknown: .*local\/cloud/);
  });

  it("is not started with a setting that nobody can decrypt", async () => {
    const error = await previewStack(options("locked")).catch((thrown: unknown) => thrown);
    expect((error as Error).message).to.match(/^Pulumi\.locked\.yaml: key is encrypted/);
  });
});
