import { quote } from "../names";
import { type Check, ownPrefix, patternsWithoutRepository } from "./check";

export const crossAccountChecks: Check = (written) => [
  ...danglingRepositories(written),
  ...unmeetableConditions(written),
  ...foreignApprovers(written),
];

const danglingRepositories: Check = (written) =>
  [...written.sound.crossAccount].flatMap(([role, { repositories = [] }]) =>
    patternsWithoutRepository(`crossAccount.${role}.repositories`, repositories, written),
  );

/**
 * What a session of a role cannot have when it takes another one: a second factor, and more than an hour.
 * Source: IAM user guide, "Configuring MFA-protected API access" and "Roles terms and concepts" (role chaining).
 */
const unmeetableConditions: Check = ({ sound: { crossAccount } }) =>
  [...crossAccount].flatMap(([role, { principals = [], requireMfa = false, sessionHours = 1 }]) => {
    const roles = principals.filter((principal) => principal.startsWith("role/"));
    return [
      ...(requireMfa && roles.length > 0
        ? [
            `crossAccount.${role}.requireMfa: ${quote(roles[0])} could never take the role, because the session of a role carries no second factor; name users, or leave requireMfa out.`,
          ]
        : []),
      ...(sessionHours > 1 && roles.length > 0 && roles.length === principals.length
        ? [
            `crossAccount.${role}.sessionHours: ${sessionHours} is longer than the 1 hour that a session lasts when a role takes another; write 1.`,
          ]
        : []),
    ];
  });

/**
 * These roles are not allowed to approve, so that a pool which counts on them waits for ever.
 * Source: CodeCommit user guide, "Configure cross-account access": no approvals across accounts.
 */
const foreignApprovers: Check = (written) => {
  const { crossAccount, protections } = written.sound;
  return [...protections].flatMap(([protection, { approvals = {} }]) =>
    Object.entries(approvals).flatMap(([branch, { from }]) =>
      (from?.roles ?? []).flatMap((session, index) =>
        [...crossAccount.keys()]
          .filter((role) => session.split("/")[0] === `${ownPrefix(written)}${role}`)
          .map(
            (role) =>
              `protections.${protection}.approvals.${branch}.from.roles[${index}]: ${quote(session)} are sessions of crossAccount.${role}, and nobody from another account approves; name people and roles of this account.`,
          ),
      ),
    ),
  );
};
