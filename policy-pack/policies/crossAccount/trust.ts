import { parsePolicy, PolicyError, type Statement } from "../../access/policy";
import { unknown } from "../../access/resources";
import type { Subject } from "../framework/definePolicy";

export const roleType = "aws:iam/role:Role";

/** A statement by which a role trusts somebody. */
export interface Trust {
  readonly statement: Statement;
  /** Whom, of type AWS: ARNs and accounts. */
  readonly principals: readonly string[];
}

/** Judges every statement of a role that lets somebody take it. A trust that cannot be read is reported. */
export function judgeTrust(
  { name, props: { assumeRolePolicy: document } }: Subject,
  judge: (trust: Trust, role: string) => readonly string[],
): readonly string[] {
  const role = `Role ${name}`;
  if (document === unknown)
    return [
      `It cannot be told whom role ${name} trusts before the update. Compute its trust policy from what is known.`,
    ];
  if (typeof document !== "string" && (typeof document !== "object" || document === null)) {
    return [`${role} has no trust policy.`];
  }
  try {
    return parsePolicy(document)
      .statements.filter(({ effect }) => effect === "Allow")
      .flatMap((statement) => judge({ statement, principals: statement.principals?.ids.AWS ?? [] }, role));
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return [`It cannot be told whom role ${name} trusts: ${error.message}`];
  }
}

/** The account of a principal: 12 digits, alone or in an ARN. */
export function accountOf(principal: string): string | undefined {
  return /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
}

/** Whether a statement only lets sessions be tagged, or named, which gives nothing by itself. */
export function takesNothing({ actions }: Statement): boolean {
  return (
    !actions.negated &&
    actions.patterns.every((action) => /^sts:(TagSession|SetSourceIdentity)$/i.test(action))
  );
}
