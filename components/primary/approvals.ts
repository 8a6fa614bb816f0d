import { ApprovalRules } from "../approvalRules";
import type { Person } from "../person";
import type { Repository } from "../repository";
import { approvalRulesOf } from "../settings/approvers";
import { protectedBy } from "./repositories";
import { named, type Scope } from "./scope";

export interface ApprovalParts {
  readonly repositories: Readonly<Record<string, Repository>>;
  readonly people: Readonly<Record<string, Person>>;
}

/** By protection; of those that have any. */
export function createApprovals(scope: Scope, parts: ApprovalParts): Record<string, ApprovalRules> {
  const { settings, place, parent } = scope;
  const protections = Object.keys(settings.protections).map((protection) => ({
    protection,
    rules: approvalRulesOf(settings, place, protection),
  }));
  return Object.fromEntries(
    protections
      .filter(({ rules }) => rules.length > 0)
      .map(({ protection, rules }) => [
        protection,
        new ApprovalRules(
          named(scope, `approvals-${protection}`),
          {
            prefix: place.prefix,
            protection,
            rules,
            repositories: protectedBy(scope, protection, parts.repositories),
            approvers: [...new Set(rules.flatMap(({ people }) => people))].map(
              (person) => parts.people[person],
            ),
          },
          { parent },
        ),
      ]),
  );
}
