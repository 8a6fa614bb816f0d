import { providerOf } from "./analysis";
import { EngineError } from "./errors";
import type { Goal } from "./goal";
import type { FunctionHandler, Provider, ResourceContext, ResourceHandler } from "./provider";
import { forHandler, UNKNOWN, type Values } from "./values";

const PROVIDER_PREFIX = "pulumi:providers:";

export interface RealmOptions {
  readonly provider: Provider;
  readonly accountId: string;
  readonly partition: string;
  /** `namespace:key` → text; `aws:region` is where things are when nothing else says. */
  readonly config: Readonly<Record<string, string>>;
}

/** Finds who realises a resource, and where. */
export class Realm {
  /** @param goals what is registered so far */
  constructor(
    private readonly options: RealmOptions,
    private readonly goals: (urn: string) => Goal | undefined,
  ) {}

  /**
   * Undefined for components and providers, which the engine keeps itself.
   *
   * @throws EngineError when nobody realises this type
   */
  handler(type: string, custom: boolean, urn: string): ResourceHandler | undefined {
    if (!custom || type.startsWith(PROVIDER_PREFIX)) {
      return undefined;
    }
    const handler = this.options.provider.resources[type];
    if (handler === undefined) {
      throw new EngineError(
        `unknown resource type ${type} (${urn}): nothing here realises it. ` +
          "Add it to the resources of the Provider (local/cloud).",
      );
    }
    return handler;
  }

  /**
   * What the real engine calls Check: a resource's inputs as its provider completes them.
   *
   * @param goal its inputs are those of the state already where `ignoreChanges` says so
   * @throws Error when it is a provider that cannot work here
   */
  checked(goal: Goal): Values {
    const { provider, accountId } = this.options;
    if (!goal.custom || goal.type.startsWith(PROVIDER_PREFIX)) {
      provider.configure?.(goal.type, forHandler(goal.inputs), accountId);
      return goal.inputs;
    }
    return provider.check?.(goal.type, goal.inputs, this.#providerInputs(goal) ?? {}) ?? goal.inputs;
  }

  /** @throws EngineError when nobody answers this function */
  functionHandler(token: string): FunctionHandler {
    const handler = this.options.provider.functions[token];
    if (handler === undefined) {
      throw new EngineError(
        `unknown function ${token}: nothing here answers it. ` +
          "Add it to the functions of the Provider (local/cloud).",
      );
    }
    return handler;
  }

  context(urn: string, name: string, region: string): ResourceContext {
    return { urn, name, ...this.place(region) };
  }

  place(region: string): { readonly region: string; readonly accountId: string; readonly partition: string } {
    return { region, accountId: this.options.accountId, partition: this.options.partition };
  }

  /**
   * What the real engine adds to a registration from around it (RegisterResource of source_eval.go): a component, a remote
   * one too, has the providers of its parent beside its own, and a resource without a provider takes its parent's.
   */
  inherited(goal: Goal): Goal {
    const parent = goal.parent === undefined ? undefined : this.goals(goal.parent);
    if (parent === undefined || goal.type.startsWith(PROVIDER_PREFIX)) {
      return goal;
    }
    if (!goal.custom) {
      return { ...goal, providers: { ...parent.providers, ...goal.providers } };
    }
    const ofPackage = goal.type.split(":")[0] ?? "";
    const own = parent.type.startsWith(`${ofPackage}:`) ? parent.provider : undefined;
    const provider = goal.provider ?? own ?? parent.providers[ofPackage];
    return { ...goal, ...(provider === undefined ? {} : { provider }) };
  }

  /**
   * Its own `region`, else its provider's, else the configuration's.
   *
   * @throws EngineError for an AWS resource without any
   */
  region(what: Pick<Goal, "inputs" | "provider">, label: string): string {
    const own = this.#text(what.inputs) ?? this.#text(this.#providerInputs(what));
    const region = own ?? this.options.config["aws:region"];
    if (region === undefined && label.includes("aws:")) {
      throw new EngineError(`${label} has no region: give its provider one, or set aws:region`);
    }
    return region ?? "";
  }

  #providerInputs({ provider }: Pick<Goal, "provider">): Values | undefined {
    return provider === undefined ? undefined : this.goals(providerOf(provider))?.inputs;
  }

  #text(inputs: Values | undefined): string | undefined {
    const region = inputs?.region;
    return typeof region === "string" && region !== UNKNOWN ? region : undefined;
  }
}
