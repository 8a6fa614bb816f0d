import { reviewFindings } from "../review";
import { declaredNames, type SoundEntries } from "../soundEntries";
import type { Check } from "./check";

/**
 * Whether pushers can push and approvers approve. Of what is wrong in itself nothing is concluded: the levels and
 * members of all teams must be known, and the names in a protection be declared.
 */
export const reviewChecks: Check = ({ raw, sound }) => {
  const { teams, people, repositories, protections } = sound;
  const known = [...teams.values()].every(
    ({ access, members, roles }) => access !== undefined && members !== undefined && roles !== undefined,
  );
  if (!known) {
    return [];
  }
  const declared = declaredNames(raw, "teams");
  const members = [...teams.values()].flatMap((team) => team.members ?? []);
  const persons = [...declaredNames(raw, "people"), ...members];
  const whole = [...protections].filter(([, protection]) => isWhole(protection, declared, persons));
  return [...reviewFindings({ teams, people, repositories, protections: new Map(whole) }).problems];
};

type Protection = SoundEntries["protections"] extends ReadonlyMap<string, infer Entry> ? Entry : never;

function isWhole(
  { branches, tags, pushers, pullRequests, approvals }: Protection,
  teams: readonly string[],
  people: readonly string[],
): boolean {
  const pools = Object.values(approvals ?? {}).flatMap(({ from }) => from ?? []);
  return (
    branches !== undefined &&
    tags !== undefined &&
    pullRequests !== undefined &&
    approvals !== undefined &&
    pushers?.every((team) => teams.includes(team)) === true &&
    pools.every((pool) => pool.teams.every((team) => teams.includes(team))) &&
    pools.every((pool) => pool.people.every((person) => people.includes(person)))
  );
}
