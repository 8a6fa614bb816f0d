import type { Properties, Realised, ResourceContext, ResourceHandler } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Table } from "./table";

/** One resource as the cloud keeps it: what was asked for and what AWS computed. */
export interface StoredResource {
  readonly id: string;
  readonly region: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface RecordOptions {
  /** One name for the whole account, as IAM's; otherwise one a region. */
  readonly global?: boolean;
  /** Inputs whose change needs a new resource. Absent: every change does. */
  readonly replaceOn?: readonly string[];
  /** AWS's error code for a second resource of one id. */
  readonly exists: string;
  /** Checks the inputs, and computes the id and what AWS adds to them. */
  describe(inputs: Properties, context: ResourceContext): Realised | Promise<Realised>;
  /** Checks the inputs of a change in place. */
  check?(inputs: Properties, context: ResourceContext): void;
  /** Clears up what belongs to the resource, before its record goes; throws to refuse. */
  remove?(resource: StoredResource): void | Promise<void>;
}

/** The key of a record: its id, and for what is regional its region. */
export function recordKey(id: string, region?: string): string {
  return region === undefined ? id : `${region} ${id}`;
}

/** A handler for a resource that is its record: made, changed and removed with it. */
export function recordHandler(table: Table<StoredResource>, options: RecordOptions): ResourceHandler {
  const keyOf = (id: string, context: ResourceContext) =>
    recordKey(id, options.global === true ? undefined : context.region);

  const create = async (inputs: Properties, context: ResourceContext): Promise<Realised> => {
    const { id, outputs } = await options.describe(inputs, context);
    const key = keyOf(id, context);
    if (table.has(key)) throw new AwsError(options.exists, `${id} already exists`);
    table.set(key, { id, region: context.region, inputs, outputs });
    return { id, outputs };
  };

  const update = (id: string, inputs: Properties, _old: Properties, context: ResourceContext) => {
    const known = table.get(keyOf(id, context));
    if (known === undefined) throw new AwsError("ResourceNotFoundException", `${id} does not exist`);
    options.check?.(inputs, context);
    table.set(keyOf(id, context), { ...known, inputs });
    return Promise.resolve(known.outputs);
  };

  const remove = async (id: string, _outputs: Properties, context: ResourceContext): Promise<void> => {
    const known = table.get(keyOf(id, context));
    if (known === undefined) return;
    await options.remove?.(known);
    table.delete(keyOf(id, context));
  };

  const { replaceOn } = options;
  return replaceOn === undefined ? { create, delete: remove } : { replaceOn, create, update, delete: remove };
}
