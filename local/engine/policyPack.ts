import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerStackConfigureRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig,
  type AnalyzeResponse,
  type AnalyzerInfo,
  type AnalyzerStackConfigureResponse,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Analyzer } from "./analysis";
import {
  remediationsOf,
  stackRequest,
  toLevel,
  toProtoLevel,
  toRequest,
  violationsOf,
} from "./analyzerMessages";
import { resolveFrom, startNode, type Child } from "./child";
import { EngineError } from "./errors";
import { call, CLIENT_OPTIONS } from "./grpc";
import { readPolicyConfig, reconcile, type PolicyDeclaration } from "./policyConfig";
import type { Level } from "./policyLevels";
import { fromWire, toWire, type Values } from "./values";

/** A CrossGuard policy pack in a folder, as `--policy-pack` and `--policy-pack-config` name it. */
export interface PolicyPackRef {
  readonly directory: string;
  /** JSON. Absent: every policy as the pack declares it. */
  readonly configFile?: string;
}

export interface PolicyStack {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  readonly config: Readonly<Record<string, string>>;
}

export interface PolicyPack extends Analyzer {
  stop(): void;
}

/**
 * Starts a policy pack and configures it for one stack.
 *
 * @param engine where the pack's log messages go
 * @throws EngineError when the pack does not start or its configuration does not fit
 */
export async function startPolicyPack(
  ref: PolicyPackRef,
  engine: string,
  stack: PolicyStack,
): Promise<PolicyPack> {
  const script = resolveFrom(ref.directory, "@pulumi/pulumi/cmd/run-policy-pack");
  // The host would have ts-node check the pack's types, which takes many seconds. tsx only strips them,
  // when ts-node is told to leave every file alone.
  const loader = ["--require", resolveFrom(__dirname, "tsx/cjs")];
  const child = startNode([...loader, script, engine, ref.directory], {
    cwd: ref.directory,
    env: { TS_NODE_IGNORE: "." },
  });
  try {
    const port = await announcedPort(child, ref);
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), CLIENT_OPTIONS);
    const stop = (): void => {
      client.close();
      child.process.kill("SIGKILL");
    };
    const config = ref.configFile === undefined ? {} : await readPolicyConfig(ref.configFile);
    const levels = await configure(client, config, stack);
    return { ...analyzer(client, levels), stop };
  } catch (error) {
    child.process.kill("SIGKILL");
    throw error;
  }
}

/** The pack prints its port as its first line once it serves. */
async function announcedPort(child: Child, ref: PolicyPackRef): Promise<string> {
  const port = new Promise<string>((resolve) => {
    let text = "";
    child.process.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const announced = /^(\d+)\s*$/m.exec(text);
      if (announced?.[1] !== undefined && text.includes("\n")) {
        resolve(announced[1]);
      }
    });
  });
  const failed = child.exited.then(() => {
    throw new EngineError(`the policy pack in ${ref.directory} did not start:\n${child.output().trim()}`);
  });
  return Promise.race([port, failed]);
}

/** @returns the level of each policy */
async function configure(
  client: AnalyzerClient,
  config: Values,
  stack: PolicyStack,
): Promise<readonly Level[]> {
  const info = await call<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
  const declarations = info.getPoliciesList().map((policy): PolicyDeclaration => {
    const schema = policy.getConfigschema();
    return {
      name: policy.getName(),
      level: toLevel(policy.getEnforcementlevel()),
      schema: fromWire(schema?.getProperties()),
      required: schema?.getRequiredList() ?? [],
    };
  });
  const request = new ConfigureAnalyzerRequest();
  const settings = reconcile(declarations, config);
  for (const [name, { level, properties }] of settings) {
    const policy = new PolicyConfig();
    policy.setEnforcementlevel(toProtoLevel(level));
    policy.setProperties(toWire(properties));
    request.getPolicyconfigMap().set(name, policy);
  }
  await call<Empty>((done) => client.configure(request, done));
  const about = new AnalyzerStackConfigureRequest()
    .setOrganization(stack.organization)
    .setProject(stack.project)
    .setStack(stack.stack)
    .setDryRun(stack.dryRun);
  for (const [key, value] of Object.entries(stack.config)) {
    about.getConfigMap().set(key, value);
  }
  await call<AnalyzerStackConfigureResponse>((done) => client.configureStack(about, done));
  return [...settings.values()].map(({ level }) => level);
}

function analyzer(client: AnalyzerClient, levels: readonly Level[]): Analyzer {
  return {
    policies: levels.filter((level) => level !== "disabled").length,
    ...(levels.includes("remediate") && { remediate: remediateWith(client) }),
    async analyze(resource) {
      const request = toRequest(resource);
      return violationsOf(await call<AnalyzeResponse>((done) => client.analyze(request, done)), resource.urn);
    },
    async analyzeStack(resources) {
      const request = stackRequest(resources);
      return violationsOf(await call<AnalyzeResponse>((done) => client.analyzeStack(request, done)));
    },
  };
}

function remediateWith(client: AnalyzerClient): Analyzer["remediate"] {
  return async (resource) => {
    const request = toRequest(resource);
    return remediationsOf(await call<RemediateResponse>((done) => client.remediate(request, done)));
  };
}
