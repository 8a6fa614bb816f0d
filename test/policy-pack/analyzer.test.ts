import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzeDiagnostic,
  type AnalyzerInfo,
  type AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { StackResource } from "../../policy-pack/access/resources";
import { policies } from "../../policy-pack/policies";
import { change, primaryStack, replicaStack, updated, urn, without } from "./fixtures";

const pack = resolve(__dirname, "../../policy-pack");

/** One gRPC call as a promise. */
function call<Request, Response>(
  method: (request: Request, done: (error: Error | null, response: Response) => void) => unknown,
  request: Request,
): Promise<Response> {
  return new Promise((accept, refuse) =>
    method(request, (error, response) => (error ? refuse(error) : accept(response))),
  );
}

/** The engine sends options with timeouts for every resource; the SDK takes their absence for an old engine. */
const options = () =>
  new AnalyzerResourceOptions().setCustomtimeouts(new AnalyzerResourceOptions.CustomTimeouts());

function analyzerResource({
  type,
  urn: id,
  name,
  props,
  propertyDependencies,
}: StackResource): AnalyzerResource {
  const message = new AnalyzerResource()
    .setType(type)
    .setUrn(id)
    .setName(name)
    .setOptions(options())
    .setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props)) as Record<string, never>));
  for (const [property, urns] of Object.entries(propertyDependencies)) {
    message
      .getPropertydependenciesMap()
      .set(property, new AnalyzerPropertyDependencies().setUrnsList([...urns]));
  }
  return message;
}

const summary = (found: AnalyzeDiagnostic) => ({
  policy: found.getPolicyname(),
  urn: found.getUrn(),
  mandatory: found.getEnforcementlevel() === EnforcementLevel.MANDATORY,
});

describe("the policy pack, run as the engine runs it", function () {
  this.timeout(60_000);
  let running: ChildProcess;
  let client: AnalyzerClient;

  before(async () => {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    running = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
      cwd: pack,
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (!running.stdout) throw new Error("The pack has no output.");
    const [port] = (await once(running.stdout, "data")) as [Buffer];
    client = new AnalyzerClient(`127.0.0.1:${port.toString().trim()}`, credentials.createInsecure());
  });

  after(async () => {
    client.close();
    running.kill();
    await once(running, "exit");
  });

  const analyze = (request: AnalyzeRequest) =>
    call<AnalyzeRequest, AnalyzeResponse>((message, done) => client.analyze(message, done), request);
  const analyzeStack = async (stack: readonly StackResource[]) => {
    const request = new AnalyzeStackRequest().setResourcesList(stack.map(analyzerResource));
    const response = await call<AnalyzeStackRequest, AnalyzeResponse>(
      (message, done) => client.analyzeStack(message, done),
      request,
    );
    return response.getDiagnosticsList();
  };
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

  const weakened: Readonly<Record<string, readonly string[]>> = {
    dev: ["disabled codecommit-repository-require-approval-rules"],
    showcase: ["advisory codecommit-repository-require-customer-managed-key"],
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

    it(`has a ${preset} preset that makes every policy mandatory, but for those that it weakens on purpose`, () => {
      const weaker = Object.keys(settings).filter((name) => level(name) !== "mandatory");
      expect(weaker.map((name) => `${level(name)} ${name}`)).to.deep.equal(weakened[preset] ?? []);
    });
  }
});
