import { accountKeyPolicy, operationsKeyPolicy } from "../documents/keys";
import { operationsAlias, repositoriesAlias } from "../documents/place";
import { EncryptionKey } from "../encryptionKey";
import { named, type Scope } from "./scope";

export function createRepositoriesKey(scope: Scope): EncryptionKey {
  const { settings, place, parent } = scope;
  return new EncryptionKey(
    named(scope, "repositories"),
    {
      description: `CodeCommit repositories of ${place.prefix}`,
      alias: repositoriesAlias(place.prefix),
      policy: accountKeyPolicy(place),
      ...settings.keys,
    },
    { parent },
  );
}

/** Apart from the repositories' key: an alarm about a disabled repositories' key must still be delivered. */
export function createOperationsKey(scope: Scope): EncryptionKey {
  const { settings, place, parent } = scope;
  return new EncryptionKey(
    named(scope, "operations"),
    {
      description: `Topics, queues, logs and secrets of ${place.prefix}`,
      alias: operationsAlias(place.prefix),
      policy: operationsKeyPolicy(place),
      ...settings.keys,
    },
    { parent },
  );
}
