import { quote } from "../names";
import { type Platform, platformSchema } from "../platform";
import type { PrimarySettings } from "../schema";
import { isKept } from "../sections/repositories";

const procedure = "docs/repositories.md has the procedure";

/**
 * What would delete or replace a repository in another way than by `retire`. The engine itself refuses to delete what is
 * protected, but only after it has updated everything else, the branch guards included.
 *
 * @param exported the output `platform` of the last update; undefined before the first one
 */
export function removalProblems(settings: PrimarySettings, exported: unknown): string[] {
  const { data: before } = platformSchema.safeParse(exported);
  if (before === undefined) {
    return [];
  }
  const moved = movedProblems(settings, before);
  return moved.length > 0
    ? moved
    : Object.entries(before.repositories)
        .filter(([, repository]) => isKept(repository))
        .flatMap(([key, repository]) => removalProblem(settings, key, repository));
}

/** Everything would be made anew. */
function movedProblems(settings: PrimarySettings, before: Platform): string[] {
  return (["environment", "region"] as const)
    .filter((field) => settings[field] !== before[field])
    .map(
      (field) =>
        `${field === "region" ? "aws:region" : field}: is ${quote(settings[field])}, but the stack was made with ` +
        `${quote(before[field])}; every repository would be deleted and made anew. Set it back, or deploy another stack.`,
    );
}

function removalProblem(
  { repositories }: PrimarySettings,
  key: string,
  before: Platform["repositories"][string],
): string[] {
  const path = `repositories.${key}`;
  if (!(key in repositories)) {
    return [
      `${path}: is missing, but the stack has this repository, and CodeCommit has no undo. Put it back; to remove it, ` +
        `give it retire: { reason: … } first (${procedure}).`,
    ];
  }
  const now = repositories[key];
  if (!isKept(now)) {
    return before.protect
      ? [
          `${path}.retire.delete: the repository is still protected; set it to false, update every stack, and then set it ` +
            `to true (${procedure}).`,
        ]
      : [];
  }
  return now.name === before.name
    ? []
    : [
        `${path}.name: is ${quote(now.name)}, but the repository is ${quote(before.name)}; it would be deleted, and an empty ` +
          `one made. Set it back, and add an entry with the new name (${procedure}).`,
      ];
}
