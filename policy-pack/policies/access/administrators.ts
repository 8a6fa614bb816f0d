import { z } from "zod";
import type { Identity } from "../../access/identities";
import type { Stack } from "../../access/resources";
import { declaredTeamRoles, declaredTeams, problemOf } from "../declarations";

export const administratorsConfig = z
  .array(z.string().min(1))
  .default([])
  .describe(
    'Administrators that no Team component declares: names of IAM groups; "user/NAME" or "role/NAME" for one identity.',
  );

/** Who administers by the teams of a stack and by configuration; and of which teams that cannot be told. */
export function administratorsOf({ resources }: Stack, configured: readonly string[]) {
  const teams = declaredTeams(resources);
  const roles = declaredTeamRoles(resources);
  const problems = [...teams, ...roles].flatMap((found) => ("problem" in found ? [problemOf(found)] : []));
  const names = [
    ...configured,
    ...teams.flatMap((found) =>
      "value" in found && found.value.access === "administrator" ? [found.value.groupName] : [],
    ),
    ...roles.flatMap((found) =>
      "value" in found && found.value.administrator ? [`role/${found.value.roleName}`] : [],
    ),
  ];
  return { names, problems };
}

/** Whether an identity is, or is in, one of those that are named so: GROUP, "user/NAME", "role/NAME". */
export function isAmong(names: readonly string[], { kind, name, groups }: Identity): boolean {
  return names.includes(`${kind}/${name}`) || groups.some((group) => names.includes(group));
}
