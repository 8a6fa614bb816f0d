import { policyArn } from "../documents/place";
import type { EncryptionKey } from "../encryptionKey";
import { Person } from "../person";
import { named, type Scope } from "./scope";

/** The IAM user that a person is: an existing one, or one of ours. */
export function userNameOf(scope: Scope, person: string): string {
  return scope.settings.people[person]?.existing ?? named(scope, person);
}

/** Everybody who is in a team, by name. */
export function createPeople(scope: Scope, encryptionKey: EncryptionKey): Record<string, Person> {
  const { settings, place, parent } = scope;
  const { people, teams, permissionsBoundary } = settings;
  const members = [...new Set(Object.values(teams).flatMap((team) => team.members))];
  return Object.fromEntries(
    members.map((person) => [
      person,
      new Person(
        named(scope, person),
        {
          place,
          userName: userNameOf(scope, person),
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
