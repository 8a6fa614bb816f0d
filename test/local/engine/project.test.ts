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

  describe("is read as the Pulumi CLI 3.248.0 reads it,", () => {
    const valueOf = async (yaml: string) =>
      JSON.parse((await load("", `config:\n  a: ${yaml}\n`)).config["shop:a"]) as unknown;

    // Seen with `pulumi config --json`; the rules are those of gopkg.in/yaml.v3, resolve.go.
    it("words, numbers of all bases, and what only looks like one", async () => {
      const flow =
        "{ f: 1.10, g: 0x1F, h: 012, j: 123456789012, k: 1e3, l: yes, n: 1_000, o: 0o17, q: True, r: ~, s: 1.0, t: 0b11, u: on, v: 1e500, w: 012345678901, y: 1:30, z: 089, '1': -0x10, e: '', n2: }";
      expect(await valueOf(flow)).to.deep.equal({
        ...{ f: 1.1, g: 31, h: 10, j: 123456789012, k: 1000, l: "yes", n: 1000, o: 15, q: true, r: null },
        ...{ s: 1, t: 3, u: "on", v: "1e500", w: 12345678901, y: "1:30", z: 89, "1": -16, e: "", n2: null },
      });
    });

    it("plain values of the configuration, too, and nothing as an empty text", async () => {
      const { config } = await load(
        "",
        "config:\n  a: 1.10\n  b: 0x1F\n  c: yes\n  d:\n  e: True\n  f: '1.10'\n",
      );
      expect(config).to.deep.equal({
        ...{
          "shop:a": "1.1",
          "shop:b": "31",
          "shop:c": "yes",
          "shop:d": "",
          "shop:e": "true",
          "shop:f": "1.10",
        },
      });
    });

    it("anchors and merge keys, of which the first map and the own keys win", async () => {
      expect(await valueOf("{ x: &x [1], y: *x, <<: [{ a: 1, b: 1, y: 0 }, { b: 2, c: 3 }] }")).to.deep.equal(
        {
          ...{ a: 1, b: 1, c: 3, x: [1], y: [1] },
        },
      );
      const { config } = await load("", "config:\n  b: &b { x: 1, y: 1 }\n  a:\n    <<: *b\n    y: 2\n");
      expect(config["shop:a"]).to.equal('{"x":1,"y":2}');
      const shared = "base: &b { x: 1 }\nconfig:\n  a: { <<: *b, y: 2 }\n";
      expect((await load("", shared)).config).to.deep.equal({ "shop:a": '{"x":1,"y":2}' });
      expect((await load("", "config:\n  <<: { b: 1 }\n  a: 2\n")).config).to.deep.equal({
        ...{ "shop:a": "2", "shop:b": "1" },
      });
    });

    it("every name, also one that JavaScript keeps for itself", async () => {
      const { config } = await load("", "config:\n  a: { __proto__: { b: 1 } }\n");
      expect(config["shop:a"]).to.equal('{"__proto__":{"b":1}}');
    });

    it("an empty second document as nothing", async () => {
      expect((await load("", "config:\n  a: 1\n---\n")).config).to.deep.equal({ "shop:a": "1" });
    });

    it("a word that is told to be a text", async () => {
      expect(await valueOf("{ x: !!str 1.10 }")).to.deep.equal({ x: "1.10" });
    });
  });

  describe("is refused,", () => {
    const file = () => join(directory, "Pulumi.dev.yaml");

    for (const [key, read] of [
      ["1.10", " to 1.1"],
      ["0x1F", " to 31"],
      ["012", " to 10"],
      ["~", " to null"],
      ["2026-01-01", ""],
      [".inf", ""],
    ]) {
      it(`the key ${key}, which the Pulumi CLI would change`, async () => {
        expect(await refusal("", `config:\n  a: { ${key}: x }\n`)).to.equal(
          `${file()}: line 2, column 8: the key ${key} is not a text to YAML, and the Pulumi CLI would change it${read}: put it in quotes, "${key}".`,
        );
      });
    }

    it("a number that JSON has not, and a date", async () => {
      expect(await refusal("", "config:\n  a: { b: .inf, c: 2026-01-01 }\n  d: -.inf\n")).to.equal(
        [
          `${file()} has 3 problems:`,
          "  ✗ line 2, column 11: .inf is a number that no setting can have, and the Pulumi CLI refuses it: write another one.",
          "  ✗ line 2, column 20: 2026-01-01 is a date to YAML, and the Pulumi CLI writes it anew: put it in quotes.",
          "  ✗ line 3, column 6: -.inf is a number that no setting can have, and the Pulumi CLI refuses it: write another one.",
        ].join("\n"),
      );
    });

    it("two documents, of which the Pulumi CLI reads one", async () => {
      expect(await refusal("", "config:\n  a: 1\n---\nconfig:\n  a: 2\n")).to.equal(
        `${file()}: line 3, column 1: a second document begins here, and the Pulumi CLI reads the first only: remove the line "---", or move this into a file of its own.`,
      );
    });

    it("every error of syntax, each with its place", async () => {
      const message = await refusal("", "config:\n  a: { x: 1, x: 2 }\n  b: *nope\n  c: ]\n");
      expect(message.split("\n")[0]).to.match(/has \d problems:$/);
      expect(message).to.match(/line 2, column 14: map keys must be unique/i);
      expect(message).to.contain("line 4,");
      expect(message).to.not.match(/parseAllDocuments|at Object|YAMLParseError/);
    });

    it("an anchor that there is not", async () => {
      expect(await refusal("", "config:\n  a: *nope\n")).to.match(/line 2, column 6: .*nope/);
    });

    it("control characters, as the Pulumi CLI refuses them", async () => {
      expect(await refusal("", 'config:\n  a: "x\u0007y"\n')).to.equal(
        `${file()}: line 2, column 8: the control character U+0007 is not allowed.`,
      );
    });

    it("a map as a key, and a merge of no map", async () => {
      expect(await refusal("", "config:\n  a: { ? [1] : x }\n")).to.contain("a key is one word");
      expect(await refusal("", "config:\n  a: { <<: 1 }\n")).to.contain("<< takes a map");
    });

    it("an unknown key beside the configuration, with what was perhaps meant", async () => {
      expect(await refusal("", "confg:\n  a: 1\ncolour: red\n")).to.equal(
        [
          'Pulumi.dev.yaml: confg is read by nobody. Did you mean "config"? Settings stand under "config"; allowed beside it: encryptedkey, encryptionsalt, environment, secretsprovider.',
          'Pulumi.dev.yaml: colour is read by nobody. Settings stand under "config"; allowed beside it: encryptedkey, encryptionsalt, environment, secretsprovider.',
        ].join("\n"),
      );
    });
  });

  it("tells that an environment of Pulumi ESC is not read", async () => {
    const { warnings } = await load("", "environment: [shared]\nencryptionsalt: v1:x\nconfig: { a: 1 }\n");
    expect(warnings).to.deep.equal([
      'Pulumi.dev.yaml: "environment" is not read here: Pulumi ESC needs Pulumi Cloud. What it would add to the configuration is missing; write what is needed under "config".',
    ]);
    expect((await load("", "config: { a: 1 }\n")).warnings).to.deep.equal([]);
  });
});
