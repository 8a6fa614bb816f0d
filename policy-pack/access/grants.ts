import type { Condition } from "./condition";
import { evaluate, type AttachedPolicy } from "./evaluate";
import { concerns } from "./matching";
import type { Policy, Principals, Statement } from "./policy";
import type { Principal } from "./principals";

/** Whom a statement of a resource's policy lets in. */
export interface Grant {
  /**
   * everybody: whoever asks, with or without an AWS account. account: the identities of an account whose own policies
   * allow it too. identity: a user, a role or a session, by ARN or unique id.
   */
  readonly kind: "everybody" | "account" | "identity" | "service" | "federated" | "canonicalUser";
  /** "*", an account id, an ARN, "sns.amazonaws.com". */
  readonly id: string;
  /** Those asked for that it allows. */
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
  readonly sources: Sources;
  /** The statement's Sid, or "statement 2"; its policy and what that is attached to. */
  readonly statement: string;
  readonly policy: string;
  readonly path: string;
}

/**
 * What a statement's conditions demand of where a request comes from: each list that is not empty must be met, by one
 * of its values. Patterns as written.
 */
export interface Sources {
  readonly accounts: readonly string[];
  readonly arns: readonly string[];
  readonly organizations: readonly string[];
}

/**
 * Whom a resource's policy lets do any of the actions, with whatever conditions. A deny counts where it holds for every
 * request.
 * @param resource Its ARN; undefined when it is not known before the update: allows are then taken to mean it, and only
 *   denies of everything protect it.
 */
export function grantsOf(
  attached: AttachedPolicy,
  actions: readonly string[],
  resource: string | undefined,
): readonly Grant[] {
  const policy = resource === undefined ? anyResource(attached.policy) : attached.policy;
  const denies = policy.statements.filter(({ effect }) => effect === "Deny");
  return policy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => {
      const alone = { ...attached, policy: { ...policy, statements: [statement, ...denies] } };
      return namedBy(statement).flatMap(({ kind, id, principals }) => {
        const allowed = actions.filter((action) => {
          if (!concerns(statement, action)) return false;
          const request = { action, resource: resource ?? "*", context: {} };
          return principals.some(
            (principal) => evaluate({ ...request, principal }, [alone], "anything").effect === "allow",
          );
        });
        if (allowed.length === 0) return [];
        const { label, conditions } = statement;
        const { name, path } = attached;
        const sources = sourcesOf(conditions);
        return [{ kind, id, actions: allowed, conditions, sources, statement: label, policy: name, path }];
      });
    });
}

function anyResource(policy: Policy): Policy {
  const everything = { negated: false, patterns: ["*"] };
  return {
    ...policy,
    statements: policy.statements
      .filter(({ effect, resources }) => effect === "Allow" || !resources || isEverything(resources))
      .map((statement) => ({ ...statement, resources: everything })),
  };
}

const isEverything = ({ negated, patterns }: { negated: boolean; patterns: readonly string[] }) =>
  !negated && patterns.includes("*");

type Named = Pick<Grant, "kind" | "id"> & {
  /** Who stands for them: it lets them in as soon as it lets one of these in. */
  readonly principals: readonly Principal[];
};

const everybody: Named = {
  kind: "everybody",
  id: "*",
  principals: [
    { type: "Anonymous", id: "anonymous" },
    { type: "AWS", id: "arn:aws:iam::000000000000:user/probe-7f3a91" },
    { type: "Service", id: "probe-7f3a91.amazonaws.com" },
  ],
};

function namedBy({ principals }: Statement): readonly Named[] {
  if (!principals) return [];
  // All but some are everybody: whoever is exempted may be somebody else tomorrow.
  if (principals.negated) return [everybody];
  const names = Object.entries(principals.ids).flatMap(([type, ids]) => ids.map((id) => named(type, id)));
  return names.some(({ kind }) => kind === "everybody") ? [everybody] : names;
}

function named(type: keyof Principals["ids"], id: string): Named {
  if (id === "*" && ["*", "AWS"].includes(type)) return everybody;
  if (type === "Service") return { kind: "service", id, principals: [{ type, id }] };
  if (type === "Federated") return { kind: "federated", id, principals: [{ type, id }] };
  if (type === "CanonicalUser") return { kind: "canonicalUser", id, principals: [{ type, id }] };
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(id)?.[1];
  if (account === undefined) return { kind: "identity", id, principals: [{ type: "AWS", id }] };
  const root = id === account ? `arn:aws:iam::${account}:root` : id;
  return { kind: "account", id: account, principals: [{ type: "AWS", id: root }] };
}

const keys: Readonly<Record<keyof Sources, readonly string[]>> = {
  accounts: ["aws:sourceaccount", "aws:sourceowner", "aws:principalaccount", "kms:calleraccount"],
  arns: ["aws:sourcearn", "aws:principalarn"],
  organizations: ["aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"],
};

/** Only operators that need the key to be there and one of the values to match demand anything. */
const demanding = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export function sourcesOf(conditions: readonly Condition[]): Sources {
  const values = (of: keyof Sources) =>
    conditions
      .filter(({ operator, key }) => demanding.test(operator) && keys[of].includes(key.toLowerCase()))
      // "*" demands no more than that the key is there.
      .flatMap((condition) => (condition.values.includes("*") ? [] : condition.values));
  return { accounts: values("accounts"), arns: values("arns"), organizations: values("organizations") };
}
