import type { EncryptionKey } from "../encryptionKey";
import { mapValues, pick } from "../records";
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

/** The repositories that name a protection, by settings key. */
export function protectedBy(
  { settings }: Scope,
  protection: string,
  repositories: Readonly<Record<string, Repository>>,
): Record<string, Repository> {
  const keys = Object.keys(repositories).filter((key) =>
    settings.repositories[key].protections.includes(protection),
  );
  return pick(repositories, keys);
}
