import type { Values } from "./values";

/**
 * Plain JSON values. Secrets are already unwrapped and unknowns never reach a handler.
 * A file's content is an {@link Asset}, a set of them an {@link Archive}.
 */
export type Properties = Readonly<Record<string, unknown>>;

/** A file's content. `path` is absolute. */
export interface Asset {
  readonly asset: { readonly path: string } | { readonly text: string } | { readonly uri: string };
}

/** Files by name, or a folder or archive file at an absolute `path`. */
export interface Archive {
  readonly archive:
    | { readonly assets: Readonly<Record<string, Asset | Archive>> }
    | { readonly path: string }
    | { readonly uri: string };
}

/** Where and as what a resource is realised. `region` is its own `region` input, else its provider's. */
export interface ResourceContext {
  readonly urn: string;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

/** What creating a resource gave; `outputs` are added to its inputs. */
export interface Realised {
  readonly id: string;
  readonly outputs: Properties;
}

/** What is there although no state knows it. */
export interface Existing {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Realises the resources of one type. */
export interface ResourceHandler {
  /** Inputs whose change needs a new resource. */
  readonly replaceOn?: readonly string[];
  create(inputs: Properties, context: ResourceContext): Promise<Realised>;
  /** Answers the new outputs. Absent: every change replaces. */
  update?(id: string, inputs: Properties, old: Properties, context: ResourceContext): Promise<Properties>;
  delete(id: string, outputs: Properties, context: ResourceContext): Promise<void>;
  /**
   * Finds what is to be imported; undefined when it does not exist. Absent: nothing of this type can be imported.
   *
   * @param preview it must not change anything then
   */
  read?(id: string, context: ResourceContext, preview: boolean): Promise<Existing | undefined>;
}

/** Answers a function (an invoke). It is called at preview too, so it must not change anything. */
export type FunctionHandler = (
  args: Properties,
  context: { readonly region: string; readonly accountId: string; readonly partition: string },
) => Promise<Properties>;

/** What the engine can realise and answer. */
export interface Provider {
  /** Type token → handler, e.g. `aws:codecommit/repository:Repository`. */
  readonly resources: Readonly<Record<string, ResourceHandler>>;
  /** Invoke token → handler, e.g. `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly functions: Readonly<Record<string, FunctionHandler>>;
  /**
   * The provider's Check: the inputs of a resource as they are judged, compared and realised, for example with what the
   * provider adds. Secrets, unknowns and assets are marked in them.
   *
   * @param provider the inputs of its provider resource; empty where the engine knows none
   */
  check?(type: string, inputs: Values, provider: Values): Values;
  /** Type token → the paths of its inputs that are sets: the order of such a list is no difference. */
  readonly sets?: Readonly<Record<string, readonly string[]>>;
  /** Throws when a provider resource of this type cannot work with these inputs in this account. */
  configure?(type: string, inputs: Properties, accountId: string): void;
}
