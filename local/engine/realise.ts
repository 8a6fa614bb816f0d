import { randomUUID } from "node:crypto";
import type { Goal } from "./goal";
import type { Ledger } from "./ledger";
import type { ResourceContext, ResourceHandler } from "./provider";
import type { ResourceState } from "./state";
import type { Step } from "./steps";
import { forHandler, hasSecret, secret, type Value, type Values } from "./values";

/** All that carrying out one step takes. */
export interface Work {
  /** With its effective inputs. */
  readonly goal: Goal;
  /** For an import: what was found. */
  readonly old: ResourceState | undefined;
  readonly step: Step;
  /** Undefined for components and providers: there is nothing to do but to remember them. */
  readonly handler: ResourceHandler | undefined;
  readonly context: ResourceContext;
  /** The state to be, without id and outputs. */
  readonly base: Omit<ResourceState, "id" | "outputs">;
}

/** Carries out one step of an update and enters it into the ledger. */
export async function realise(work: Work, ledger: Ledger): Promise<ResourceState> {
  const { old, step, handler, base } = work;
  if (handler === undefined) {
    const id = base.custom ? (old?.id ?? randomUUID()) : undefined;
    const outputs = base.custom ? work.goal.inputs : (old?.outputs ?? {});
    return enter({ ...base, ...(id === undefined ? {} : { id }), outputs }, work, ledger);
  }
  if (old?.id !== undefined && step.operation === "import") {
    return adopt({ ...old, id: old.id }, work, handler, ledger);
  }
  if (old?.id === undefined || step.operation === "replace") {
    return replace(work, handler, ledger);
  }
  if (step.operation === "update" && handler.update !== undefined) {
    const inputs = forHandler(work.goal.inputs);
    const outputs = await handler.update(old.id, inputs, forHandler(old.outputs), work.context);
    return enter({ ...base, id: old.id, outputs: outputsOf(work.goal, outputs) }, work, ledger);
  }
  return enter({ ...base, id: old.id, outputs: old.outputs }, work, ledger);
}

/** What was found is ours before it is changed: a run that ends in between finds it in the state. */
async function adopt(
  found: ResourceState & { readonly id: string },
  work: Work,
  handler: ResourceHandler,
  ledger: Ledger,
): Promise<ResourceState> {
  const { goal, step, base, context } = work;
  const changed = step.changes.length > 0;
  const inputs = changed ? found.inputs : goal.inputs;
  // It is in no state yet, so there is nothing that this one takes the place of.
  const imported = { ...base, inputs, id: found.id, outputs: outputsOf({ ...goal, inputs }, found.outputs) };
  ledger.realised(imported);
  if (!changed || handler.update === undefined) {
    return imported;
  }
  const outputs = await handler.update(
    found.id,
    forHandler(goal.inputs),
    forHandler(imported.outputs),
    context,
  );
  const state = { ...base, id: found.id, outputs: outputsOf(goal, outputs) };
  ledger.realised(state);
  return state;
}

async function replace(work: Work, handler: ResourceHandler, ledger: Ledger): Promise<ResourceState> {
  const { old, step } = work;
  if (old !== undefined && step.deleteFirst) {
    await remove(old, handler, work.context);
    ledger.gone(old);
  }
  const { id, outputs } = await handler.create(forHandler(work.goal.inputs), work.context);
  const state = { ...work.base, id, outputs: outputsOf(work.goal, outputs) };
  ledger.realised(state, step.deleteFirst ? undefined : old, true);
  return state;
}

function enter(state: ResourceState, { old }: Work, ledger: Ledger): ResourceState {
  ledger.realised(state, old);
  return state;
}

/** Deletes what a state describes, where it was realised. */
export async function remove(
  state: ResourceState,
  handler: ResourceHandler,
  context: ResourceContext,
): Promise<void> {
  if (!state.retainOnDelete && state.id !== undefined) {
    const where = { ...context, urn: state.urn, name: state.name, region: state.region ?? context.region };
    await handler.delete(state.id, forHandler(state.outputs), where);
  }
}

/** Inputs and what the handler gave, where what came in as a secret or is declared one stays one. */
function outputsOf({ inputs, additionalSecretOutputs }: Goal, given: Values): Values {
  const result: Record<string, Value> = { ...inputs };
  for (const [key, value] of Object.entries(given)) {
    if (value !== undefined) {
      result[key] = hasSecret(inputs[key]) ? secret(value) : value;
    }
  }
  for (const key of additionalSecretOutputs) {
    if (result[key] !== undefined) {
      result[key] = secret(result[key]);
    }
  }
  return result;
}
