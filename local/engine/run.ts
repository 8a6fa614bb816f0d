import { resolve } from "node:path";
import type { Analyzer } from "./analysis";
import { Deployment } from "./deployment";
import { messageOf } from "./errors";
import { startMonitor } from "./monitor";
import { startPolicyPack, type PolicyPackRef } from "./policyPack";
import { exitMessage, startProgram } from "./program";
import { Halt, Progress } from "./progress";
import { loadProject } from "./project";
import type { Provider } from "./provider";
import type { StackResult } from "./result";
import { readState, stateFile } from "./state";
import { maskAll, secret, type Values } from "./values";

export interface DeployOptions {
  /** The folder of Pulumi.yaml. */
  readonly projectDirectory: string;
  readonly stack: string;
  /** Realises resources and answers functions; at preview only its functions are called. */
  readonly provider: Provider;
  /** Where `<stack>.json` is kept, e.g. `.local/state`. */
  readonly stateDirectory: string;
  /** Default: none. */
  readonly policyPacks?: readonly PolicyPackRef[];
  /** Who of this process is shown what policies are shown, beside the packs. Default: nobody. */
  readonly analyzers?: readonly Analyzer[];
  /** Default: `organization`. */
  readonly organization?: string;
  /** Default: `123456789012`. */
  readonly accountId?: string;
  /** Default: `aws`. */
  readonly partition?: string;
  /**
   * Answers StackReferences before the state does, by the stack's short name; undefined leaves it to
   * the state. Give it `references` of another preview to preview what builds on a stack that is not up.
   */
  readonly stackOutputs?: (stack: string) => Values | undefined | Promise<Values | undefined>;
  /** Called whenever a resource is registered or the policies are loaded. Default: nobody is told. */
  readonly onProgress?: (soFar: SoFar) => void;
}

/** How far a run has come. */
export interface SoFar {
  /** The resources that the program has registered. */
  readonly resources: number;
  /** The policies that are loaded; 0 while the packs start. */
  readonly policies: number;
}

/** Runs program and policies once, at the same time, and puts together what came of it. */
export async function runStack(options: DeployOptions, dryRun: boolean): Promise<StackResult> {
  const began = performance.now();
  const { stack, organization = "organization" } = options;
  const loaded = await loadProject(resolve(options.projectDirectory), stack);
  const { name: project, directory, config, secretKeys } = loaded;
  const file = stateFile(options.stateDirectory, stack);
  const state = readState(file) ?? [];
  const halted = deferred<undefined>();
  const progress = new Progress(dryRun, () => halted.resolve(undefined));
  loaded.warnings.forEach((warning) => progress.say("warning", warning));
  progress.secrets.learn(secretKeys.map((key) => secret(config[key])));
  const analyzers = deferred<readonly Analyzer[]>();
  const { provider, accountId = "123456789012", partition = "aws" } = options;
  let soFar: SoFar = { resources: 0, policies: 0 };
  const hasCome = (further: Partial<SoFar>): void => {
    soFar = { ...soFar, ...further };
    options.onProgress?.(soFar);
  };
  const deployment = new Deployment(
    {
      ...{ project, stack, directory, config, provider, accountId, partition, state },
      stateFile: file,
      analyzers: analyzers.promise,
      onRegistered: (resources) => {
        hasCome({ resources });
      },
    },
    progress,
  );
  const { stateDirectory, stackOutputs } = options;
  const monitor = await startMonitor(deployment, progress, {
    ...{ stack, organization, project, projectDirectory: directory, stateDirectory },
    ...(stackOutputs === undefined ? {} : { stackOutputs }),
  });
  const { address } = monitor;
  const packs = (options.policyPacks ?? []).map((pack) =>
    startPolicyPack(pack, address, { organization, project, stack, dryRun, config }),
  );
  try {
    analyzers.resolve(
      Promise.all(packs).then(
        (started) => {
          hasCome({ policies: countPolicies(started) });
          return [...started, ...(options.analyzers ?? [])];
        },
        (error: unknown) => {
          progress.fail(messageOf(error));
          return [];
        },
      ),
    );
    const program = startProgram({ project: loaded, stack, organization, dryRun, address });
    const end = await Promise.race([program.exited, halted.promise]);
    await progress.settled();
    if (end === undefined) {
      program.process.kill("SIGKILL");
      await program.exited;
    } else {
      const message = exitMessage(end, program.output(), progress.hasErrors);
      if (message !== undefined) {
        progress.say("error", message);
      }
    }
    await analyzers.promise;
    if (end !== undefined && !progress.hasErrors) {
      await complete(deployment, progress);
    }
    deployment.finish();
    return {
      ...{ stack, project, dryRun, ok: !progress.failed },
      resources: deployment.results(),
      outputs: maskAll(deployment.outputs()),
      outputChanges: deployment.outputChanges(),
      references: deployment.outputs(),
      violations: progress.violations,
      policies: soFar.policies,
      diagnostics: progress.diagnostics,
      programOutput: progress.secrets.clean(program.output()),
      duration: performance.now() - began,
    };
  } finally {
    for (const pack of await Promise.allSettled(packs)) {
      if (pack.status === "fulfilled") {
        pack.value.stop();
      }
    }
    monitor.stop();
  }
}

function countPolicies(analyzers: readonly Analyzer[]): number {
  return analyzers.reduce((count, { policies = 0 }) => count + policies, 0);
}

/** What comes once the program has registered everything. */
async function complete(deployment: Deployment, progress: Progress): Promise<void> {
  try {
    await progress.guard(undefined, undefined, () => deployment.analyzeStack());
    await deployment.deleteRest();
  } catch (error) {
    if (!(error instanceof Halt)) {
      throw error;
    }
  }
}

function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T | Promise<T>): void } {
  let resolveIt: (value: T | Promise<T>) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    resolveIt = resolve;
  });
  return { promise, resolve: (value) => resolveIt(value) };
}
