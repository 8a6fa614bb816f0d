import type { ApprovalRule } from "../documents/approvalRule";
import { type Place, roleSessionArn } from "../documents/place";
import type { PrimarySettings } from "./schema";
import type { ApproverSettings } from "./sections/approvals";
import { userArnOf } from "./userNames";

/** Whose approvals count. */
export interface Approvers {
  /** By their names in the settings. */
  readonly people: readonly string[];
  /** `Role/session`, where `*` matches in the session's name. */
  readonly roleSessions: readonly string[];
}

/** What of a team may approve. */
interface Approving {
  readonly members?: readonly string[];
  /** Existing IAM roles. */
  readonly roles?: readonly string[];
}

/** CodeCommit cannot match groups and takes no role's ARN: a team stands for its members, and every session of its roles. */
export function approversOf(
  from: ApproverSettings,
  teamCalled: (name: string) => Approving | undefined,
): Approvers {
  const teams = from.teams.map(teamCalled);
  const sessions = teams.flatMap((team) => (team?.roles ?? []).map((role) => `${role}/*`));
  return {
    people: [...new Set([...teams.flatMap((team) => team?.members ?? []), ...from.people])],
    roleSessions: [...new Set([...sessions, ...from.roles])],
  };
}

/** The approval rules of a protection, each with the people whom it names. */
export function approvalRulesOf(
  settings: PrimarySettings,
  place: Place,
  protection: string,
): (ApprovalRule & { readonly people: readonly string[] })[] {
  const { protections, teams } = settings;
  return Object.entries(protections[protection].approvals).map(([branch, { needed, from }]) => {
    if (from === undefined) {
      return { branch, needed, people: [] };
    }
    const { people, roleSessions } = approversOf(from, (team) => teams[team]);
    const pool = [
      ...people.map((person) => userArnOf(settings, place, person)),
      ...roleSessions.map((session) => roleSessionArn(place, session)),
    ];
    return { branch, needed, people, pool };
  });
}
