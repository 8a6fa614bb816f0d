import type { EncryptionKey } from "../encryptionKey";
import { mapValues, pick } from "../records";
import { Repository } from "../repository";
import { named, type Scope } from "./scope";

/** By settings key. */
export function createRepositories(scope: Scope, encryptionKey: EncryptionKey): Record<string, Repository> {
  const { settings, place, parent } = scope;
  return mapValues(
    settings.repositories,
    ({ name: repositoryName, description, defaultBranch, protect }, key) =>
      new Repository(
        named(scope, key),
        { repositoryName, description, defaultBranch, protect, encryptionKey, region: place.region },
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
