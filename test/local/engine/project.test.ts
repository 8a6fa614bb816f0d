import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProject, type Project } from "../../../local/engine/project";

describe("a project's configuration", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "project-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function load(project: string, stack: string): Promise<Project> {
    await writeFile(join(directory, "Pulumi.yaml"), `name: shop\n${project}`);
    await writeFile(join(directory, "Pulumi.dev.yaml"), stack);
    return loadProject(directory, "dev");
  }

  async function refusal(project: string, stack: string): Promise<string> {
    const error = await load(project, stack).catch((thrown: unknown) => thrown);
    return error instanceof Error ? error.message : "none";
  }

  // Seen at 3.248.0: the CLI keeps a map as one of Go, whose JSON has sorted keys.
  it("reaches the program with the keys of its maps in the order of their bytes, at any depth", async () => {
    const settings = "config:\n  shop:map:\n    b: [{ z: 1, Z: 2 }]\n    a: x\n    ä: 3\n    _: 4\n";
    const { config } = await load("", settings);
    expect(config["shop:map"]).to.equal('{"_":4,"a":"x","b":[{"Z":2,"z":1}],"ä":3}');
  });

  it("has qualified keys, and structured values as JSON", async () => {
    const stack = "config:\n  role: primary\n  shop:on: true\n  aws:region: eu-west-1\n  teams: { a: [1] }\n";
    const { config } = await load("", stack);
    expect(config).to.deep.equal({
      "shop:role": "primary",
      "shop:on": "true",
      "aws:region": "eu-west-1",
      "shop:teams": '{"a":[1]}',
    });
  });

  it("takes defaults, plain values and secrets from the project", async () => {
    const project =
      "config:\n  role: { type: string, default: primary }\n  key: { secret: true, value: x }\n  aws:region: here\n";
    const { config, secretKeys } = await load(project, "config: { role: replica }");
    expect(config).to.deep.equal({ "shop:role": "replica", "shop:key": "x", "aws:region": "here" });
    expect(secretKeys).to.deep.equal(["shop:key"]);
  });

  it("is refused without a declared value, with one of another type, or an encrypted one", async () => {
    const role = "config: { role: { type: string } }";
    expect(await refusal(role, "")).to.equal("Stack 'dev' is missing configuration value 'role'");
    expect(await refusal(role, "config: { role: [1] }")).to.contain("'role' must be of type 'string'");
    const encrypted = "config: { deep: { list: [{ secure: AAAB }] } }";
    expect(await refusal("", encrypted)).to.match(/^Pulumi\.dev\.yaml: deep\.list\.0 is encrypted/);
  });
});
