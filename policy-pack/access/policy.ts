import { parseCondition, type Condition } from "./condition";
import { duplicateKey } from "./duplicateKey";
import { isIncompleteArn } from "./incompleteArn";
import { tokenize, type Resolve } from "./pattern";
import { PolicyError } from "./policyError";

export { PolicyError };

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Patterns {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** `Principal` or `NotPrincipal`: who, by type. `{ "*": ["*"] }` is everybody. */
export interface Principals {
  readonly negated: boolean;
  readonly ids: Readonly<Record<string, readonly string[]>>;
}

export interface Statement {
  /** The Sid, or "statement 2". */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: Patterns;
  /** Absent in role trust policies. */
  readonly resources?: Patterns;
  /** Present in resource and trust policies only. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
}

export interface Policy {
  readonly version: "2012-10-17" | "2008-10-17";
  readonly statements: readonly Statement[];
}

const policyElements = ["Version", "Id", "Statement"];
const statementElements = [
  ...[
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
  ],
];
const principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"];

/**
 * Reads an IAM policy document: JSON text or the object it stands for.
 * @throws {PolicyError} naming an element, operator, version or value that is unknown: what cannot be read for
 *   certain must never count as harmless.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(document: string | object): Policy {
  const root = record(typeof document === "string" ? parseJson(document) : document, "The policy");
  refuseUnknown(root, policyElements, "the policy");
  if (root.Statement === undefined) throw new PolicyError("The policy has no Statement.");
  if (root.Id !== undefined) text(root.Id, "Id");
  const statements = Array.isArray(root.Statement) ? (root.Statement as unknown[]) : [root.Statement];
  return {
    version: parseVersion(root.Version),
    statements: statements.map((statement, index) => parseStatement(statement, `statement ${index + 1}`)),
  };
}

function parseVersion(version: unknown): Policy["version"] {
  // Without a Version, AWS assumes the older one, which has no policy variables.
  if (version === undefined) return "2008-10-17";
  if (version === "2012-10-17" || version === "2008-10-17") return version;
  throw new PolicyError(`Unknown policy version ${JSON.stringify(version)}.`);
}

function parseStatement(value: unknown, position: string): Statement {
  const statement = record(value, position);
  const label =
    statement.Sid === undefined ? position : text(statement.Sid, `Sid of ${position}`) || position;
  refuseUnknown(statement, statementElements, label);
  const { Effect: effect } = statement;
  if (effect !== "Allow" && effect !== "Deny") {
    throw new PolicyError(`Effect of ${label} is ${JSON.stringify(effect)}; it must be "Allow" or "Deny".`);
  }
  const actions = parsePatterns(statement, "Action", label);
  const resources = parsePatterns(statement, "Resource", label);
  const principals = parsePrincipals(statement, label);
  if (!actions) throw new PolicyError(`There is no Action or NotAction in ${label}.`);
  if (!resources && !principals) throw new PolicyError(`There is no Resource or NotResource in ${label}.`);
  // Only policies of identities may leave fields of an ARN to AWS.
  const partial =
    principals &&
    resources?.patterns.find((pattern) => isIncompleteArn(tokenize(pattern, anyText, true) ?? []));
  if (partial !== undefined) {
    throw new PolicyError(
      `"${partial}" in ${label} is an incomplete ARN, which a policy with principals may not have: an ARN has six fields.`,
    );
  }
  const strange = actions.patterns.find((action) => action !== "*" && !/^[^\s:]+:\S+$/.test(action));
  if (strange !== undefined)
    throw new PolicyError(`"${strange}" in ${label} is not an action: service:Name.`);
  return {
    label,
    effect,
    actions,
    ...(resources && { resources }),
    ...(principals && { principals }),
    conditions: parseConditions(statement.Condition, label),
  };
}

function parsePatterns(
  statement: Record<string, unknown>,
  element: "Action" | "Resource",
  label: string,
): Patterns | undefined {
  const chosen = oneOf(statement, element, label);
  return chosen && { negated: chosen.negated, patterns: texts(chosen.value, `${chosen.name} of ${label}`) };
}

function parsePrincipals(statement: Record<string, unknown>, label: string): Principals | undefined {
  const chosen = oneOf(statement, "Principal", label);
  if (!chosen) return undefined;
  const where = `${chosen.name} of ${label}`;
  if (chosen.value === "*") return { negated: chosen.negated, ids: { "*": ["*"] } };
  const types = record(chosen.value, where);
  refuseUnknown(types, principalTypes, where);
  const ids = Object.entries(types).map(
    ([type, value]) => [type, texts(value, `${type} in ${where}`)] as const,
  );
  const partial = ids.flatMap(([, of]) => of).find((id) => id !== "*" && /[*?]/.test(id));
  if (ids.length === 0) throw new PolicyError(`${where} is empty.`);
  if (partial) throw new PolicyError(`"${partial}" in ${where}: AWS does not match part of a principal.`);
  return { negated: chosen.negated, ids: Object.fromEntries(ids) };
}

function parseConditions(value: unknown, label: string): Condition[] {
  if (value === undefined) return [];
  return Object.entries(record(value, `Condition of ${label}`)).flatMap(([operator, keys]) => {
    const entries = Object.entries(record(keys, `${operator} in ${label}`));
    const names = entries.map(([key]) => key.toLowerCase());
    const twice = entries.find(([key], index) => names.indexOf(key.toLowerCase()) < index);
    if (twice) {
      throw new PolicyError(
        `${twice[0]} stands twice in ${operator} of ${label}: the case of keys does not matter.`,
      );
    }
    return entries.map(([key, values]) => parseCondition(operator, key, texts(values, `${key} in ${label}`)));
  });
}

/** A variable's text, whatever it is, is no field of its own. */
const anyText: Resolve = () => ({ text: "" });

function oneOf(statement: Record<string, unknown>, element: string, label: string) {
  const [positive, negative] = [statement[element], statement[`Not${element}`]];
  if (positive !== undefined && negative !== undefined) {
    throw new PolicyError(`${label} has both ${element} and Not${element}.`);
  }
  if (positive === undefined && negative === undefined) return undefined;
  const negated = positive === undefined;
  return { negated, name: negated ? `Not${element}` : element, value: negated ? negative : positive };
}

function parseJson(document: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch (error) {
    throw new PolicyError(`The policy is not JSON: ${String(error)}.`);
  }
  const twice = duplicateKey(document);
  if (twice !== undefined) {
    throw new PolicyError(
      `"${twice}" stands twice in one object of the policy: which one counts is not defined.`,
    );
  }
  return parsed;
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PolicyError(`${what} is not an object.`);
  }
  return value as Record<string, unknown>;
}

function refuseUnknown(found: Record<string, unknown>, known: readonly string[], where: string): void {
  const unknown = Object.keys(found).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new PolicyError(`Unknown element "${unknown}" in ${where}.`);
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new PolicyError(`${what} is not a string.`);
  return value;
}

function texts(value: unknown, what: string): string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  if (list.length === 0) throw new PolicyError(`${what} is empty.`);
  return list.map((item) =>
    typeof item === "boolean" || typeof item === "number" ? String(item) : text(item, what),
  );
}
