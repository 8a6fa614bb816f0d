import { approversOf } from "../approvers";
import { quote } from "../names";
import { approvalBranch } from "../refNames";
import type { ApproverSettings } from "../sections/approvals";
import { asMap, declaredNames, type SoundEntries } from "../soundEntries";
import { type Check, matches, missing, repetitions } from "./check";

/** Source: CodeCommit user guide, "Quotas". */
const poolMembers = 50;
const templatesPerRepository = 25;
const templatesPerRegion = 1000;

export const approvalChecks: Check = (written) => [
  ...wrongBranches(written),
  ...danglingApprovers(written),
  ...uselessPools(written),
  ...openMerges(written),
  ...templateQuotas(written),
];

const wrongBranches: Check = ({ raw }) =>
  declaredNames(raw, "protections").flatMap((protection) =>
    Object.keys(asMap(asMap(asMap(raw.protections)[protection]).approvals)).flatMap((branch) => {
      const { error } = approvalBranch.safeParse(branch);
      return (error?.issues ?? []).map(
        ({ message }) => `protections.${protection}.approvals.${branch}: ${message}`,
      );
    }),
  );

const danglingApprovers: Check = ({ raw, sound }) => {
  const teams = declaredNames(raw, "teams");
  const members = [...sound.teams.values()].flatMap((team) => team.members ?? []);
  const people = [...new Set([...declaredNames(raw, "people"), ...members])];
  return pools(sound).flatMap(({ path, from }) => [
    ...dangling(`${path}.teams`, "team", from.teams, teams),
    ...dangling(`${path}.people`, "person", from.people, people),
    ...(["teams", "people", "roles"] as const).flatMap((key) => repetitions(`${path}.${key}`, from[key])),
  ]);
};

function dangling(path: string, what: string, names: readonly string[], known: readonly string[]): string[] {
  return names.flatMap((name, index) =>
    known.includes(name) ? [] : [`${path}[${index}]: ${missing(what, name, known)}`],
  );
}

/** A pool that can never give the approvals would close the branch for good. */
const uselessPools: Check = ({ sound }) =>
  pools(sound)
    .filter(({ from }) => from.teams.every((team) => sound.teams.get(team)?.members !== undefined))
    .flatMap(({ path, from }) => {
      const approvers = approversOf(from, (team) => sound.teams.get(team));
      const { length } = [...approvers.people, ...approvers.roleSessions];
      if (length === 0) {
        return [
          `${path}: names nobody, so that no pull request could ever be merged; name teams with members, people or roles, or leave it out: everybody's approval counts then.`,
        ];
      }
      if (length > poolMembers) {
        return [
          `${path}: names ${length} people and roles, but CodeCommit allows ${poolMembers} in an approval rule; name fewer, or a role that they assume.`,
        ];
      }
      return [];
    });

/** Where everybody may merge, approvals are all that stands before a branch. */
const openMerges: Check = ({ sound: { protections } }) =>
  [...protections].flatMap(([protection, { branches, tags, pullRequests, approvals }]) => {
    if (pullRequests !== "everyone" || branches === undefined || approvals === undefined) {
      return [];
    }
    const path = `protections.${protection}.pullRequests`;
    if (branches.length === 0 && tags !== undefined && tags.length > 0) {
      return [
        `${path}: a pull request never goes into a tag, and no branch is protected here; leave it out.`,
      ];
    }
    return branches
      .filter((branch) => !Object.keys(approvals).some((pattern) => matches(pattern, branch)))
      .map(
        (branch) =>
          `${path}: everyone could merge into branch ${quote(branch)} without any approval; add approvals for it, for example ${quote(approvable(branch))}: { needed: 1 }.`,
      );
  });

function approvable(branch: string): string {
  return branch.startsWith("?") || branch.startsWith("*") ? "*" : branch.replace(/\?/g, "*");
}

const templateQuotas: Check = ({ sound: { repositories, protections } }) => {
  const rules = (protection: string) => Object.keys(protections.get(protection)?.approvals ?? {}).length;
  const excessive = [...repositories].flatMap(([key, { protections: names = [] }]) => {
    const count = sum([...new Set(names)].map(rules));
    return count <= templatesPerRepository
      ? []
      : [
          `repositories.${key}.protections: have ${count} approval rules together, but CodeCommit allows ${templatesPerRepository} for a repository; use fewer protections, or branch patterns such as "release/*".`,
        ];
  });
  const all = sum([...protections.keys()].map(rules));
  return all <= templatesPerRegion
    ? excessive
    : [
        ...excessive,
        `protections: have ${all} approval rules together, but CodeCommit allows ${templatesPerRegion} templates in a region; share protections among repositories.`,
      ];
};

interface Pool {
  readonly path: string;
  readonly from: ApproverSettings;
}

function pools({ protections }: SoundEntries): Pool[] {
  return [...protections].flatMap(([protection, { approvals = {} }]) =>
    Object.entries(approvals).flatMap(([branch, { from }]) =>
      from === undefined ? [] : [{ path: `protections.${protection}.approvals.${branch}.from`, from }],
    ),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
