import type { ForeignCaller } from "./crossAccountTrust";
import { type Place, roleArn } from "./place";
import { policyDocument, policyText } from "./policyDocument";

/** What the people of the other account need, as text to hand over. Nothing of it is a secret. */
export interface CrossAccountInstructions {
  readonly roleArn: string;
  /** For `~/.aws/config` of each of them. */
  readonly profile: string;
  /** How to clone each repository, with git-remote-codecommit. */
  readonly clone: readonly string[];
  /** For a group or role of the other account: both accounts must allow it. */
  readonly policy: string;
}

export interface CrossAccountCall {
  readonly roleName: string;
  readonly caller: ForeignCaller;
  /** How long a session may be. */
  readonly sessionHours: number;
  /** By their names. */
  readonly repositories: readonly string[];
}

export function crossAccountInstructions(place: Place, call: CrossAccountCall): CrossAccountInstructions {
  const { roleName, caller, repositories } = call;
  const arn = roleArn(place, roleName);
  return {
    roleArn: arn,
    profile: profile(place, arn, call),
    clone: repositories.map((repository) => `git clone codecommit://${roleName}@${repository}`),
    policy: policyText(
      policyDocument({
        Sid: "TakeCodeCommitRole",
        Effect: "Allow",
        Action: caller.sessionTags.length === 0 ? "sts:AssumeRole" : ["sts:AssumeRole", "sts:TagSession"],
        Resource: arn,
      }),
    ),
  };
}

function profile({ partition, region }: Place, arn: string, call: CrossAccountCall): string {
  const { roleName, caller, sessionHours } = call;
  const { account, externalId, requireMfa } = caller;
  return [
    `[profile ${roleName}]`,
    `role_arn = ${arn}`,
    "source_profile = default",
    `region = ${region}`,
    ...(externalId === undefined ? [] : [`external_id = ${externalId}`]),
    ...(requireMfa ? [`mfa_serial = arn:${partition}:iam::${account}:mfa/YOUR-DEVICE`] : []),
    ...(sessionHours === 1 ? [] : [`duration_seconds = ${sessionHours * 60 * 60}`]),
  ].join("\n");
}
