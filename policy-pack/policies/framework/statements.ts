import { parsePolicy, PolicyError, type Statement } from "../../access/policy";
import { unknown } from "../../access/resources";

/** The statements of a resource's policy, or why they cannot be told. */
export type Reading = { readonly statements: readonly Statement[] } | { readonly problem: string };

/**
 * Reads a resource's policy. @returns undefined when there is none, or none that is known yet: the engine asks again
 * before it creates the resource, and then knows.
 */
export function readStatements(document: unknown): Reading | undefined {
  if (typeof document !== "string" && (typeof document !== "object" || document === null)) return undefined;
  if (document === "" || holdsUnknown(document)) return undefined;
  try {
    return { statements: parsePolicy(document).statements };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { problem: error.message };
  }
}

/** Of a policy that can be read, the statements for which something holds. */
export function statementsWhere(
  document: unknown,
  holds: (statement: Statement) => boolean,
): readonly Statement[] {
  const reading = readStatements(document);
  return reading && "statements" in reading ? reading.statements.filter(holds) : [];
}

function holdsUnknown(value: unknown): boolean {
  if (value === unknown) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown);
}
