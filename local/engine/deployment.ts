import { analyzed, type AnalyzedResource, type Analyzer } from "./analysis";
import { resolveAssets } from "./assets";
import { expandRemote } from "./awsx";
import type { Host, Registration } from "./awsx/host";
import { deleteRest } from "./deletions";
import { EngineError, messageOf } from "./errors";
import type { Goal } from "./goal";
import { findImport, importStep, mismatch } from "./imports";
import { Ledger } from "./ledger";
import type { Progress } from "./progress";
import { realise } from "./realise";
import { Realm, type RealmOptions } from "./realm";
import { remediated } from "./remediation";
import { shown, type ResourceResult } from "./result";
import { stateOf, type ResourceState } from "./state";
import { effectiveInputs, planStep, predict, refuseReplacement, type Step } from "./steps";
import { buildUrn, STACK_TYPE } from "./urn";
import { forHandler, type Values } from "./values";

export interface DeploymentOptions extends RealmOptions {
  readonly project: string;
  readonly stack: string;
  /** Where relative paths of assets start. */
  readonly directory: string;
  readonly state: readonly ResourceState[];
  /** Where the state is written; nothing is written at preview. */
  readonly stateFile: string;
  readonly analyzers: Promise<readonly Analyzer[]>;
}

interface Registered {
  readonly goal: Goal;
  readonly step: Step;
  readonly id?: string;
  outputs: Values;
}

/** One preview or update: finds out what each registered resource needs and, at an update, does it. */
export class Deployment implements Host {
  readonly #ledger: Ledger;
  readonly #realm: Realm;
  readonly #goals = new Map<string, Goal>();
  readonly #resources = new Map<string, Registered>();
  #deleted: readonly ResourceResult[] = [];

  constructor(
    private readonly options: DeploymentOptions,
    private readonly progress: Progress,
  ) {
    this.#ledger = new Ledger(options.state, progress.dryRun ? undefined : options.stateFile);
    this.#realm = new Realm(options, (urn) => this.#goals.get(urn));
    options.state.forEach(({ inputs, outputs }) => progress.secrets.learn([inputs, outputs]));
  }

  get stack(): string {
    return this.options.stack;
  }

  /** @throws Halt when the program is to get no answer, because the update has failed */
  async register(goal: Goal): Promise<Registration> {
    this.progress.goOn();
    const urn = buildUrn(this.options.stack, this.options.project, goal.type, goal.name, goal.parent);
    return this.progress.guard<Registration>(urn, { urn, outputs: goal.inputs }, () =>
      this.#register(urn, goal),
    );
  }

  /** What a component answers to the outside: it replaces its outputs. Those of the stack count at the end. */
  registerOutputs(urn: string, outputs: Values): void {
    this.progress.goOn();
    const resource = this.#resources.get(urn);
    if (resource === undefined) {
      return;
    }
    this.progress.secrets.learn(outputs);
    resource.outputs = outputs;
    if (resource.goal.type !== STACK_TYPE) {
      this.#enterOutputs(urn, () => outputs);
    }
  }

  /**
   * Enters what the program exports into the state. When the update has failed, what was not exported again stays, as in
   * the real engine (3.248, step_executor.go, executeRegisterResourceOutputs).
   */
  finish(): void {
    const outputs = this.outputs();
    for (const [urn, { goal }] of this.#resources) {
      if (goal.type === STACK_TYPE) {
        this.#enterOutputs(urn, (old) => (this.progress.failed ? { ...old, ...outputs } : outputs));
      }
    }
  }

  #enterOutputs(urn: string, change: (old: Values) => Values): void {
    const state = this.#ledger.get(urn);
    if (state !== undefined) {
      this.#ledger.realised({ ...state, outputs: change(state.outputs) });
    }
  }

  /**
   * @throws Halt when nothing here answers the function: the program cannot go on without it
   * @throws Error when the function fails, which is the program's to handle, in the real engine's words (source_eval.go)
   */
  async invoke(token: string, args: Values, provider?: string): Promise<Values> {
    this.progress.goOn();
    const what = { inputs: args, ...(provider === undefined ? {} : { provider }) };
    const [handler, place] = await this.progress.essential(undefined, () =>
      Promise.resolve([
        this.#realm.functionHandler(token),
        this.#realm.place(this.#realm.region(what, token)),
      ] as const),
    );
    try {
      return await handler(forHandler(args), place);
    } catch (error) {
      throw new Error(`invocation of ${token} returned an error: ${messageOf(error)}`, { cause: error });
    }
  }

  /** What a reference to a whole resource stands for. */
  lookUp(urn: string): Registration | undefined {
    const resource = this.#resources.get(urn);
    return resource === undefined ? undefined : answer(urn, resource);
  }

  /** The policies' view of the whole stack: the outputs of all that is registered. */
  async analyzeStack(): Promise<void> {
    const resources = [...this.#resources].map(([urn, { goal, outputs }]) =>
      this.#analyzed(urn, goal, outputs),
    );
    for (const analyzer of await this.options.analyzers) {
      this.progress.violated(await analyzer.analyzeStack(resources));
    }
  }

  async deleteRest(): Promise<void> {
    this.#deleted = await deleteRest(this.#ledger, this.progress, this.#realm);
  }

  results(): readonly ResourceResult[] {
    const registered = [...this.#resources].map(([urn, { goal, step }]): ResourceResult => {
      return { ...shown({ ...goal, urn }), operation: step.operation, changes: step.changes };
    });
    return [...registered, ...this.#deleted];
  }

  /** What the program exports. */
  outputs(): Values {
    return [...this.#resources.values()].find(({ goal }) => goal.type === STACK_TYPE)?.outputs ?? {};
  }

  async #register(urn: string, registered: Goal): Promise<Registration> {
    if (this.#goals.has(urn)) {
      throw new EngineError(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    const wanted = this.#realm.checked(registered);
    this.#goals.set(urn, wanted);
    this.#ledger.arrive(urn);
    this.progress.secrets.learn(wanted.inputs);
    const handler = this.#realm.handler(wanted.type, wanted.custom, urn);
    const region = handler === undefined ? undefined : this.#realm.region(wanted, urn);
    const context = this.#realm.context(urn, wanted.name, region ?? "");
    const known = this.#ledger.find([urn, ...wanted.aliases]);
    const found = await findImport(urn, wanted, known, handler, context, this.progress.dryRun);
    const old = found ?? known;
    const mended = await this.#remediate(urn, { ...wanted, inputs: effectiveInputs(wanted, old) });
    const inputs = await resolveAssets(mended, this.options.directory);
    const goal = { ...wanted, inputs };
    const planned = planStep(goal, old, handler, region);
    const step = found === undefined ? planned : importStep(planned);
    refuseReplacement(urn, goal, step, old);
    this.#refuseMismatch(urn, step);
    const resource: Registered = { goal, step, ...predict(goal, step, old) };
    this.#resources.set(urn, resource);
    const analysis = this.progress.guard(urn, undefined, () => this.#analyze(urn, goal));
    if (!this.progress.dryRun) {
      // Policies judge a resource before anything of it is realised.
      await analysis;
      this.progress.goOn();
      const base = stateOf(urn, goal, region);
      const state = await realise({ goal, old, step, handler, context, base }, this.#ledger);
      this.progress.secrets.learn(state.outputs);
      this.#resources.set(urn, {
        goal,
        step,
        ...(state.id === undefined ? {} : { id: state.id }),
        outputs: state.outputs,
      });
    } else {
      // What policies find is needed at the preview's end only; guard has noted every failure.
      analysis.catch(() => undefined);
      if (old !== undefined) {
        this.#ledger.seen(old);
      }
    }
    if (goal.remote) {
      this.registerOutputs(urn, await expandRemote(urn, goal, this));
    }
    return answer(urn, this.#resources.get(urn) ?? resource);
  }

  /** As the real engine: a warning at preview, an error at an update. */
  #refuseMismatch(urn: string, step: Step): void {
    const message = mismatch(step, this.progress.dryRun);
    if (message !== undefined && !this.progress.dryRun) {
      throw new EngineError(message);
    }
    if (message !== undefined) {
      this.progress.say("warning", message, urn);
    }
  }

  async #remediate(urn: string, goal: Goal): Promise<Values> {
    const resource = { ...this.#analyzed(urn, goal, {}), properties: goal.inputs };
    return remediated(resource, await this.options.analyzers, this.progress);
  }

  async #analyze(urn: string, goal: Goal): Promise<void> {
    const resource = this.#analyzed(urn, goal, goal.inputs);
    for (const analyzer of await this.options.analyzers) {
      this.progress.violated(await analyzer.analyze(resource));
    }
  }

  #analyzed(urn: string, goal: Goal, properties: Values): AnalyzedResource {
    return analyzed(urn, goal, properties, (provider) => this.#goals.get(provider)?.inputs);
  }
}

function answer(
  urn: string,
  { id, outputs }: { readonly id?: string; readonly outputs: Values },
): Registration {
  return { urn, ...(id === undefined ? {} : { id }), outputs };
}
