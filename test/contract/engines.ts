import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";
import { previewStack, upStack } from "../../local/engine";
import type { Existing } from "../../local/engine/provider";
import type { Values } from "../../local/engine/values";
import { ThingProvider, type Call } from "./thingProvider";

/** What a run came to, in words that both engines have. */
export interface Outcome {
  readonly ok: boolean;
  /** Operations by the thing's name, in their order: what becomes of it, "same" where nothing does. */
  readonly operations: Readonly<Record<string, readonly string[]>>;
  /** Paths of the changed properties by the resource's name. */
  readonly changes: Readonly<Record<string, readonly string[]>>;
  /** Errors and warnings of the engine, each "severity: message". */
  readonly messages: readonly string[];
  /** What the policies of the contract's pack were given, by policy, in order of the things' names. */
  readonly given: Readonly<Record<string, readonly Given[]>>;
  readonly calls: readonly Call[];
  /** What the program printed. */
  readonly output: string;
}

/** The program of test/fixtures/contract under one of the two engines, in a folder of its own. */
export interface Engine {
  readonly name: string;
  preview(items: readonly object[], policies?: boolean): Promise<Outcome>;
  up(items: readonly object[], policies?: boolean): Promise<Outcome>;
  /** What an import finds, by id. */
  exists(existing: Readonly<Record<string, Existing>>): Promise<void>;
  /** The inputs of a resource in the state. */
  inputs(name: string): Promise<Values | undefined>;
  close(): Promise<void>;
}

const project = {
  name: "contract",
  runtime: "nodejs",
  main: "index.ts",
  plugins: { providers: [{ name: "test", path: "./plugin" }] },
};

/** A map of the configuration whose keys are in no order. */
export const unsorted = { b: [{ z: 1, Z: 2 }], a: "x", ä: true };

const root = resolve(__dirname, "../..");
const pack = join(root, "test/fixtures/contractPack");

abstract class ProgramEngine {
  protected constructor(readonly directory: string) {}

  protected static async folder(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), "contract-"));
    await cp(join(root, "test/fixtures/contract"), directory, { recursive: true });
    await symlink(join(root, "node_modules"), join(directory, "node_modules"));
    await writeFile(join(directory, "Pulumi.yaml"), stringify(project));
    return directory;
  }

  protected file(name: string): string {
    return join(this.directory, name);
  }

  async exists(existing: Readonly<Record<string, Existing>>): Promise<void> {
    await writeFile(this.file("existing.json"), JSON.stringify(existing));
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  protected async calls(): Promise<readonly Call[]> {
    const text = await readFile(this.file("calls.jsonl"), "utf8").catch(() => "");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Call);
  }

  protected async configure(items: readonly object[]): Promise<void> {
    await rm(this.file("calls.jsonl"), { force: true });
    const config = { "contract:items": items, "contract:map": unsorted };
    await writeFile(this.file("Pulumi.dev.yaml"), stringify({ config }));
  }
}

export class LocalEngine extends ProgramEngine implements Engine {
  readonly name = "the local engine";

  static async open(): Promise<LocalEngine> {
    return new LocalEngine(await this.folder());
  }

  preview(items: readonly object[], policies = false): Promise<Outcome> {
    return this.#run(previewStack, items, policies);
  }

  up(items: readonly object[], policies = false): Promise<Outcome> {
    return this.#run(upStack, items, policies);
  }

  async inputs(name: string): Promise<Values | undefined> {
    const state = JSON.parse(await readFile(this.file("state/dev.json"), "utf8")) as {
      resources: { name: string; inputs: Values }[];
    };
    return state.resources.find((resource) => resource.name === name)?.inputs;
  }

  async #run(run: typeof upStack, items: readonly object[], policies: boolean): Promise<Outcome> {
    await this.configure(items);
    const result = await run({
      projectDirectory: this.directory,
      stack: "dev",
      provider: new ThingProvider(this.file("calls.jsonl"), this.file("existing.json")),
      stateDirectory: this.file("state"),
      ...(policies && { policyPacks: [{ directory: pack }] }),
    });
    const things = result.resources.filter(({ type }) => type.startsWith("test:"));
    return {
      ok: result.ok,
      operations: Object.fromEntries(
        things.map(({ name, operation, changes }) => [
          name,
          operation === "import" && changes.length > 0 ? ["import", "update"] : [operation],
        ]),
      ),
      changes: Object.fromEntries(
        things
          .filter(({ changes }) => changes.length > 0)
          .map(({ name, changes }) => [name, changes.map(({ path }) => path).sort()]),
      ),
      messages: result.diagnostics
        .filter(({ severity }) => severity !== "info")
        .map(({ severity, message }) => `${severity}: ${message.trim()}`),
      given: givenBy(result.violations),
      calls: await this.calls(),
      output: result.programOutput,
    };
  }
}

/** The parts of an engine event (`--event-log`) that are looked at; apitype/events.go of pulumi 3.248. */
interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
  readonly policyEvent?: { readonly policyName: string; readonly message: string };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
  readonly diffs?: readonly string[] | null;
}

/** The Pulumi CLI on the PATH, with a backend in the folder and the provider of things as a plugin. */
export class RealEngine extends ProgramEngine implements Engine {
  readonly name = "the Pulumi CLI";

  static async open(): Promise<RealEngine> {
    const engine = new RealEngine(await this.folder());
    await engine.#prepare();
    return engine;
  }

  preview(items: readonly object[], policies = false): Promise<Outcome> {
    return this.#run(["preview"], items, policies);
  }

  up(items: readonly object[], policies = false): Promise<Outcome> {
    return this.#run(["up", "--yes", "--skip-preview"], items, policies);
  }

  async inputs(name: string): Promise<Values | undefined> {
    const { stdout } = await this.#pulumi("stack", "export", "--stack", "dev");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources: { urn: string; inputs: Values }[] };
    };
    return deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs;
  }

  async #prepare(): Promise<void> {
    await mkdir(this.file("plugin"));
    const script = this.file("plugin/pulumi-resource-test");
    const files = JSON.stringify([this.file("calls.jsonl"), this.file("existing.json")]);
    await writeFile(
      script,
      [
        "#!/usr/bin/env node",
        `require(${JSON.stringify(require.resolve("tsx/cjs"))});`,
        `const { servePlugin } = require(${JSON.stringify(join(__dirname, "plugin.ts"))});`,
        `const { ThingProvider } = require(${JSON.stringify(join(__dirname, "thingProvider.ts"))});`,
        `void servePlugin(new ThingProvider(...${files}));`,
      ].join("\n"),
    );
    await chmod(script, 0o755);
    await mkdir(this.file("backend"));
    await this.#pulumi("stack", "init", "dev");
  }

  async #run(command: readonly string[], items: readonly object[], policies: boolean): Promise<Outcome> {
    await this.configure(items);
    const log = this.file("events.jsonl");
    await rm(log, { force: true });
    const more = policies ? ["--policy-pack", pack] : [];
    const { ok, stdout } = await this.#pulumi(...command, "--stack", "dev", "--event-log", log, ...more);
    const events = (await readFile(log, "utf8").catch(() => ""))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as EngineEvent);
    const steps = events
      .flatMap(({ resourcePreEvent }) => (resourcePreEvent === undefined ? [] : [resourcePreEvent.metadata]))
      .filter(({ type }) => type.startsWith("test:"));
    const byName = <T>(values: (step: StepMetadata) => readonly T[]): Record<string, readonly T[]> => {
      const result: Record<string, T[]> = {};
      for (const step of steps) {
        const found = values(step);
        const name = step.urn.split("::").at(-1) ?? "";
        if (found.length > 0) result[name] = [...(result[name] ?? []), ...found];
      }
      return result;
    };
    return {
      ok,
      // Of a replacement's three steps the one that says so.
      operations: byName(({ op }) => (["create-replacement", "delete-replaced"].includes(op) ? [] : [op])),
      changes: byName(({ detailedDiff, diffs }) =>
        Object.keys(detailedDiff ?? {}).length > 0 ? Object.keys(detailedDiff ?? {}).sort() : (diffs ?? []),
      ),
      messages: events
        .flatMap(({ diagnosticEvent }) => (diagnosticEvent === undefined ? [] : [diagnosticEvent]))
        .filter(({ severity }) => severity === "error" || severity === "warning")
        .map(({ severity, message }) => `${severity}: ${plain(message).trim()}`),
      given: givenBy(
        events.flatMap(({ policyEvent }) =>
          policyEvent === undefined
            ? []
            : [{ policy: policyEvent.policyName, message: plain(policyEvent.message) }],
        ),
      ),
      calls: await this.calls(),
      output: stdout,
    };
  }

  #pulumi(...args: string[]): Promise<{ readonly ok: boolean; readonly stdout: string }> {
    const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith("PULUMI_"));
    const env = {
      ...Object.fromEntries(inherited),
      PULUMI_BACKEND_URL: `file://${this.file("backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "contract",
      PULUMI_HOME: this.file("home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // Without it the CLI knows no --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    return new Promise((done) => {
      execFile(
        "pulumi",
        [...args, "--non-interactive", "--color", "never"],
        { cwd: this.directory, env, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) =>
          done({ ok: error === null, stdout: stdout + (error === null ? "" : stderr) }),
      );
    });
  }
}

/** What one policy says it was given of one thing. */
export interface Given {
  readonly name: string;
  readonly inputs?: Values;
  readonly outputs?: Values;
  readonly provider?: Values;
  /** The inputs that come from other resources. */
  readonly dependent?: readonly string[];
}

function givenBy(
  violations: readonly { readonly policy: string; readonly message: string }[],
): Readonly<Record<string, readonly Given[]>> {
  const result: Record<string, Given[]> = {};
  for (const { policy, message } of violations) {
    const told = JSON.parse(message.slice(message.indexOf("{"))) as Given;
    result[policy] = [...(result[policy] ?? []), told].sort((one, other) =>
      one.name.localeCompare(other.name),
    );
  }
  return result;
}

function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "");
}

/** The version of the Pulumi CLI on the PATH; undefined where there is none. */
export function cliVersion(): Promise<string | undefined> {
  return new Promise((done) => {
    execFile("pulumi", ["version"], (error, stdout) => done(error === null ? stdout.trim() : undefined));
  });
}
