import type { AccessRequest, Decision, UnnamedKeys } from "./evaluate";
import type { Identity } from "./identities";
import { precedentsOf, type Bearing } from "./precedents";
import { referencesKey } from "./refMovingActions";

export interface Question {
  readonly action: string;
  /** The repository's ARN. */
  readonly resource: string;
  /** Full names, for example "refs/heads/main". Absent: an action that names none, such as codecommit:GitPull. */
  readonly references?: readonly string[];
}

/** Somebody who can do it, or of whom it cannot be told that they cannot. */
export interface Access {
  readonly identity: Identity;
  readonly reference?: string;
  readonly verdict: "allowed" | "cannotTell";
  /** Names the deciding statement, its policy and its path. */
  readonly decision: Decision;
}

/**
 * Who can do something, by the policies of the stack. Condition keys other than those the question fixes are read in
 * favour of the caller: a deny that depends on a tag, an address, a session or on MFA protects nothing here, for there
 * is or will be a request with it and one without.
 */
export function whoCan(question: Question, identities: readonly Identity[]): readonly Access[] {
  return identities.flatMap((identity) =>
    (question.references ?? [undefined]).flatMap((reference) => {
      const { verdict, decision } = judge(identity, question, reference);
      return verdict === "denied" ? [] : [{ identity, verdict, decision, ...(reference && { reference }) }];
    }),
  );
}

function judge(
  identity: Identity,
  { action, resource }: Question,
  reference: string | undefined,
): { readonly verdict: Access["verdict"] | "denied"; readonly decision: Decision } {
  const decision = decide(identity, action, resource, reference, "anything");
  if (decision.effect === "allow") return { verdict: "allowed", decision };
  // What is not seen may allow what nothing else does, but neither lifts a deny nor widens a boundary.
  const final = decision.effect === "explicitDeny" || decision.boundary !== undefined;
  return { verdict: !final && identity.gaps.length > 0 ? "cannotTell" : "denied", decision };
}

/** One request of an identity, by its policies within its boundary; gaps are left to the caller. */
export function decide(
  identity: Identity,
  action: string,
  resource: string,
  reference: string | undefined,
  unnamedKeys: UnnamedKeys,
): Decision {
  return bearingOn(identity, action).decide(
    `${identity.kind}${identity.path ?? (identity.unnamed ? "?" : " ")}${identity.name}`,
    resource,
    reference === undefined ? "no reference" : `reference ${reference}`,
    unnamedKeys,
    () => requestOf(identity, action, resource, reference),
  );
}

/**
 * What of an identity's policies bears on an action. A proof about many repositories asks one of each group that is
 * `alike`, and a proof about many actions one of those that share a bearing.
 */
export function bearingOn({ policies, boundary }: Identity, action: string): Bearing {
  return precedentsOf(policies, boundary).about(action);
}

/**
 * A request of an identity, with the condition keys that AWS always fills and that the question settles.
 * @param reference undefined: the request certainly names none, as the first request of a git push does.
 */
function requestOf(
  identity: Identity,
  action: string,
  resource: string,
  reference: string | undefined,
): AccessRequest {
  const [, partition, , region, account] = resource.split(":");
  return {
    action,
    resource,
    context: {
      [referencesKey]: reference ?? [],
      "aws:RequestedRegion": region,
      "aws:PrincipalAccount": account,
      // The name of a group's member is not known here, nor one that AWS is to choose; a role's session has none.
      ...(identity.kind === "user" && !identity.unnamed && { "aws:username": identity.name }),
      ...(identity.kind === "role" && { "aws:username": [] }),
      ...(identity.kind !== "group" &&
        identity.path && {
          "aws:PrincipalArn": `arn:${partition}:iam::${account}:${identity.kind}${identity.path}${identity.name}`,
        }),
    },
  };
}
