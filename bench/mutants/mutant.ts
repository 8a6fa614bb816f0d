import type { Value, Values } from "../../local/engine";
import { changed, type Part } from "./scene";

/** One single change of a stack. */
export interface Mutant {
  readonly name: string;
  readonly parts: readonly Part[];
}

export function ofType(parts: readonly Part[], type: string): readonly Part[] {
  return parts.filter(({ goal }) => goal.type === type);
}

/** A mutant for every resource of a type: some of its properties become others, undefined takes one away. */
export function set(
  parts: readonly Part[],
  type: string,
  what: string,
  change: Values | ((inputs: Values) => Values | undefined),
): Mutant[] {
  return ofType(parts, type).flatMap(({ urn, goal, inputs }) => {
    const properties = typeof change === "function" ? change(inputs) : change;
    return properties === undefined
      ? []
      : [{ name: `${goal.name}: ${what}`, parts: changed(parts, urn, properties) }];
  });
}

/** As far as the mutants read it; the documents are our own. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  readonly [key: string]: Value;
}

/** A policy of a stack: where it is, and its statements. */
export interface Document {
  readonly part: Part;
  readonly property: string;
  readonly statements: readonly Statement[];
}

const documentProperties = ["policy", "assumeRolePolicy"];

export function documentsOf(parts: readonly Part[]): readonly Document[] {
  return parts.flatMap((part) =>
    documentProperties.flatMap((property) => {
      const text = part.inputs[property];
      if (typeof text !== "string" || !text.includes('"Statement"')) return [];
      const { Statement: statements } = JSON.parse(text) as { Statement: readonly Statement[] };
      return [{ part, property, statements }];
    }),
  );
}

/** The stack with one statement of a document made another one, several, or taken away. */
export function rewritten(
  parts: readonly Part[],
  { part, property, statements }: Document,
  statement: Statement,
  replacement: object | readonly object[] | undefined,
): Part[] {
  const Statement = statements.flatMap((one) => (one === statement ? (replacement ?? []) : one));
  return changed(parts, part.urn, { [property]: JSON.stringify({ Version: "2012-10-17", Statement }) });
}

export function list(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
