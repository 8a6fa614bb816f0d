import {
  type Decision,
  evaluate,
  evaluateSession,
  evaluateWithin,
} from "../../../policy-pack/access/evaluate";
import type { Policy } from "../../../policy-pack/access/policy";
import { type Account } from "../account";
import { boundaryOf, type Identity, parsed, policiesOf, tagsOf } from "./identity";
import type { IamTables } from "./tables";

type Context = Readonly<Record<string, string | readonly string[]>>;

/** One question to the evaluator: may this identity do this to that? */
export interface Question {
  readonly identity: Identity;
  readonly action: string;
  /** The resource's ARN. */
  readonly resource: string;
  readonly region: string;
  /** The caller's address; absent for AWS's own services. */
  readonly sourceIp?: string;
  /** The condition keys of the service. */
  readonly context?: Context;
}

/** Answers with the policies as they are at the moment of the question. */
export class Authoriser {
  constructor(
    private readonly account: Account,
    private readonly tables: IamTables,
  ) {}

  /** By the identity's own policies, within its permissions boundary and its session policies. */
  decide(question: Question): Decision {
    const { action, resource, identity } = question;
    const boundary = boundaryOf(this.tables, identity);
    const request = { action, resource, context: this.context(question) };
    const policies = policiesOf(this.tables, identity);
    const session = identity.session?.policies;
    return session === undefined
      ? evaluateWithin(boundary, request, policies)
      : evaluateSession(session, boundary, request, policies);
  }

  /** By a policy on the resource, such as a key's. */
  decideByResource(question: Question, name: string, document: string): Decision {
    return evaluate(
      {
        action: question.action,
        resource: question.resource,
        context: this.context(question),
        principal: { type: "AWS", id: question.identity.arn },
      },
      [{ name, path: question.resource, policy: parsed(document) }],
    );
  }

  /**
   * Somebody who wants a role, by the role's trust policy and by her own policies. Who is named by her own ARN, in this
   * account, needs no policy of her own beside it; whom only the account's name stands for does, and everybody of
   * another account does. A deny of either wins.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
   */
  decideTrust(question: Question, document: string): Decision {
    const { identity, action, resource } = question;
    const trust = this.decideByResource(question, "trust policy", document);
    if (trust.effect !== "allow") return trust;
    const own = this.decide(question);
    if (own.effect === "explicitDeny" || identity.home) return own;
    const named = evaluate(
      {
        action,
        resource,
        context: this.context(question),
        principal: { type: "AWS", id: identity.arn },
      },
      [{ name: "trust policy", path: resource, policy: withoutAccounts(parsed(document)) }],
    );
    return named.effect === "allow" ? named : own;
  }

  /** An AWS service that asks, such as EventBridge at a queue, by the policy on the resource. */
  decideService(
    service: string,
    action: string,
    resource: string,
    document: string,
    context: Context,
  ): Decision {
    const principal = { type: "Service", id: service } as const;
    return evaluate({ action, resource, context, principal }, [
      { name: "resource policy", path: resource, policy: parsed(document) },
    ]);
  }

  private context({ identity, region, sourceIp, context }: Question): Context {
    return {
      ...(identity.type === "User" && { "aws:username": identity.name }),
      ...(sourceIp !== undefined && { "aws:SourceIp": sourceIp }),
      ...prefixed("aws:PrincipalTag/", tagsOf(this.tables, identity)),
      "aws:PrincipalArn": identity.principalArn,
      "aws:PrincipalAccount": identity.home?.accountId ?? this.account.accountId,
      ...(identity.home?.organizationId !== undefined && {
        "aws:PrincipalOrgID": identity.home.organizationId,
      }),
      ...mfaContext(identity),
      "aws:PrincipalType": identity.type,
      "aws:userid": identity.userId,
      "aws:RequestedRegion": region,
      // AWS is reached by TLS only; here the loopback interface stands for it.
      "aws:SecureTransport": "true",
      "aws:PrincipalIsAWSService": "false",
      "aws:ViaAWSService": "false",
      "aws:CurrentTime": new Date().toISOString(),
      ...context,
    };
  }
}

/** The policy without the statements that allow by the name of an account alone. */
function withoutAccounts(policy: Policy): Policy {
  const isAccount = (id: string) => /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(id);
  const statements = policy.statements.map((statement) => {
    const { effect, principals } = statement;
    if (effect === "Deny" || principals === undefined || principals.negated) return statement;
    const AWS = (principals.ids.AWS ?? []).filter((id) => !isAccount(id));
    return { ...statement, principals: { ...principals, ids: { ...principals.ids, AWS } } };
  });
  return { ...policy, statements };
}

/**
 * Long-term credentials, git credentials among them, and those of roles say nothing of MFA; only the temporary ones of
 * a user do.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
function mfaContext({ type, session }: Identity): Context {
  if (type !== "User" || session === undefined) return {};
  return session.mfaAt === undefined ? { "aws:MultiFactorAuthPresent": "false" } : withMfa(session.mfaAt);
}

/** @param at When the code of the device was given, in milliseconds since 1970. */
export function withMfa(at: number): Context {
  const seconds = Math.floor((Date.now() - at) / 1000);
  return { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": String(seconds) };
}

/** The condition keys that stand for tags, for example `prefixed("aws:ResourceTag/", { team: "payments" })`. */
export function prefixed(
  prefix: string,
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}
