import { matches } from "./checks/check";
import { approvalCount, type ApprovalCount } from "./approvalCounts";
import { approversOf } from "./approvers";
import { type Identity, rightsIn, type Staff } from "./rights";
import type { ApprovalSettings } from "./sections/approvals";

/** What of the settings decides whether a pull request can be approved and merged, and a branch be made at all. */
export interface ReviewSettings extends Staff {
  readonly repositories: ReadonlyMap<
    string,
    { readonly name?: string; readonly protections?: readonly string[] }
  >;
  readonly protections: ReadonlyMap<string, Protection>;
}

interface Protection {
  readonly branches?: readonly string[];
  readonly tags?: readonly string[];
  readonly pushers?: readonly string[];
  readonly pullRequests?: "pushers" | "everyone";
  readonly approvals?: Readonly<Record<string, ApprovalSettings>>;
}

/** What is found of the settings, as lines with path and way out. */
export interface ReviewFindings {
  /** What would close a branch for good. */
  readonly problems: readonly string[];
  /** What works, but perhaps not as it was meant. */
  readonly warnings: readonly string[];
}

/** Whether those who are named can do what they are named for. */
export function reviewFindings(settings: ReviewSettings): ReviewFindings {
  const findings = [...settings.protections].flatMap(([protection, rules]) => [
    ...pusherFindings(protection, rules, settings),
    ...Object.entries(rules.approvals ?? {}).flatMap(([branch, approval]) =>
      approvalFindings(protection, branch, approval, settings),
    ),
  ]);
  return {
    problems: findings.flatMap(({ problem }) => problem ?? []),
    warnings: findings.flatMap(({ warning }) => warning ?? []),
  };
}

interface Finding {
  readonly problem?: string;
  readonly warning?: string;
}

function pusherFindings(protection: string, rules: Protection, settings: ReviewSettings): Finding[] {
  const { branches = [], tags = [], pushers = [], pullRequests } = rules;
  const stuck = repositoriesOf(protection, settings).filter(
    (repository) => pushersIn(repository, rules, settings).length === 0,
  );
  if (stuck.length === 0) {
    return [];
  }
  const reason =
    pushers.length === 0 ? "no team is named" : pushers.map((team) => unfit(team, settings)).join(", ");
  const path = `protections.${protection}.pushers`;
  const where = `of ${few(stuck)}, because ${reason}`;
  const way =
    "Name a team with members or roles whose access is administrator, power-user or, for its own repositories, contributor.";
  const merged = pullRequests === "everyone" ? branches : [];
  const closed = pullRequests === "everyone" ? tags : [...branches, ...tags];
  return [
    ...(closed.length === 0
      ? []
      : [{ problem: `${path}: nobody could ever create or move ${few(closed)} ${where}. ${way}` }]),
    ...(merged.length === 0
      ? []
      : [
          {
            warning: `${path}: nobody can create ${few(merged)} ${where}; pull requests move what is there already. ${way}`,
          },
        ]),
  ];
}

/** Why nobody of a team pushes to some repository. */
function unfit(team: string, { teams }: ReviewSettings): string {
  const { access, members = [], roles = [] } = teams.get(team) ?? {};
  if (members.length + roles.length === 0) {
    return `${team} has neither members nor roles`;
  }
  return access === "contributor"
    ? `${team} is a contributor of other repositories`
    : `${team} is a ${access ?? "team"}`;
}

function approvalFindings(
  protection: string,
  branch: string,
  { needed, from }: ApprovalSettings,
  settings: ReviewSettings,
): Finding[] {
  const pool =
    from === undefined ? everybody(settings) : approversOf(from, (team) => settings.teams.get(team));
  if (pool.people.length + pool.roleSessions.length === 0) {
    // Of a rule's own pool that is told on its own; and where the settings name nobody, everybody comes from elsewhere.
    return [];
  }
  const path = `protections.${protection}.approvals.${branch}`;
  const short = repositoriesOf(protection, settings)
    .map((repository) => ({ repository, count: approvalCount(repository, pool, settings) }))
    .filter(({ count }) => count.most < needed);
  const alone = short.filter(({ repository, count }) =>
    pushesAlone(repository, branch, needed, count, settings),
  );
  const stuck = short.filter((found) => !alone.includes(found));
  return [
    ...byRepository(alone, ({ able: [only] }) => only).map(([only, repositories]) => ({
      warning: `${path}: ${only} is the only one who may approve and the only one who may push to ${branch} of ${repositories}: nobody approves ${only}'s own pull requests, so ${only}'s changes get there by a push that nobody has reviewed. Name a second approver to have them reviewed.`,
    })),
    ...byRepository(stuck, (count) => shortage(needed, count)).map(([text, repositories]) => {
      const line = `${path}${from === undefined ? "" : ".from"}: ${approvals(needed)} needed, but a pull request in ${repositories} ${text}`;
      // Whom the settings do not name may approve as well where no pool is named.
      return from === undefined
        ? { warning: `${line} Others of the account would have to approve.` }
        : { problem: line };
    }),
  ];
}

function shortage(needed: number, { able, unable, author, most }: ApprovalCount): string {
  const who = able.length === 0 ? "nobody" : few(able);
  return [
    `gets ${Math.max(most, 0)} at most: ${who} may approve`,
    author === undefined ? "" : `, of whom an author (${author}, for example) does not count`,
    unable.length === 0 ? "" : `; ${few(unable)} may not`,
    `. Name more who may, for example a team with access reviewer${needed > 1 ? ", or need fewer" : ""}.`,
  ].join("");
}

function approvals(needed: number): string {
  return needed === 1 ? "1 approval is" : `${needed} approvals are`;
}

/** Who approves alone and pushes alone needs nobody's approval: the own changes get in by a push. */
function pushesAlone(
  repository: string,
  branch: string,
  needed: number,
  { able, author }: ApprovalCount,
  settings: ReviewSettings,
): boolean {
  const guards = [...settings.repositories]
    .filter(([key, { name = key }]) => name === repository)
    .flatMap(([, { protections = [] }]) =>
      protections.flatMap((name) => settings.protections.get(name) ?? []),
    )
    .filter(({ branches = [] }) => branches.some((pattern) => matches(pattern, branch)));
  return (
    needed === 1 &&
    able.length === 1 &&
    author === able[0] &&
    guards.some((guard) => {
      const pushers = pushersIn(repository, guard, settings);
      return pushers.length === 1 && "person" in pushers[0] && pushers[0].person === author;
    })
  );
}

/** Those who may push what a protection guards in a repository. */
function pushersIn(repository: string, { pushers = [] }: Protection, settings: ReviewSettings): Identity[] {
  const teams = pushers.flatMap((team) => settings.teams.get(team) ?? []);
  const people = new Set(teams.flatMap(({ members = [] }) => members));
  const roles = new Set(teams.flatMap((team) => team.roles ?? []));
  return [...[...people].map((person) => ({ person })), ...[...roles].map((role) => ({ role }))].filter(
    (identity) => rightsIn(repository, identity, settings).push,
  );
}

/** Who may approve by the settings, where a rule names nobody. */
function everybody({ teams }: Staff) {
  const from = { teams: [...teams.keys()], people: [], roles: [] };
  return approversOf(from, (team) => teams.get(team));
}

/** `a, b, c and 4 more` */
function few(items: readonly string[], most = 5): string {
  return items.length <= most + 1
    ? items.join(", ")
    : `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
}

/** The names of the repositories that have a protection. */
function repositoriesOf(protection: string, { repositories }: ReviewSettings): string[] {
  return [...repositories]
    .filter(([, { protections = [] }]) => protections.includes(protection))
    .map(([key, { name = key }]) => name);
}

/** What is to be said, once, with the repositories of which it is true. */
function byRepository(
  found: readonly { readonly repository: string; readonly count: ApprovalCount }[],
  textOf: (count: ApprovalCount) => string,
): [text: string, repositories: string][] {
  const repositories = new Map<string, string[]>();
  for (const { repository, count } of found) {
    const text = textOf(count);
    repositories.set(text, [...(repositories.get(text) ?? []), repository]);
  }
  return [...repositories].map(([text, names]) => [text, few(names)]);
}
