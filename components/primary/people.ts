import { policyArn } from "../documents/place";
import type { EncryptionKey } from "../encryptionKey";
import { Person } from "../person";
import { userNameOf } from "../settings/userNames";
import { named, type Scope } from "./scope";

/** Everybody who is in a team, and whoever is guarded by name, by name. */
export function createPeople(scope: Scope, encryptionKey: EncryptionKey): Record<string, Person> {
  const { settings, place, parent } = scope;
  const { people, teams, permissionsBoundary } = settings;
  const members = Object.values(teams).flatMap((team) => team.members);
  const guarded = Object.keys(people).filter((person) => people[person].protections.length > 0);
  return Object.fromEntries(
    [...new Set([...members, ...guarded])].map((person) => [
      person,
      new Person(
        named(scope, person),
        {
          place,
          userName: userNameOf(settings, place, person),
          existing: people[person]?.existing !== undefined,
          gitCredentials: people[person]?.gitCredentials ?? [],
          sshKeys: people[person]?.sshKeys ?? [],
          permissionsBoundary: permissionsBoundary && policyArn(place, permissionsBoundary),
          encryptionKey,
        },
        { parent },
      ),
    ]),
  );
}
