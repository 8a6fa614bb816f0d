import { refMovingActions } from "./actions";
import { readActions, reviewActions } from "./contributorAccess";
import { repositoryKeyStatement } from "./keys";
import { type Place, repositoryArn } from "./place";
import { policyDocument, type PolicyDocument, type Statement } from "./policyDocument";

/** CodeCommit supports no approvals across accounts, and a rule without a pool must not be met from outside. */
const changeActions = [
  ...refMovingActions,
  ...reviewActions.filter((action) => action !== "codecommit:UpdatePullRequestApprovalState"),
];

/** What a power-user does beside a contributor, short of administration. */
const powerActions = ["codecommit:UpdateRepositoryDescription"];

/**
 * What a role for another account allows: nothing beyond the named repositories, their copies for reading, and the use
 * of their keys. AWS's managed policies are of no use here: they reach every repository and topics, users and rules
 * beside. The names of other repositories are not listed.
 *
 * @param patterns names of repositories; `*` and `?` match as in IAM
 */
export function crossAccountAccess(
  place: Place,
  access: "power-user" | "contributor" | "reader",
  patterns: readonly string[],
): PolicyDocument {
  const change: Statement = {
    Sid: "ChangeAndReview",
    Effect: "Allow",
    Action: access === "power-user" ? [...changeActions, ...powerActions] : changeActions,
    Resource: patterns.map((pattern) => repositoryArn(place, place.region, pattern)),
  };
  return policyDocument(
    {
      Sid: "ReadRepositories",
      Effect: "Allow",
      Action: readActions,
      Resource: patterns.map((pattern) => repositoryArn(place, "*", pattern)),
    },
    ...(access === "reader" ? [] : [change]),
    repositoryKeyStatement(place),
  );
}
