import { refMovingActions } from "../../../policy-pack/access/refMovingActions";
import { type Mutant, ofType } from "../mutant";
import { added, type Part } from "../scene";

/** Roles of a replica that may write to what it copies, by any of the actions that do. */
export function writtenSources(parts: readonly Part[]): Mutant[] {
  return ofType(parts, "codecommit-platform:index:Replica").flatMap(({ outputs }) =>
    ofType(parts, "aws:iam/role:Role").flatMap((role) =>
      refMovingActions.map((action) => ({
        name: `${role.goal.name}: may ${action} on what is copied`,
        parts: added(parts, role, "aws:iam/rolePolicy:RolePolicy", `${role.goal.name}-mutant`, {
          role: role.inputs.name,
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Sid: "Mutant", Effect: "Allow", Action: action, Resource: outputs.sources }],
          }),
        }),
      })),
    ),
  );
}
