import { crossAccountAccess } from "../../documents/crossAccountAccess";
import { crossAccountTrust } from "../../documents/crossAccountTrust";
import { managedPolicyCharacters } from "../../documents/pack";
import { policyText } from "../../documents/policyDocument";
import { quote } from "../names";
import type { PrimarySettings } from "../schema";
import { longestPlace, shardCount } from "./policies";

/** IAM user guide, "IAM and AWS STS quotas". The second and third can be raised; a deployment must not depend on that. */
const roleNameCharacters = 64;
const trustCharacters = 2048;
const policiesPerRole = 10;
/** Attached to every role for another account: its access, copies-read-only, no-administration. */
const policiesOfEveryRole = 3;

/** The roles for other accounts are measured before anything is created: IAM would refuse one half-way. */
export function crossAccountQuotaProblems(settings: PrimarySettings): string[] {
  const place = longestPlace(settings);
  const roles = Object.entries(settings.crossAccount);
  const problems = roles.flatMap(([key, { access, repositories, ...caller }]) => {
    const roleName = `${place.prefix}-${key}`;
    const trust = policyText(crossAccountTrust(place, caller)).length;
    const policy = policyText(crossAccountAccess(place, access, repositories)).length;
    return [
      ...(roleName.length > roleNameCharacters
        ? [
            `crossAccount.${key}: the role's name ${quote(roleName)} has ${roleName.length} characters, but IAM allows ${roleNameCharacters}; shorten the name or the environment.`,
          ]
        : []),
      ...(trust > trustCharacters
        ? [
            `crossAccount.${key}: the trust policy has ${trust} characters, but IAM allows ${trustCharacters}; name fewer principals, or one role that they share, or a shorter externalId.`,
          ]
        : []),
      ...(policy > managedPolicyCharacters
        ? [
            `crossAccount.${key}.repositories: ${repositories.length} names make a policy of ${policy} characters, but IAM allows ${managedPolicyCharacters}; use patterns such as "payments-*", or several roles.`,
          ]
        : []),
    ];
  });
  return [...problems, ...(roles.length === 0 ? [] : guardProblems(settings))];
}

function guardProblems(settings: PrimarySettings): string[] {
  const guards = Object.keys(settings.protections).reduce(
    (sum, protection) => sum + (shardCount(settings, protection) ?? 0),
    0,
  );
  return guards + policiesOfEveryRole <= policiesPerRole
    ? []
    : [
        `crossAccount: the guards of a role need ${guards} policies and every role needs ${policiesOfEveryRole} more, but IAM attaches ${policiesPerRole} to a role; use fewer protections, branch patterns such as "release/*", or shorter repository names.`,
      ];
}
