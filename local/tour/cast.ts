import type { CloudUser } from "../cloud";
import type { ResourceResult, StackResult } from "../engine";

/** Somebody who takes part in the tour. */
export interface Actor extends CloudUser {
  /** The name in the settings: that of the user without the environment's prefix. */
  readonly person: string;
}

/** Who and what the tour is about, found in what the primary registered. */
export interface Cast {
  readonly repository: string;
  /** A protected branch by its whole name, and one that a pattern protects. */
  readonly mainBranch: string;
  readonly releaseBranch: string;
  readonly releaseManager: Actor;
  readonly developer: Actor;
  readonly auditor: Actor;
  /** A developer without git credentials, who signs the requests; undefined when everybody has some. */
  readonly signer: Actor | undefined;
  /** Who could approve what the developer wants merged, pushers first. */
  readonly reviewers: readonly Actor[];
}

interface Platform {
  readonly environment: string;
  readonly repositories: Record<string, { readonly name: string; readonly protections: readonly string[] }>;
  readonly teams: Record<string, { readonly group: string; readonly access: string }>;
  readonly protections: Record<string, { readonly branches: string[]; readonly pushers: string[] }>;
}

/** @throws Error when the environment lacks somebody or something that the tour needs */
export function castOf(primary: StackResult, users: readonly CloudUser[]): Cast {
  const { environment, repositories, teams, protections } = primary.outputs.platform as Platform;
  const guarded = need(
    Object.values(repositories).find((repository) => repository.protections.length > 0),
    "a repository with a protection",
  );
  const { branches, pushers } = protections[guarded.protections[0]];

  const members = (fits: (team: string) => boolean): Actor[] =>
    Object.keys(teams)
      .filter(fits)
      .flatMap((team) => membersOf(primary.resources, teams[team].group))
      .flatMap((name) => users.filter((user) => user.name === name))
      .map((user) => ({ ...user, person: user.name.replace(`ccp-${environment}-`, "") }));
  const releaseManagers = members((team) => pushers.includes(team));
  const developers = members((team) => !pushers.includes(team) && teams[team].access !== "reader");
  const auditors = members((team) => teams[team].access === "reader");
  const developer = need(developers.find(hasPassword), "a developer with git credentials");

  return {
    repository: guarded.name,
    mainBranch: need(
      branches.find((branch) => !/[*?]/.test(branch)),
      "a protected branch without a wildcard",
    ),
    releaseBranch: need(
      branches.find((branch) => branch.endsWith("*")),
      "a protected pattern that ends in *",
    ).replace(/\*$/, "1.0"),
    releaseManager: need(releaseManagers.find(hasPassword), "a pusher with git credentials"),
    developer,
    auditor: need(auditors.find(hasPassword), "a reader with git credentials"),
    signer: developers.find((actor) => !hasPassword(actor)),
    reviewers: [...releaseManagers, ...developers.filter((actor) => actor !== developer)],
  };
}

function hasPassword({ gitPassword }: CloudUser): boolean {
  return gitPassword !== undefined;
}

function membersOf(resources: readonly ResourceResult[], group: string): string[] {
  return resources
    .filter(({ type }) => type === "aws:iam/userGroupMembership:UserGroupMembership")
    .map(({ inputs }) => inputs as { user: string; groups: string[] })
    .filter(({ groups }) => groups.includes(group))
    .map(({ user }) => user);
}

function need<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) {
    throw new Error(`The tour needs ${what}; it goes with the environments that have one.`);
  }
  return value;
}
