import type { EncryptionKey } from "../encryptionKey";
import { mapValues } from "../records";
import { Repository } from "../repository";
import { named, type Scope } from "./scope";

/** By settings key. */
export function createRepositories(scope: Scope, encryptionKey: EncryptionKey): Record<string, Repository> {
  const { settings, place, parent } = scope;
  return mapValues(
    settings.repositories,
    ({ name: repositoryName, encryption, description, tags, defaultBranch, protect, adopt }, key) =>
      new Repository(
        named(scope, key),
        {
          ...{ repositoryName, description, tags, defaultBranch, protect, adopt },
          encryptionKey: encryption === "customer-managed" ? encryptionKey : undefined,
          region: place.region,
        },
        { parent },
      ),
  );
}
