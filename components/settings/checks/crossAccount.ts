import { quote } from "../names";
import { type Check, patternsWithoutRepository } from "./check";

export const crossAccountChecks: Check = (written) => [
  ...danglingRepositories(written),
  ...unmeetableConditions(written),
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
