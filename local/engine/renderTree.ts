import type { ResourceResult } from "./result";
import { SIGNS, type Paint } from "./signs";

interface Row {
  readonly resource: ResourceResult;
  /** The branches before the type. */
  readonly prefix: string;
}

/** The resources under their parents, as the Pulumi CLI draws them: sign, type, name, operation. */
export function drawTree(
  resources: readonly ResourceResult[],
  showSame: boolean,
  paint: Paint,
): readonly string[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  const children = new Map<string, ResourceResult[]>();
  for (const resource of resources) {
    const parent = resource.parent !== null && urns.has(resource.parent) ? resource.parent : "";
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const rows = rowsBelow("", children, showSame, "", true);
  if (rows.length === 0) {
    return [];
  }
  const typeWidth = Math.max(...rows.map(({ resource, prefix }) => prefix.length + resource.type.length));
  const nameWidth = Math.max(...rows.map(({ resource }) => resource.name.length));
  return rows.map(({ resource: { operation, type, name }, prefix }) => {
    const { sign, style } = SIGNS[operation];
    const verb = operation === "same" ? "" : operation;
    const line = `${(prefix + type).padEnd(typeWidth)}  ${name.padEnd(nameWidth)}  ${verb}`;
    return `${paint(style, sign)} ${paint(style, line.trimEnd())}`;
  });
}

type Children = ReadonlyMap<string, readonly ResourceResult[]>;

function rowsBelow(
  urn: string,
  children: Children,
  showSame: boolean,
  indent: string,
  isRoot: boolean,
): readonly Row[] {
  const list = (children.get(urn) ?? []).filter((child) => showSame || changes(child, children));
  return list.flatMap((resource, at) => {
    const last = at === list.length - 1;
    const prefix = isRoot ? "" : `${indent}${last ? "└─ " : "├─ "}`;
    const inner = isRoot ? "" : `${indent}${last ? "   " : "│  "}`;
    return [{ resource, prefix }, ...rowsBelow(resource.urn, children, showSame, inner, false)];
  });
}

function changes(resource: ResourceResult, children: Children): boolean {
  return (
    resource.operation !== "same" ||
    (children.get(resource.urn) ?? []).some((child) => changes(child, children))
  );
}
