import type { EncryptionKey } from "../encryptionKey";
import { Person } from "../person";
import { named, type Scope } from "./scope";

/** Everybody who is in a team, and whoever is guarded by name, by name. */
export function createPeople(scope: Scope, encryptionKey: EncryptionKey): Record<string, Person> {
  const { settings, place, parent } = scope;
  const members = Object.values(settings.teams).flatMap((team) => team.members);
  const guarded = Object.keys(settings.people).filter(
    (person) => settings.people[person].protections.length > 0,
  );
  return Object.fromEntries(
    [...new Set([...members, ...guarded])].map((person) => [
      person,
      new Person(
        named(scope, person),
        {
          place,
          userName: named(scope, person),
          gitCredentials: settings.people[person]?.gitCredentials ?? false,
          sshKeys: settings.people[person]?.sshKeys ?? [],
          encryptionKey,
        },
        { parent },
      ),
    ]),
  );
}
