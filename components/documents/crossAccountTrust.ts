import type { Place } from "./place";
import { policyDocument, type PolicyDocument, type Statement } from "./policyDocument";

/** A second factor counts for this long, in seconds, from the sign-in. */
const mfaAge = 60 * 60;

/** Whom of another account a role trusts, and under which conditions. */
export interface ForeignCaller {
  /** The account, 12 digits. */
  readonly account: string;
  /** `role/…` and `user/…` of that account. Default: whom that account allows. */
  readonly principals?: readonly string[];
  readonly externalId?: string;
  readonly requireMfa: boolean;
  /** `o-…`: the account must be in it. */
  readonly organizationId?: string;
  /** Keys of the session tags that may be given; no other may. */
  readonly sessionTags: readonly string[];
}

/** The trust policy of a role that people or machines of another account take. */
export function crossAccountTrust(place: Place, caller: ForeignCaller): PolicyDocument {
  const { externalId, requireMfa, organizationId, sessionTags } = caller;
  const equal = {
    ...(externalId !== undefined && { "sts:ExternalId": externalId }),
    ...(organizationId !== undefined && { "aws:PrincipalOrgID": organizationId }),
  };
  const conditions = {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(requireMfa && {
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      NumericLessThan: { "aws:MultiFactorAuthAge": String(mfaAge) },
    }),
  };
  const principal = { AWS: principalsOf(place, caller) };
  const take: Statement = {
    Sid: "TakenByOtherAccount",
    Effect: "Allow",
    Principal: principal,
    Action: "sts:AssumeRole",
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
  // It gives nothing by itself: a session needs both. Its keys are no more than the tags', so that the conditions
  // above are not repeated. Source: Service Authorization Reference, AWS Security Token Service.
  const tag: Statement = {
    Sid: "TaggedByOtherAccount",
    Effect: "Allow",
    Principal: principal,
    Action: "sts:TagSession",
    Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": sessionTags } },
  };
  return policyDocument(take, ...(sessionTags.length === 0 ? [] : [tag]));
}

function principalsOf({ partition }: Place, { account, principals }: ForeignCaller): string | string[] {
  const arn = (name: string) => `arn:${partition}:iam::${account}:${name}`;
  return principals === undefined ? arn("root") : principals.map(arn);
}
