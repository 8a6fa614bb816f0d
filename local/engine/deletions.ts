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
 * Deletes what the program no longer asks for, one by one, dependents first; nothing at all if any
 * of it is protected, or if the update has failed. At preview it only says what would go.
 */
export async function deleteRest(
  ledger: Ledger,
  progress: Progress,
  realm: Realm,
): Promise<readonly ResourceResult[]> {
  const rest = ledger.toDelete();
  const removed = rest.filter((state) => state.delete !== true);
  for (const { urn } of removed.filter((state) => state.protect)) {
    progress.fail(deleteProtected(urn), urn);
  }
  if (!progress.failed && !progress.dryRun) {
    await deleteAll(rest, ledger, progress, realm);
  }
  return removed.map((state) => ({ ...shown(state), operation: "delete", changes: [] }));
}

async function deleteAll(
  rest: readonly ResourceState[],
  ledger: Ledger,
  progress: Progress,
  realm: Realm,
): Promise<void> {
  for (const state of rest) {
    try {
      const handler = realm.handler(state.type, state.custom, state.urn);
      if (handler !== undefined) {
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
