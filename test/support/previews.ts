import path from "node:path";
import { previewStack, type ResourceResult, type StackResult } from "../../local/engine";
import { Workspace } from "../../local/workspace";

const workspace = new Workspace(path.resolve(__dirname, "..", ".."));
const previews = new Map<string, Promise<Previews>>();

type Previews = readonly [primary: StackResult, replica: StackResult];

/** What the program registers for an environment, previewed once and without a state, whatever `.local/` holds. */
export function previewsOf(environment: "dev" | "prod" | "showcase"): Promise<Previews> {
  const made = previews.get(environment) ?? preview(environment);
  previews.set(environment, made);
  return made;
}

async function preview(environment: string): Promise<Previews> {
  const fresh = { stateDirectory: workspace.local("no-state") };
  const options = await workspace.deployOptions(environment, environment);
  const primary = await previewStack({ ...options, ...fresh });
  const replica = await previewStack({
    ...(await workspace.deployOptions(`${environment}-replica`, environment, () =>
      Promise.resolve(primary.references),
    )),
    ...fresh,
  });
  for (const { ok, diagnostics, violations } of [primary, replica]) {
    if (!ok) {
      throw new Error(JSON.stringify({ diagnostics, violations }));
    }
  }
  return [primary, replica];
}

/** The resources of a type, by name. */
export function ofType(result: StackResult, type: string): Map<string, ResourceResult> {
  return new Map(result.resources.filter((resource) => resource.type === type).map((r) => [r.name, r]));
}

/** Everything a resource waits for, directly or not. Who waits for a component waits for its children. */
export function dependenciesOf(result: StackResult, urn: string): Set<string> {
  const byUrn = new Map(result.resources.map((resource) => [resource.urn, resource]));
  const seen = new Set<string>();
  const walk = (next: string): void => {
    const children = result.resources.filter(({ parent }) => parent === next && !byUrn.get(next)?.custom);
    for (const dependency of [
      ...(byUrn.get(next)?.dependencies ?? []),
      ...children.map((child) => child.urn),
    ]) {
      if (!seen.has(dependency)) {
        seen.add(dependency);
        walk(dependency);
      }
    }
  };
  walk(urn);
  return seen;
}
