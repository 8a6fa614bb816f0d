import { identitiesOf } from "../../access/identities";
import type { Statement } from "../../access/policy";
import type { Stack } from "../../access/resources";
import { titled } from "../access/statements";

/** A statement that allows a role something. */
export interface Allowance {
  readonly role: string;
  readonly urn?: string;
  readonly statement: Statement;
  /** "statement Push of policy git" */
  readonly where: string;
}

/** Everything that the roles of a stack are allowed. */
export function allowancesOf({ resources }: Stack): readonly Allowance[] {
  return identitiesOf(resources)
    .all.filter(({ kind }) => kind === "role")
    .flatMap(({ name: role, policies, urn }) =>
      policies.flatMap(({ name, policy }) =>
        policy.statements
          .filter(({ effect }) => effect === "Allow")
          .map((statement) => ({
            role,
            ...(urn !== undefined && { urn }),
            statement,
            where: `${titled(statement.label)} of policy ${name}`,
          })),
      ),
    );
}
