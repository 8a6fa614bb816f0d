import { awsManagedPolicy } from "../../access/awsManagedPolicies";
import { inlineDocuments, readDocument, type Document } from "../../access/documents";
import { matchesText, tokenize } from "../../access/pattern";
import type { Statement } from "../../access/policy";
import type { Subject } from "../framework/definePolicy";

/** The types whose inputs hold, or name, what an identity is allowed. */
export const grantTypes = [
  "aws:iam/policy:Policy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/role:Role",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
];

export interface Found {
  readonly statement: Statement;
  /** "statement Push of policy ccp-dev-odd" */
  readonly where: string;
}

/**
 * The statements that a resource brings: its own documents, and those of AWS managed policies that it names. Documents
 * that cannot be read are left to `iam-policy-require-known-document`, which reports them once.
 */
export function statementsOf(subject: Subject): readonly Found[] {
  return documentsOf(subject).flatMap((document) =>
    "gap" in document
      ? []
      : document.policy.statements.map((statement) => ({
          statement,
          where: `${titled(statement.label)} of policy ${document.name} (${subject.name})`,
        })),
  );
}

/** Whether a statement is about an action. Remembered: a team's policies are asked about for each of its members. */
export function names(statement: Statement, action: string): boolean {
  const known = named.get(statement) ?? new Map<string, boolean>();
  named.set(statement, known);
  const { negated, patterns } = statement.actions;
  const answer =
    known.get(action) ??
    patterns.some((pattern) => matchesText(tokenize(pattern) ?? [], action, true)) !== negated;
  known.set(action, answer);
  return answer;
}

const named = new WeakMap<Statement, Map<string, boolean>>();

function documentsOf({ type, urn, name, props }: Subject): readonly Document[] {
  const physical = typeof props.name === "string" ? props.name : name;
  const own = "policy" in props ? [readDocument(physical, props.policy)] : [];
  const inline = inlineDocuments({ type, urn, name, props, propertyDependencies: {} });
  const managed = [props.policyArn, props.managedPolicyArns].flat().flatMap((arn): Document[] => {
    const policy = typeof arn === "string" ? awsManagedPolicy(arn) : undefined;
    return policy ? [{ name: String(arn).slice(String(arn).lastIndexOf("/") + 1), policy }] : [];
  });
  return [...own, ...inline, ...managed];
}

/** "statement Push", "statement 2" */
export const titled = (label: string) => (/^statement \d+$/.test(label) ? label : `statement ${label}`);
