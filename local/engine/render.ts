import { styleText } from "node:util";
import type { PropertyChange } from "./diff";
import { protectionLines } from "./renderProtection";
import { drawTree } from "./renderTree";
import type { Diagnostic, ResourceResult, StackResult, Violation } from "./result";
import { SIGNS, type Paint } from "./signs";
import type { Operation } from "./steps";
import { parseUrn } from "./urn";
import { isObject, type Value } from "./values";

export interface RenderOptions {
  /** Default: whether stdout is a terminal and NO_COLOR is not set. */
  readonly colors?: boolean;
  /** Whether resources that stay the same are listed too; those above a change always are. Default: false. */
  readonly showSame?: boolean;
  /** Default: true. */
  readonly showOutputs?: boolean;
}

/** Longer values are cut in the middle of a diff, never in JSON. */
const LONGEST_VALUE = 120;

/**
 * What a preview or an update came to, for people: the resource tree with `+ ~ - ±`, the properties
 * that change, outputs, diagnostics, what the policies found, and the counts.
 */
export function renderResult(result: StackResult, options: RenderOptions = {}): string {
  const paint = painter(options.colors);
  const sections = [
    drawTree(result.resources, options.showSame ?? false, paint),
    changes(result.resources, paint),
    protectionLines(result.resources, result.dryRun, paint),
    options.showOutputs === false ? [] : outputs(result, paint),
    diagnostics(result.diagnostics, paint),
    violations(result.violations, paint),
    [renderCounts(result), ...(hasVerdict(result) ? [renderVerdict(result)] : [])],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** What the policies found, as `renderResult` shows it; empty when that is nothing. */
export function renderFindings(result: StackResult, options: Pick<RenderOptions, "colors"> = {}): string {
  return violations(result.violations, painter(options.colors)).join("\n");
}

/** "3 to create, 1 to update, 40 unchanged"; after an update "3 created, …". */
export function renderCounts(result: StackResult): string {
  const parts = (Object.keys(SIGNS) as Operation[]).flatMap((operation) => {
    const count = result.resources.filter((resource) => resource.operation === operation).length;
    const { planned, done } = SIGNS[operation];
    // Reading changes nothing: the real engine does not count it either.
    return count === 0 || operation === "read"
      ? []
      : [`${count} ${result.dryRun || !result.ok ? planned : done}`];
  });
  return parts.join(", ") || "nothing to do";
}

/** Whether policies have seen all of the stack, or have found something: an error ends a run before that. */
export function hasVerdict({ policies, violations, diagnostics }: StackResult): boolean {
  const failed = diagnostics.some(({ severity }) => severity === "error");
  return policies > 0 && (violations.length > 0 || !failed);
}

/**
 * What the policies came to, in one line.
 *
 * @example "102 policies, no findings"
 */
export function renderVerdict({ policies, violations }: StackResult): string {
  const found = (["mandatory", "advisory"] as const).flatMap((level) => {
    const count = violations.filter((violation) => violation.level === level).length;
    return count === 0 ? [] : [`${count} ${level}`];
  });
  const findings = `${found.join(" and ")} finding${violations.length === 1 ? "" : "s"}`;
  return `${counted(policies, "policy", "policies")}, ${found.length === 0 ? "no findings" : findings}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function painter(colors = process.stdout.isTTY && !process.env.NO_COLOR): Paint {
  return (style, text) => (colors ? styleText(style, text, { validateStream: false }) : text);
}

function changes(resources: readonly ResourceResult[], paint: Paint): readonly string[] {
  return resources
    .filter((resource) => resource.changes.length > 0)
    .flatMap(({ operation, type, name, changes: list }) => {
      const { sign, style } = SIGNS[operation];
      return [
        paint(style, `${sign} ${type} ${name}`),
        ...list.map((change) => `    ${changeLine(change, paint)}`),
      ];
    });
}

function changeLine({ path, kind, orderOnly, ...values }: PropertyChange, paint: Paint): string {
  if (orderOnly === true) {
    return `${paint("yellow", `~ ${path}:`)} only its order or layout differs`;
  }
  switch (kind) {
    case "add":
      return paint("green", `+ ${path}: ${display(values.new)}`);
    case "delete":
      return paint("red", `- ${path}: ${display(values.old)}`);
    case "update":
      return `${paint("yellow", `~ ${path}:`)} ${display(values.old)} => ${display(values.new)}`;
  }
}

function display(value: Value): string {
  const text = typeof value === "string" && /^\[\w+\]$/.test(value) ? value : (JSON.stringify(value) ?? "");
  return text.length > LONGEST_VALUE
    ? `${text.slice(0, LONGEST_VALUE / 2)} … ${text.slice(-LONGEST_VALUE / 2)}`
    : text;
}

/** Those that change: what stays the same is in the state for whoever wants it. */
function outputs({ outputChanges }: StackResult, paint: Paint): readonly string[] {
  const lines = outputChanges.flatMap((change) =>
    change.kind === "add"
      ? outputLines(change.path, change.new, "").map((line) => paint("green", `    + ${line}`))
      : [`    ${changeLine(change, paint)}`],
  );
  return lines.length === 0 ? [] : [paint("bold", "Outputs:"), ...lines];
}

function outputLines(name: string, value: Value, indent: string): readonly string[] {
  return isObject(value) && Object.keys(value).length > 0
    ? [
        `${indent}${name}:`,
        ...Object.entries(value).flatMap(([key, item]) => outputLines(key, item, `${indent}    `)),
      ]
    : [`${indent}${name}: ${display(value)}`];
}

function diagnostics(list: readonly Diagnostic[], paint: Paint): readonly string[] {
  const styles = { error: "red", warning: "yellow", info: "cyan" } as const;
  return list.map(({ severity, message, urn }) => {
    const where = urn === undefined || message.includes(urn) ? "" : ` ${parseUrn(urn).name}:`;
    return `${paint(styles[severity], `${severity}:`)}${where} ${message}`;
  });
}

function violations(list: readonly Violation[], paint: Paint): readonly string[] {
  const lines = list.flatMap(({ policy, level, urn, message }) => {
    const place = urn === null ? "" : ` (${label(urn)})`;
    const head = paint(level === "mandatory" ? "red" : "yellow", `[${level}] ${policy}`);
    return [`    ${head}${place}`, ...message.split("\n").map((line) => `        ${line}`)];
  });
  return lines.length === 0 ? [] : [paint("bold", "Policy findings:"), ...lines];
}

function label(urn: string): string {
  const { qualifiedType, name } = parseUrn(urn);
  return `${qualifiedType.split("$").at(-1) ?? ""} ${name}`;
}
