import { messageOf } from "./errors";
import type { Ledger } from "./ledger";
import type { Progress } from "./progress";
import { remove } from "./realise";
import type { Realm } from "./realm";
import { shown, type ResourceResult } from "./result";
import type { ResourceState } from "./state";

/** The real engine's words (deleteProtectedError of its step.go). */
function deleteProtected(urn: string): string {
  return (
    `resource "${urn}" cannot be deleted\n` +
    "because it is protected. To unprotect the resource, " +
    "either remove the `protect` flag from the resource in your Pulumi " +
    "program and run `pulumi up`, or use the command:\n" +
    `\`pulumi state unprotect '${urn}'\``
  );
}

/**
 * Deletes what the program no longer asks for, one by one, dependents first; nothing at all if the update has failed. At
 * preview it only says what would go.
 *
 * As the real engine (3.248, step_executor.go and deployment_executor.go), it refuses what is protected and goes on: only
 * what a refused resource depends on stays as well.
 */
export async function deleteRest(
  ledger: Ledger,
  progress: Progress,
  realm: Realm,
): Promise<readonly ResourceResult[]> {
  const rest = ledger.toDelete();
  const removed = rest.filter((state) => state.delete !== true);
  const deletable = progress.failed && !progress.dryRun ? [] : refuseProtected(rest, progress);
  if (!progress.dryRun) {
    await deleteAll(deletable, new Set(rest.map(({ urn }) => urn)), ledger, progress, realm);
  }
  return removed.map((state) => ({ ...shown(state), operation: "delete", changes: [] }));
}

/** Says what is protected, and answers what may go in spite of it. */
function refuseProtected(rest: readonly ResourceState[], progress: Progress): readonly ResourceState[] {
  const needed = new Set<string>();
  return rest.filter((state) => {
    const refused = state.protect && state.delete !== true;
    if (refused) {
      progress.fail(deleteProtected(state.urn), state.urn);
    }
    const stays = refused || needed.has(state.urn);
    if (stays) {
      needsOf(state).forEach((urn) => needed.add(urn));
    }
    return !stays;
  });
}

/** What must be there for as long as this one is. */
function needsOf({
  dependencies,
  propertyDependencies,
  parent,
  provider,
  deletedWith,
}: ResourceState): string[] {
  const single = [parent, provider?.slice(0, provider.lastIndexOf("::")), deletedWith];
  return [
    ...dependencies,
    ...Object.values(propertyDependencies).flat(),
    ...single.filter((urn) => urn !== undefined),
  ];
}

/** @param leaving the URNs of all that is to go */
async function deleteAll(
  rest: readonly ResourceState[],
  leaving: ReadonlySet<string>,
  ledger: Ledger,
  progress: Progress,
  realm: Realm,
): Promise<void> {
  for (const state of rest) {
    try {
      const handler = realm.handler(state.type, state.custom, state.urn);
      const taken = state.deletedWith !== undefined && leaving.has(state.deletedWith);
      if (handler !== undefined && !taken) {
        await remove(state, handler, realm.context(state.urn, state.name, state.region ?? ""));
      }
      ledger.gone(state);
    } catch (error) {
      // What is left stays in the state; what it depends on must stay as well.
      progress.fail(messageOf(error), state.urn);
      return;
    }
  }
}
