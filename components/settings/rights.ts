import { matches } from "./checks/check";
import type { AccessLevel } from "./sections/teams";

/** What of a team decides who may do what. */
interface Team {
  readonly access?: AccessLevel;
  /** Of a contributor: names of repositories; `*` and `?` match as in IAM. */
  readonly repositories?: readonly string[];
  readonly members?: readonly string[];
  readonly roles?: readonly string[];
}

/** The settings that decide who may do what, by their keys. */
export interface Staff {
  readonly teams: ReadonlyMap<string, Team>;
  readonly people: ReadonlyMap<string, { readonly existing?: string }>;
}

/** A person by the settings' name, or an existing role by IAM's. */
export type Identity = { readonly person: string } | { readonly role: string };

/** What somebody may do in one repository. */
export interface Rights {
  readonly approve: boolean;
  /** Open a pull request, and so be the author whose own approval does not count. */
  readonly open: boolean;
  /** Push, where no guard denies it. */
  readonly push: boolean;
  /** In few words: `reader`. */
  readonly because: string;
}

/**
 * The rights that the settings give in a repository. An existing user or role that is in no team has been given its
 * rights elsewhere: it is taken to have them. MFA takes nothing away: a session with a second factor has all of them.
 */
export function rightsIn(repository: string, identity: Identity, { teams, people }: Staff): Rights {
  const theirs = [...teams.values()].filter(({ members = [], roles = [] }) =>
    "person" in identity ? members.includes(identity.person) : roles.includes(identity.role),
  );
  if (theirs.length === 0) {
    const elsewhere = "role" in identity || people.get(identity.person)?.existing !== undefined;
    return { approve: elsewhere, open: elsewhere, push: elsewhere, because: "in no team" };
  }
  const levels = theirs.flatMap(({ access, repositories = [] }) => {
    const reached = access !== "contributor" || repositories.some((pattern) => matches(pattern, repository));
    return access !== undefined && reached ? [access] : [];
  });
  const works = levels.some((level) => level !== "reader" && level !== "reviewer");
  return {
    approve: works || levels.includes("reviewer"),
    open: works,
    push: works,
    because: levels.at(0) ?? "contributor of other repositories",
  };
}
