import type { EncryptionKey } from "../encryptionKey";
import { Person } from "../person";
import { named, type Scope } from "./scope";

/** Everybody who is in a team, by name. */
export function createPeople(scope: Scope, encryptionKey: EncryptionKey): Record<string, Person> {
  const { settings, place, parent } = scope;
  const members = [...new Set(Object.values(settings.teams).flatMap((team) => team.members))];
  return Object.fromEntries(
    members.map((person) => [
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
