import type { Approvers } from "./approvers";
import { rightsIn, type Rights, type Staff } from "./rights";

/** How many approvals a pull request can get in one repository, and why not more. */
export interface ApprovalCount {
  /** Those of the pool who may approve, as the settings write them: `rita`, `Review/*`. */
  readonly able: readonly string[];
  /** Those who may not, each with the reason: `rosa (reader)`. */
  readonly unable: readonly string[];
  /** One of those who may approve and may open a pull request too: nobody approves their own. */
  readonly author: string | undefined;
  /** What a pull request of the most unfortunate author can get; infinite with a role of any number of sessions. */
  readonly most: number;
}

export function approvalCount(repository: string, pool: Approvers, staff: Staff): ApprovalCount {
  const members = [
    ...pool.people.map((person) => ({ name: person, rights: rightsIn(repository, { person }, staff) })),
    ...pool.roleSessions.map((session) => ({
      name: session,
      rights: rightsIn(repository, { role: session.split("/")[0] }, staff),
    })),
  ];
  const able = members.filter(({ rights }) => rights.approve);
  const author = able.find(({ rights }) => rights.open)?.name;
  const unlimited = able.some(({ name }) => name.includes("*"));
  return {
    able: able.map(({ name }) => name),
    unable: members.filter(({ rights }) => !rights.approve).map(withReason),
    author,
    most: unlimited ? Infinity : able.length - (author === undefined ? 0 : 1),
  };
}

function withReason({ name, rights }: { readonly name: string; readonly rights: Rights }): string {
  return `${name} (${rights.because})`;
}
