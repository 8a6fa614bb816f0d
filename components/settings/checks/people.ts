import { quote } from "../names";
import { didYouMean } from "../problems";
import { declaredNames } from "../soundEntries";
import type { Check } from "./check";

export const personChecks: Check = ({ raw, sound: { teams } }) => {
  const members = new Set([...teams.values()].flatMap((team) => team.members ?? []));
  const soundTeams = [...teams.values()].every((team) => team.members !== undefined);
  return declaredNames(raw, "people").flatMap((person) =>
    members.has(person) || !soundTeams
      ? []
      : [
          `people.${person}: is in no team; add ${quote(person)} to the members of a team, or remove the entry.${didYouMean(person, [...members])}`,
        ],
  );
};
