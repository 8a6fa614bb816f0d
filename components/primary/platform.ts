import { mapValues } from "../records";
import type { Platform } from "../settings/platform";
import { isProtected } from "../settings/sections/repositories";
import { defaultTagsOf } from "../tags";
import { named, type Scope } from "./scope";

/** What the primary tells its replicas. */
export function platformOf(scope: Scope): Platform {
  const { settings, place } = scope;
  return {
    version: 1,
    partition: place.partition,
    account: place.account,
    region: place.region,
    environment: settings.environment,
    tags: defaultTagsOf(settings),
    keys: settings.keys,
    repositories: mapValues(settings.repositories, (repository) => {
      const { name, description, tags, protections, retire } = repository;
      return {
        ...{ name, description, tags, protections, protect: isProtected(repository) },
        ...(retire === undefined ? {} : { retire }),
      };
    }),
    teams: mapValues(settings.teams, ({ access }, key) => ({ group: named(scope, key), access })),
    // A copy needs no approvals: it has no pull requests.
    protections: mapValues(settings.protections, ({ branches, tags, pushers }) => ({
      branches,
      tags,
      pushers,
    })),
  };
}
