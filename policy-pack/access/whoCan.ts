import type { AccessRequest, Decision, Openness, UnnamedKeys } from "./evaluate";
import type { Identity } from "./identities";
import { precedentsOf, principalTags, type Bearing } from "./precedents";
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
  /** Why it cannot be told: one clause each. */
  readonly doubts: readonly string[];
}

/**
 * Who can do something, by the policies of the stack. Condition keys other than those the question fixes are read in
 * favour of the caller: a deny that depends on a tag, an address, a session or on MFA protects nothing here, for there
 * is or will be a request with it and one without.
 */
export function whoCan(question: Question, identities: readonly Identity[]): readonly Access[] {
  return identities.flatMap((identity) =>
    (question.references ?? [undefined]).flatMap((reference) => {
      const { verdict, decision, doubts } = judge(identity, question, reference);
      return verdict === "denied"
        ? []
        : [{ identity, verdict, decision, doubts, ...(reference !== undefined && { reference }) }];
    }),
  );
}

type Judgement = Pick<Access, "decision" | "doubts"> & { readonly verdict: Access["verdict"] | "denied" };

function judge(identity: Identity, { action, resource }: Question, reference: string | undefined): Judgement {
  const ask = (variables: Openness["variables"]) =>
    decide(identity, action, resource, reference, "anything", variables);
  const decision = ask("nothing");
  if (decision.effect === "allow") return { verdict: "allowed", decision, doubts: [] };
  // What is not seen may allow what nothing else does, but neither lifts a deny nor widens a boundary.
  const final = decision.effect === "explicitDeny" || decision.boundary !== undefined;
  if (!final && identity.gaps.length > 0) return { verdict: "cannotTell", decision, doubts: identity.gaps };
  // Whatever a variable gives to the members that are known, is found of each of them, by name.
  const isOpen = bearingOn(identity, action).hasVariables && identity.members.length === 0;
  if (isOpen && ask("anything").effect === "allow") {
    const doubts = ["that depends on what a policy variable stands for, which is not known"];
    return { verdict: "cannotTell", decision: ask("anything"), doubts };
  }
  return { verdict: "denied", decision, doubts: [] };
}

/** Fails closed: policies that tell more cases apart than can be looked at protect nothing. */
export function untold(identity: Identity, action: string, resource = "*"): Access {
  return {
    identity,
    verdict: "cannotTell",
    decision: { effect: "implicitDeny", explanation: `${action} on ${resource} cannot be decided` },
    doubts: ["its policies tell more cases apart than can be looked at"],
  };
}

/** One request of an identity, by its policies within its boundary; gaps are left to the caller. */
export function decide(
  identity: Identity,
  action: string,
  resource: string,
  reference: string | undefined,
  unnamedKeys: UnnamedKeys,
  variables: Openness["variables"] = "anything",
): Decision {
  return bearingOn(identity, action).decide(
    `${identity.kind}${identity.path ?? (identity.unnamed ? "?" : " ")}${identity.name} ${variables}`,
    resource,
    reference === undefined ? "no reference" : `reference ${reference}`,
    unnamedKeys,
    () => requestOf(identity, action, resource, reference, variables),
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
export function requestOf(
  identity: Identity,
  action: string,
  resource: string,
  reference: string | undefined,
  variables: Openness["variables"] = "anything",
): AccessRequest {
  const [, partition, , region, account] = resource.split(":");
  const { kind, name, path, unnamed, tags } = identity;
  const references = referencesKey.toLowerCase();
  return {
    action,
    resource,
    context: {
      [referencesKey]: reference ?? [],
      "aws:RequestedRegion": region,
      "aws:PrincipalAccount": account,
      // The name of a group's member is not known here, nor one that AWS is to choose; a role's session has none.
      ...(kind === "user" && !unnamed && { "aws:username": name }),
      ...(kind === "role" && { "aws:username": [] }),
      ...(kind !== "group" &&
        path && { "aws:PrincipalArn": `arn:${partition}:iam::${account}:${kind}${path}${name}` }),
      ...Object.fromEntries(
        Object.entries(tags?.values ?? {}).map(([key, value]) => [`${principalTags}${key}`, value]),
      ),
    },
    open: {
      variables,
      varying: [references, "aws:requestedregion"],
      // The Service Authorization Reference lists one value. How AWS judges a push of several references it does not say.
      ...(reference !== undefined && { mayHaveMore: [references] }),
      ...(tags?.complete && { complete: [principalTags] }),
    },
  };
}
