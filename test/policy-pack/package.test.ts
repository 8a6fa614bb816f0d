import {
  AnalyzeRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzeResponse,
  type AnalyzerInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StackResource } from "../../policy-pack/access/resources";
import { policies } from "../../policy-pack/policies";
import { AnalyzerProcess, call, options } from "./analyzerProcess";
import { primaryStack, repositories, without } from "./fixtures";

const root = path.resolve(__dirname, "../..");
const nodeModules = path.join(root, "node_modules");

/** Another's stack: no component of ours, another project. */
const foreign = (stack: readonly StackResource[]) =>
  JSON.parse(
    JSON.stringify(stack.filter(({ type }) => type.startsWith("aws:"))).replaceAll(
      "urn:pulumi:dev::codecommit-platform",
      "urn:pulumi:live::shop",
    ),
  ) as readonly StackResource[];

describe("The policy pack as npm packs it", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), "packed-"));
  const unpacked = path.join(folder, "elsewhere", "package");
  let pack: AnalyzerProcess;

  before(async () => {
    const source = path.join(folder, "source");
    cpSync(path.join(root, "policy-pack"), source, { recursive: true });
    symlinkSync(nodeModules, path.join(folder, "node_modules"));
    execFileSync("npm", ["pack", "--offline", "--pack-destination", folder], { cwd: source, stdio: "pipe" });
    const [archive] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    mkdirSync(path.dirname(unpacked));
    execFileSync("tar", ["-xzf", path.join(folder, archive), "-C", path.dirname(unpacked)]);
    rmSync(path.join(folder, "node_modules"));
    linkDependencies();
    pack = await AnalyzerProcess.start(unpacked);
  });

  after(async () => {
    await pack.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What it declares to need, and nothing else. */
  function linkDependencies(): void {
    const { dependencies } = JSON.parse(readFileSync(path.join(unpacked, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      const link = path.join(unpacked, "node_modules", name);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(path.join(nodeModules, name), link);
    }
  }

  const configure = (settings: Readonly<Record<string, object>>) => {
    const request = new ConfigureAnalyzerRequest();
    for (const [policy, properties] of Object.entries(settings)) {
      request
        .getPolicyconfigMap()
        .set(
          policy,
          new PolicyConfig()
            .setEnforcementlevel(EnforcementLevel.MANDATORY)
            .setProperties(Struct.fromJavaScript(properties as Record<string, never>)),
        );
    }
    return call<ConfigureAnalyzerRequest, unknown>(
      (message, done) => pack.client.configure(message, done),
      request,
    );
  };

  it("holds no sources", () => {
    const files = readdirSync(unpacked, { recursive: true }).map(String);
    expect(files.filter((name) => !name.startsWith("node_modules")).sort()).to.deep.equal([
      "LICENSE",
      "PulumiPolicy.yaml",
      "README.md",
      "bundle.js",
      "package.json",
      "presets",
      "presets/dev.json",
      "presets/prod.json",
      "presets/showcase.json",
      "start.js",
    ]);
  });

  it("has every policy", async () => {
    const info = await call<Empty, AnalyzerInfo>(
      (message, done) => pack.client.getAnalyzerInfo(message, done),
      new Empty(),
    );
    expect(info.getPoliciesList().map((policy) => policy.getName())).to.deep.equal(
      policies.map(({ name }) => name),
    );
  });

  it("judges a resource of anyone's stack", async () => {
    const request = new AnalyzeRequest()
      .setType("aws:sns/topic:Topic")
      .setUrn("urn:pulumi:live::shop::aws:sns/topic:Topic::orders")
      .setName("orders")
      .setOptions(options())
      .setProperties(Struct.fromJavaScript({ name: "orders" }));
    const response = await call<AnalyzeRequest, AnalyzeResponse>(
      (message, done) => pack.client.analyze(message, done),
      request,
    );
    expect(response.getDiagnosticsList().map((found) => found.getMessage())).to.deep.equal([
      "What is published to an SNS topic is encrypted with a key of its owner.\n" +
        "Topic orders has no key of its owner. Set `kmsMasterKeyId` to the ARN of an aws.kms.Key of yours.",
    ]);
  });

  it("proves who moves the branches that its configuration protects", async () => {
    const branches = ["refs/heads/main", "refs/heads/release/*"];
    const pushers = ["ccp-dev-release-managers"];
    await configure({
      "codecommit-branch-restrict-pushers": {
        protections: [{ repositories, references: branches, pushers }],
      },
      "codecommit-template-require-known-approvers": { existing: ["role/Review"] },
    });
    expect(await pack.analyzeStack(foreign(primaryStack()))).to.deep.equal([]);
    const open = foreign(without(primaryStack(), "developers-trunk-guard"));
    const found = await pack.analyzeStack(open);
    expect(found.map((one) => [one.getPolicyname(), one.getUrn()])).to.deep.equal([
      ["codecommit-branch-restrict-pushers", "urn:pulumi:live::shop::aws:iam/group:Group::developers"],
    ]);
  });
});
