/** Plain JSON values: secrets are unwrapped, unknowns never reach a handler, assets are `{text}` or `{path}`. */
export type Properties = Readonly<Record<string, unknown>>;

export interface ResourceContext {
  readonly urn: string;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
}

/** What a handler made. The outputs are added to the inputs. */
export interface Realised {
  readonly id: string;
  readonly outputs: Properties;
}

export interface ResourceHandler {
  /** Inputs whose change needs a new resource. */
  readonly replaceOn?: readonly string[];
  create(inputs: Properties, context: ResourceContext): Promise<Realised>;
  /** Absent: every change replaces. */
  update?(id: string, inputs: Properties, old: Properties, context: ResourceContext): Promise<Properties>;
  delete(id: string, outputs: Properties, context: ResourceContext): Promise<void>;
}

export type FunctionHandler = (
  args: Properties,
  context: { readonly region: string; readonly accountId: string; readonly partition: string },
) => Promise<Properties>;

export interface Provider {
  /** Type token to handler, e.g. "aws:codecommit/repository:Repository". */
  readonly resources: Readonly<Record<string, ResourceHandler>>;
  /** Invoke token to handler, e.g. "aws:index/getCallerIdentity:getCallerIdentity". */
  readonly functions: Readonly<Record<string, FunctionHandler>>;
}
