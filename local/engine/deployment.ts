import { analyzed, type AnalyzedResource, type Analyzer } from "./analysis";
import { resolveAssets } from "./assets";
import { expandRemote } from "./awsx";
import type { Host, Registration } from "./awsx/host";
import { deleteRest } from "./deletions";
import { diffProperties, type PropertyChange } from "./diff";
import { EngineError, messageOf } from "./errors";
import { plainGoal, type Goal } from "./goal";
import { findImport, importStep, refusedReplacement } from "./imports";
import { Ledger } from "./ledger";
import type { Progress } from "./progress";
import type { ResourceHandler } from "./provider";
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
  /** Called with the number of resources that are registered so far. */
  readonly onRegistered: (resources: number) => void;
}

interface Registered {
  readonly goal: Goal;
  readonly step: Step;
  /** Whether the state has it protected; undefined for what is in no state. */
  readonly wasProtected?: boolean;
  readonly id?: string;
  outputs: Values;
}

/** One preview or update: finds out what each registered resource needs and, at an update, does it. */
export class Deployment implements Host {
  readonly #ledger: Ledger;
  readonly #realm: Realm;
  readonly #goals = new Map<string, Goal>();
  readonly #resources = new Map<string, Registered>();
  readonly #read: ResourceResult[] = [];
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

  /** The program has read a resource that is not its own: it has a row, as in the real engine, and nothing else. */
  hasRead(type: string, name: string, parent: string | undefined, inputs: Values): void {
    const urn = buildUrn(this.options.stack, this.options.project, type, name, parent);
    const goal = { ...plainGoal, type, name, inputs, ...(parent === undefined ? {} : { parent }) };
    this.#read.push({ ...shown({ ...goal, urn }), operation: "read", changes: [] });
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
    const registered = [...this.#resources].map(([urn, { goal, step, wasProtected }]): ResourceResult => {
      const { operation, changes } = step;
      const changed = wasProtected !== undefined && wasProtected !== goal.protect;
      return {
        ...{ ...shown({ ...goal, urn }), operation, changes },
        ...(changed && { protection: goal.protect ? "gained" : "lost" }),
      };
    });
    return [...registered, ...this.#read, ...this.#deleted];
  }

  /** What the program exports. */
  outputs(): Values {
    return [...this.#resources.values()].find(({ goal }) => goal.type === STACK_TYPE)?.outputs ?? {};
  }

  /** How the exports differ from those of the state. They are for people: the order of a list is no difference. */
  outputChanges(): readonly PropertyChange[] {
    const old = this.options.state.find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
    return diffProperties(old, this.outputs(), "all");
  }

  async #register(urn: string, registered: Goal): Promise<Registration> {
    if (this.#goals.has(urn)) {
      throw new EngineError(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    const wanted = this.#realm.inherited(registered);
    this.#goals.set(urn, wanted);
    this.#ledger.arrive(urn);
    this.progress.secrets.learn(wanted.inputs);
    const handler = this.#realm.handler(wanted.type, wanted.custom, urn);
    const region = handler === undefined ? undefined : this.#realm.region(wanted, urn);
    const context = this.#realm.context(urn, wanted.name, region ?? "");
    const known = this.#ledger.find([urn, ...wanted.aliases]);
    const found = await findImport(urn, wanted, known, handler, context, this.progress.dryRun);
    const old = found ?? known;
    // The order of the real engine (continueStepsFromImport of step_generator.go): what ignoreChanges keeps is checked, too.
    const kept = { ...wanted, inputs: effectiveInputs(wanted, old) };
    const mended = await this.#remediate(urn, { ...kept, inputs: this.#realm.checked(kept) });
    const compared = await this.#withInputs(wanted, mended);
    const planned = planStep(compared, old, handler, region, this.options.provider.sets?.[wanted.type]);
    const step = found === undefined ? planned : importStep(planned);
    // What replaces is checked again, without what ignoreChanges keeps of the old one (continueStepsFromDiff).
    const goal =
      step.operation === "replace" ? await this.#withInputs(wanted, this.#realm.checked(wanted)) : compared;
    this.#goals.set(urn, goal);
    refuseReplacement(urn, goal, step, old);
    this.#refuseReplacement(urn, goal, planned, handler, found);
    const before = known === undefined ? {} : { wasProtected: known.protect };
    const resource: Registered = { goal, step, ...before, ...predict(goal, step, old) };
    this.#resources.set(urn, resource);
    this.options.onRegistered(this.#resources.size);
    const analysis = this.progress.guard(urn, undefined, () => this.#analyze(urn, goal));
    if (!this.progress.dryRun) {
      // Policies judge a resource before anything of it is realised.
      await analysis;
      this.progress.goOn();
      const base = stateOf(urn, goal, region);
      const state = await realise({ goal, old, step, handler, context, base }, this.#ledger);
      this.progress.secrets.learn(state.outputs);
      this.#resources.set(urn, {
        ...{ goal, step, ...before },
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

  /** A warning at preview. At an update what was found stays imported all the same. */
  #refuseReplacement(
    urn: string,
    goal: Goal,
    planned: Step,
    handler: ResourceHandler | undefined,
    found: ResourceState | undefined,
  ): void {
    const message = refusedReplacement(goal, planned, handler);
    if (message === undefined) {
      return;
    }
    if (this.progress.dryRun) {
      this.progress.say("warning", message, urn);
      return;
    }
    if (found !== undefined) {
      this.#ledger.realised(found);
    }
    throw new EngineError(message);
  }

  async #withInputs(goal: Goal, inputs: Values): Promise<Goal> {
    return { ...goal, inputs: await resolveAssets(inputs, this.options.directory) };
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
