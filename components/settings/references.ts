import { quote } from "./names";
import { didYouMean } from "./problems";
import { quotaProblems } from "./quotas";
import { primarySections } from "./schema";
import { declaredNames, type SoundEntries, soundEntries } from "./soundEntries";

const sectionNames = ["repositories", "teams", "people", "protections"] as const;

/** What is wrong with the names and between the sections of a primary's settings, each problem with its path and a way out. */
export function referenceProblems(raw: Record<string, unknown>): string[] {
  const sound = soundEntries(raw);
  return [
    ...wrongNames(raw),
    ...danglingProtections(raw, sound),
    ...danglingPushers(raw, sound),
    ...repositoryNameClashes(sound),
    ...peopleWithoutTeam(raw, sound),
    ...contributorScopes(sound),
    ...dividedPeople(sound),
    ...quotaProblems(sound),
  ];
}

function wrongNames(raw: Record<string, unknown>): string[] {
  return sectionNames.flatMap((section) =>
    declaredNames(raw, section).flatMap((name) => {
      const result = primarySections[section].key.safeParse(name);
      return result.success ? [] : result.error.issues.map((issue) => `${section}.${name}: ${issue.message}`);
    }),
  );
}

function missing(what: string, name: string, names: readonly string[]): string {
  const existing = names.length === 0 ? "none is declared yet" : `declared: ${names.join(", ")}`;
  return `there is no ${what} ${quote(name)} (${existing}).${didYouMean(name, names)}`;
}

function danglingProtections(raw: Record<string, unknown>, { repositories }: SoundEntries): string[] {
  const names = declaredNames(raw, "protections");
  return [...repositories].flatMap(([key, { protection }]) =>
    protection === undefined || names.includes(protection)
      ? []
      : [`repositories.${key}.protection: ${missing("protection", protection, names)}`],
  );
}

function danglingPushers(raw: Record<string, unknown>, { protections }: SoundEntries): string[] {
  const names = declaredNames(raw, "teams");
  return [...protections].flatMap(([key, { pushers = [] }]) =>
    pushers.flatMap((pusher, index) =>
      names.includes(pusher)
        ? []
        : [`protections.${key}.pushers[${index}]: ${missing("team", pusher, names)}`],
    ),
  );
}

/** CodeCommit tells `Api` from `api`, but clones on macOS and Windows, and people, do not. */
function repositoryNameClashes({ repositories }: SoundEntries): string[] {
  const seen = new Map<string, { key: string; name: string }>();
  return [...repositories].flatMap(([key, { name = key }]) => {
    const earlier = seen.get(name.toLowerCase());
    if (earlier === undefined) {
      seen.set(name.toLowerCase(), { key, name });
      return [];
    }
    const clash = earlier.name === name ? "are the same" : "differ in nothing but case";
    return [
      `repositories.${key}: its name ${quote(name)} and that of repositories.${earlier.key} ${clash}; rename one of them.`,
    ];
  });
}

function peopleWithoutTeam(raw: Record<string, unknown>, { teams }: SoundEntries): string[] {
  const members = new Set([...teams.values()].flatMap((team) => team.members ?? []));
  const soundTeams = [...teams.values()].every((team) => team.members !== undefined);
  return declaredNames(raw, "people").flatMap((person) =>
    members.has(person) || !soundTeams
      ? []
      : [
          `people.${person}: is in no team; add ${quote(person)} to the members of a team, or remove the entry.${didYouMean(person, [...members])}`,
        ],
  );
}

/** A contributor works on repositories that somebody named; the other levels reach all of them by their nature. */
function contributorScopes({ teams, repositories }: SoundEntries): string[] {
  const names = [...repositories].map(([key, { name = key }]) => name);
  return [...teams].flatMap(([team, { access, repositories: patterns }]) => {
    if (
      access === undefined ||
      (access === "contributor") === (patterns !== undefined && patterns.length > 0)
    ) {
      return (patterns ?? []).flatMap((pattern, index) =>
        names.some((name) => matches(pattern, name))
          ? []
          : [`teams.${team}.repositories[${index}]: ${missing("repository", pattern, names)}`],
      );
    }
    return access === "contributor"
      ? [
          `teams.${team}.repositories: is missing; a contributor team names its repositories, for example [payments-*].`,
        ]
      : [
          `teams.${team}.repositories: goes with access contributor only; ${quote(access)} reaches every repository.`,
        ];
  });
}

function matches(pattern: string, name: string): boolean {
  const source = pattern.replace(/[.]/g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".");
  return new RegExp(`^${source}$`).test(name);
}

/**
 * A person in a pushing team and in another team of the same protection could not push: IAM's deny wins,
 * silently. So this is refused.
 */
function dividedPeople({ teams, protections }: SoundEntries): string[] {
  return [...protections].flatMap(([protection, { pushers = [] }]) =>
    [...teams].flatMap(([team, { members = [] }]) =>
      pushers.includes(team)
        ? []
        : members.flatMap((person) =>
            pushers
              .filter((pusher) => teams.get(pusher)?.members?.includes(person))
              .map(
                (pusher) =>
                  `protections.${protection}: ${quote(person)} is in ${quote(pusher)}, which may push, and in ${quote(team)}, which may not; the deny would win. Take the person out of one, or add ${quote(team)} to the pushers.`,
              ),
          ),
    ),
  );
}
