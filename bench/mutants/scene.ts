import type { AnalyzedResource, Value, Values } from "../../local/engine";
import { previewStack } from "../../local/engine";
import { primaryStackOf } from "../../local/environment";
import type { Workspace } from "../../local/workspace";

/** One resource of a stack, as policies see it before it is created and afterwards. */
export interface Part {
  readonly urn: string;
  readonly goal: AnalyzedResource["goal"];
  readonly provider?: AnalyzedResource["provider"];
  readonly inputs: Values;
  readonly outputs: Values;
}

/** A stack whose policies are all met. */
export interface Scene {
  readonly stack: string;
  /** Whose preset of the policy pack is in force. */
  readonly environment: string;
  readonly parts: readonly Part[];
}

/**
 * What the unmodified program registers for a stack that was never brought up.
 *
 * @param stateDirectory an empty folder
 * @throws Error when the preview fails
 */
export async function sceneOf(workspace: Workspace, stack: string, stateDirectory: string): Promise<Scene> {
  const environment = (await primaryStackOf(workspace.directory, stack)) ?? stack;
  const outputs =
    environment === stack
      ? undefined
      : async () => {
          const options = await workspace.deployOptions(environment, environment);
          const { references } = await previewStack({ ...options, stateDirectory });
          return references;
        };
  const before = new Map<string, AnalyzedResource>();
  let after: readonly AnalyzedResource[] = [];
  const result = await previewStack({
    ...(await workspace.deployOptions(stack, environment, outputs)),
    stateDirectory,
    policyPacks: [],
    analyzers: [
      {
        analyze: (resource) => {
          before.set(resource.urn, resource);
          return Promise.resolve([]);
        },
        analyzeStack: (resources) => {
          after = resources;
          return Promise.resolve([]);
        },
      },
    ],
  });
  if (!result.ok) {
    throw new Error(
      `the preview of ${stack} failed: ${result.diagnostics.map(({ message }) => message).join("; ")}`,
    );
  }
  const parts = after.map(({ urn, goal, provider, properties }) => ({
    ...{ urn, goal, inputs: before.get(urn)?.properties ?? properties, outputs: properties },
    ...(provider && { provider }),
  }));
  return { stack, environment, parts };
}

/** The stack with some properties of one resource changed, before and after its creation; undefined takes one away. */
export function changed(parts: readonly Part[], urn: string, change: Values): Part[] {
  const merged = (values: Values) =>
    Object.fromEntries(
      Object.entries({ ...values, ...change }).filter(
        (entry): entry is [string, Value] => entry[1] !== undefined,
      ),
    );
  return parts.map((part) =>
    part.urn === urn ? { ...part, inputs: merged(part.inputs), outputs: merged(part.outputs) } : part,
  );
}

export function without(parts: readonly Part[], urn: string): Part[] {
  return parts.filter((part) => part.urn !== urn);
}

/** The stack with one more resource beside another one, by the same provider. */
export function added(
  parts: readonly Part[],
  beside: Part,
  type: string,
  name: string,
  inputs: Values,
  propertyDependencies: Readonly<Record<string, readonly string[]>> = {},
): Part[] {
  const prefix = beside.urn.slice(0, beside.urn.indexOf("::", "urn:pulumi:".length));
  const project = beside.urn.split("::")[1];
  const goal = {
    ...beside.goal,
    ...{ type, name, inputs, propertyDependencies, protect: false },
    dependencies: Object.values(propertyDependencies).flat(),
  };
  const urn = `${prefix}::${project}::${type}::${name}`;
  return [
    ...parts,
    { ...(beside.provider && { provider: beside.provider }), urn, goal, inputs, outputs: inputs },
  ];
}
