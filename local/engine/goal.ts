import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { fromWire, type Values } from "./values";

/** What the program wants one resource to be. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly custom: boolean;
  /** A component that another process would expand: awsx. */
  readonly remote: boolean;
  readonly inputs: Values;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `urn::id` of its provider. */
  readonly provider?: string;
  /** Package → provider, for the children of a remote component. */
  readonly providers: Readonly<Record<string, string>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** The URN of what takes it along when it is deleted. */
  readonly deletedWith?: string;
  /** Undefined when the program does not say. */
  readonly deleteBeforeReplace?: boolean;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  /** URNs under which the state may know it. */
  readonly aliases: readonly string[];
  readonly importId?: string;
}

/** What a goal is when nothing is said about it. */
export const plainGoal = {
  custom: true,
  remote: false,
  dependencies: [],
  propertyDependencies: {},
  providers: {},
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
} satisfies Omit<Goal, "type" | "name" | "inputs">;

/** Reads a registration. */
export function goalOf(request: RegisterResourceRequest): Goal {
  const propertyDependencies: Record<string, readonly string[]> = {};
  for (const [key, value] of request.getPropertydependenciesMap().entries()) {
    propertyDependencies[key] = value.getUrnsList();
  }
  return {
    type: request.getType(),
    name: request.getName(),
    ...optional("parent", request.getParent()),
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: fromWire(request.getObject()),
    dependencies: [...request.getDependenciesList()].sort(),
    propertyDependencies,
    ...optional("provider", request.getProvider()),
    providers: Object.fromEntries(request.getProvidersMap().entries()),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ...optional("deletedWith", request.getDeletedwith()),
    ...(request.getDeletebeforereplacedefined()
      ? { deleteBeforeReplace: request.getDeletebeforereplace() }
      : {}),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList(),
    ...optional("importId", request.getImportid()),
  };
}

function optional<Key extends string>(key: Key, value: string): Partial<Record<Key, string>> {
  return value === "" ? {} : ({ [key]: value } as Record<Key, string>);
}
