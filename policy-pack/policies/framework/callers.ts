import type { Condition } from "../../access/condition";
import type { Statement } from "../../access/policy";

const accountKeys = ["aws:sourceaccount", "aws:sourceowner", "aws:principalaccount", "kms:calleraccount"];
const organisationKeys = [
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
];
const arnKeys = ["aws:sourcearn", "aws:principalarn"];
/** Operators that need the key to be there and to match; `ForAllValues` and `…IfExists` hold without it. */
const positive = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** Whether a statement lets in whoever asks: any principal, and no condition that pins the caller down. */
export function admitsAnyone(statement: Statement): boolean {
  const { effect, principals, conditions } = statement;
  return (
    effect === "Allow" && principals !== undefined && isAnyone(statement) && !conditions.some(pinsCaller)
  );
}

/** The services that a statement admits on behalf of any AWS account, which makes them confused deputies. */
export function unpinnedServices({ effect, principals, conditions }: Statement): readonly string[] {
  if (effect !== "Allow" || principals === undefined || principals.negated) return [];
  return conditions.some(pinsCaller) ? [] : (principals.ids.Service ?? []);
}

/** Whether a statement is about every principal there is. */
export function isAnyone({ principals }: Statement): boolean {
  if (principals === undefined) return false;
  return principals.negated || Object.values(principals.ids).some((ids) => ids.includes("*"));
}

function pinsCaller({ operator, key, values }: Condition): boolean {
  return (
    positive.test(operator) && values.length > 0 && values.every((value) => pins(key.toLowerCase(), value))
  );
}

function pins(key: string, value: string): boolean {
  if (accountKeys.includes(key)) return /^\d{12}$/.test(value);
  if (organisationKeys.includes(key)) return /^o-[a-z0-9]{10,32}(\/|$)/.test(value);
  // What a service encrypts for an account names it in the context. A bucket's ARN names no account, but is unique.
  if (arnKeys.includes(key) || key.startsWith("kms:encryptioncontext:")) {
    return /^arn:[^:]+:[^:]+:[^:]*:\d{12}:/.test(value) || /^arn:[^:]+:s3:::[^*?]+$/.test(value);
  }
  return false;
}
