import type { EncryptionKey } from "../encryptionKey";
import { mapValues, pick } from "../records";
import { Repository } from "../repository";
import { isKept, isProtected } from "../settings/sections/repositories";
import { named, type Scope } from "./scope";

/** By settings key; without those that are to be deleted. */
export function createRepositories(scope: Scope, encryptionKey: EncryptionKey): Record<string, Repository> {
  const { settings, place, parent } = scope;
  return mapValues(
    Object.fromEntries(Object.entries(settings.repositories).filter(([, repository]) => isKept(repository))),
    (repository, key) => {
      const {
        name: repositoryName,
        encryption,
        description,
        tags,
        defaultBranch,
        adopt,
        retire,
      } = repository;
      return new Repository(
        named(scope, key),
        {
          ...{ repositoryName, description, tags, defaultBranch, adopt },
          protect: isProtected(repository),
          retired: retire?.reason,
          encryptionKey: encryption === "customer-managed" ? encryptionKey : undefined,
          region: place.region,
        },
        { parent },
      );
    },
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

/** The names of the repositories of a protection, with those that are to be deleted. */
export function namesGuardedBy({ settings }: Scope, protection: string): string[] {
  return Object.values(settings.repositories)
    .filter(({ protections }) => protections.includes(protection))
    .map(({ name }) => name);
}
