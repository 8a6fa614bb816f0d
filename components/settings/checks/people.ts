import { quote } from "../names";
import { didYouMean } from "../problems";
import { declaredNames } from "../soundEntries";
import type { Check } from "./check";

export const personChecks: Check = ({ raw, sound: { teams, people } }) => {
  const members = new Set([...teams.values()].flatMap((team) => team.members ?? []));
  const soundTeams = [...teams.values()].every((team) => team.members !== undefined);
  // Somebody who is only guarded needs no team.
  const needsTeam = (person: string) => people.get(person)?.protections?.length === 0;
  return declaredNames(raw, "people").flatMap((person) =>
    members.has(person) || !soundTeams || !needsTeam(person)
      ? []
      : [
          `people.${person}: is in no team; add ${quote(person)} to the members of a team, guard the person by protections, or remove the entry.${didYouMean(person, [...members])}`,
        ],
  );
};
