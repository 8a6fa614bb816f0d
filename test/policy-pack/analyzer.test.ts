import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzeDiagnostic,
  type AnalyzerInfo,
  type AnalyzeResponse,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { StackResource } from "../../policy-pack/access/resources";
import { policies } from "../../policy-pack/policies";
import { AnalyzerProcess, call, options } from "./analyzerProcess";
import { change, primaryStack, replicaStack, updated, urn, without } from "./fixtures";

const pack = resolve(__dirname, "../../policy-pack");

const summary = (found: AnalyzeDiagnostic) => ({
  policy: found.getPolicyname(),
  urn: found.getUrn(),
  mandatory: found.getEnforcementlevel() === EnforcementLevel.MANDATORY,
});

describe("the policy pack, run as the engine runs it", function () {
  this.timeout(60_000);
  let process: AnalyzerProcess;
  let client: AnalyzerClient;

  before(async () => {
    process = await AnalyzerProcess.start(pack);
    ({ client } = process);
  });

  after(async () => {
    await process.stop();
  });

  const analyze = (request: AnalyzeRequest) =>
    call<AnalyzeRequest, AnalyzeResponse>((message, done) => client.analyze(message, done), request);
  const analyzeStack = (stack: readonly StackResource[]) => process.analyzeStack(stack);
  const repository = (inputs: Record<string, string>) =>
    new AnalyzeRequest()
      .setType("aws:codecommit/repository:Repository")
      .setUrn("urn:repository")
      .setName("payments-api")
      .setOptions(options().setProtect(true))
      .setProperties(Struct.fromJavaScript(inputs));

  it("introduces itself with its policies, in order, all mandatory", async () => {
    const info = await call<Empty, AnalyzerInfo>(
      (message, done) => client.getAnalyzerInfo(message, done),
      new Empty(),
    );
    expect(info.getName()).to.equal("codecommit-platform");
    expect(info.getPoliciesList().map((policy) => policy.getName())).to.deep.equal(
      policies.map(({ name }) => name),
    );
    for (const policy of info.getPoliciesList()) {
      expect(policy.getEnforcementlevel()).to.equal(EnforcementLevel.MANDATORY);
      expect(policy.getRemediationSteps()).to.not.equal("");
      expect(policy.getUrl()).to.match(/^https:/);
    }
  });

  it("has nothing to say about stacks that comply, at preview and after an update", async () => {
    for (const stack of [primaryStack(), replicaStack(), updated(primaryStack()), updated(replicaStack())]) {
      expect((await analyzeStack(stack)).map((found) => found.getMessage())).to.deep.equal([]);
    }
  });

  it("judges a repository's inputs before it is created", async () => {
    const described = { repositoryName: "payments-api", description: "Takes payments." };
    const found = (await analyze(repository(described))).getDiagnosticsList();
    expect(found.map((one) => one.getPolicyname())).to.deep.equal([
      "codecommit-repository-require-customer-managed-key",
    ]);
    const unknown = repository({ ...described, kmsKeyId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    expect((await analyze(unknown)).getDiagnosticsList()).to.deep.equal([]);
  });

  it("stops a preview that opens a protected branch", async () => {
    const found = await analyzeStack(without(primaryStack(), "developers-trunk-guard"));
    expect(found.map(summary)).to.deep.equal([
      {
        policy: "codecommit-branch-restrict-pushers",
        urn: urn("aws:iam/group:Group", "developers"),
        mandatory: true,
      },
    ]);
  });

  it("stops a preview of a second writer", async () => {
    const stack = change(
      replicaStack(),
      "replicator-git",
      {},
      {
        role: [urn("aws:iam/role:Role", "ccp-dev-eu-west-1-dispatcher")],
      },
    );
    expect((await analyzeStack(stack)).map(summary)).to.deep.equal([
      {
        policy: "codecommit-replica-require-single-writer",
        urn: urn("aws:iam/role:Role", "ccp-dev-eu-west-1-dispatcher"),
        mandatory: true,
      },
      {
        policy: "codecommit-replica-require-single-writer",
        urn: urn("aws:iam/role:Role", "ccp-dev-eu-west-1-replicator"),
        mandatory: true,
      },
      {
        policy: "codecommit-replica-forbid-other-pushes",
        urn: urn("aws:iam/role:Role", "ccp-dev-eu-west-1-dispatcher"),
        mandatory: true,
      },
    ]);
  });

  it("obeys its configuration", async () => {
    const request = new ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set(
      "codecommit-branch-restrict-pushers",
      new PolicyConfig().setEnforcementlevel(EnforcementLevel.ADVISORY).setProperties(
        Struct.fromJavaScript({
          protections: [
            {
              repositories: ["arn:aws:codecommit:eu-central-1:123456789012:payments-api"],
              references: ["refs/heads/stable"],
              pushers: [],
            },
          ],
        }),
      ),
    );
    await call<ConfigureAnalyzerRequest, unknown>(
      (message, done) => client.configure(message, done),
      request,
    );
    const found = await analyzeStack(primaryStack());
    expect(found.map(summary)).to.deep.equal(
      ["developers", "release-managers"].map((team) => ({
        policy: "codecommit-branch-restrict-pushers",
        urn: urn("aws:iam/group:Group", team),
        mandatory: false,
      })),
    );
  });

  it("takes exemptions, and reports those that expired and those that cover nothing", async () => {
    const exemption = (name: string, expires: string) => ({
      resource: `*::${name}`,
      reason: "Until the move is over.",
      expires,
    });
    const exemptions = [exemption("developers", "2020-01-31"), exemption("release-managers", "2999-12-31")];
    const request = new ConfigureAnalyzerRequest();
    request
      .getPolicyconfigMap()
      .set(
        "codecommit-branch-restrict-pushers",
        new PolicyConfig()
          .setEnforcementlevel(EnforcementLevel.MANDATORY)
          .setProperties(Struct.fromJavaScript({ exemptions })),
      );
    await call<ConfigureAnalyzerRequest, unknown>(
      (message, done) => client.configure(message, done),
      request,
    );
    const found = await analyzeStack(without(primaryStack(), "developers-trunk-guard"));
    expect(found.map((one) => one.getPolicyname())).to.deep.equal([
      "codecommit-branch-restrict-pushers",
      "policy-exemption-require-use",
    ]);
    const [expired, unused] = found.map((one) => one.getMessage());
    expect(expired).to.match(/\(Its exemption expired on 2020-01-31: Until the move is over\.\)$/);
    expect(unused).to.include(
      "The exemption of *::release-managers from codecommit-branch-restrict-pushers covers nothing. Take it away.",
    );
  });

  // docs/policies.md says why.
  const network = ["disabled ec2-subnet-forbid-public-addresses", "disabled ec2-vpc-require-flow-logs"];
  const description = "advisory codecommit-repository-require-description";
  const weakened: Readonly<Record<string, readonly string[]>> = {
    dev: [
      description,
      "disabled codecommit-repository-require-approval-rules",
      "disabled lambda-function-require-reserved-concurrency",
      ...network,
    ],
    prod: [description, ...network],
    showcase: ["advisory codecommit-repository-require-customer-managed-key", description, ...network],
  };
  for (const preset of ["dev", "prod", "showcase"]) {
    const settings = JSON.parse(readFileSync(resolve(pack, "presets", `${preset}.json`), "utf8")) as Readonly<
      Record<string, string | { enforcementLevel: string }>
    >;
    const level = (name: string) => {
      const found = settings[name];
      return typeof found === "string" ? found : found.enforcementLevel;
    };

    it(`has a ${preset} preset that has a level for every policy, in order, and no other`, () => {
      expect(Object.keys(settings)).to.deep.equal(policies.map(({ name }) => name));
    });

    it(`has a ${preset} preset that makes every policy mandatory, but for those that it weakens on purpose, and mends nothing`, () => {
      const weaker = Object.keys(settings).filter((name) => level(name) !== "mandatory");
      expect(weaker.map((name) => `${level(name)} ${name}`)).to.deep.equal(weakened[preset] ?? []);
    });
  }

  describe("told to mend", () => {
    const secret = (value: unknown) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });
    const signature = "4dabf18193072939515e22adb298388d";
    const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const code = {
      [signature]: "0def7320c3a5731c473e5ecbe6d01bc7",
      assets: {
        "index.js": { [signature]: "c44067f5952c0a294b673a41bacd8c17", text: "exports.handler = 1;" },
      },
    };

    before(async () => {
      const request = new ConfigureAnalyzerRequest();
      const mend = (name: string, config: Record<string, never> = {}) =>
        request
          .getPolicyconfigMap()
          .set(
            name,
            new PolicyConfig()
              .setEnforcementlevel(EnforcementLevel.REMEDIATE)
              .setProperties(Struct.fromJavaScript(config)),
          );
      mend("lambda-function-require-tracing");
      mend("logs-group-require-retention", { leastDays: 100 } as never);
      mend("aws-resource-require-tags", { required: { team: "platform", contact: "" } } as never);
      await call<ConfigureAnalyzerRequest, unknown>(
        (message, done) => client.configure(message, done),
        request,
      );
    });

    const mended = async (type: string, inputs: object) => {
      const response = await call<AnalyzeRequest, RemediateResponse>(
        (message, done) => client.remediate(message, done),
        new AnalyzeRequest()
          .setType(type)
          .setUrn(urn(type, "a"))
          .setName("a")
          .setOptions(options())
          .setProperties(Struct.fromJavaScript(inputs as Record<string, never>)),
      );
      const done = response.getRemediationsList();
      return {
        by: done.map((one) => one.getPolicyname()),
        diagnostics: done.map((one) => one.getDiagnostic()).join(""),
        inputs: done.at(-1)?.getProperties()?.toJavaScript(),
      };
    };

    it("traces and tags a function, and leaves alone what is unknown, secret or an archive", async () => {
      const inputs = {
        role: unknownString,
        code,
        tags: { team: unknownString },
        environment: { variables: { CLUSTER_ARN: unknownString, GREETING: secret("hello") } },
      };
      expect(await mended("aws:lambda/function:Function", inputs)).to.deep.equal({
        by: ["lambda-function-require-tracing"],
        diagnostics: "",
        inputs: { ...inputs, tracingConfig: { mode: "Active" } },
      });
      const hidden = await mended("aws:lambda/function:Function", { tags: secret({ contact: "ada" }) });
      expect(hidden.inputs?.tags).to.deep.equal(secret({ contact: "ada", team: "platform" }));
    });

    it("keeps logs no longer than is accepted, and both changes where two policies mend", async () => {
      const inputs = { name: "a", kmsKeyId: unknownString, tags: { contact: secret("ada") } };
      expect(await mended("aws:cloudwatch/logGroup:LogGroup", inputs)).to.deep.equal({
        by: ["logs-group-require-retention", "aws-resource-require-tags"],
        diagnostics: "",
        inputs: { ...inputs, retentionInDays: 120, tags: { contact: secret("ada"), team: "platform" } },
      });
    });

    it("has nothing to do for what complies, or is not known yet", async () => {
      const nothing = { by: [], diagnostics: "", inputs: undefined };
      for (const inputs of [
        { retentionInDays: 365, tags: { team: "a" } },
        { retentionInDays: unknownString, tags: unknownString },
      ]) {
        expect(await mended("aws:cloudwatch/logGroup:LogGroup", inputs)).to.deep.equal(nothing);
      }
      expect(await mended("aws:codecommit/trigger:Trigger", {})).to.deep.equal(nothing);
    });
  });
});
