import { isObject, UNKNOWN, type Value } from "./values";

interface Pair {
  /** The index in the old list. */
  readonly from: number;
  /** The index in the new list. */
  readonly to: number;
  /** What both are called, if that is how they were found. */
  readonly name?: string;
}

export interface ListDifference {
  /** The elements that are one thing in both lists, changed or not. */
  readonly pairs: readonly Pair[];
  /** The indices in the old list of what is no longer there. */
  readonly gone: readonly number[];
  /** The indices in the new list of what was not there. */
  readonly come: readonly number[];
  readonly isReordered: boolean;
}

export interface ListMeaning {
  readonly isSet: boolean;
  readonly isEqual: (one: Value, other: Value) => boolean;
}

/** By what an element of a list is known; the first that it has. */
const NAMES = ["Sid", "name", "Name", "id", "ID"];

/**
 * Finds the elements of one list in the other: by their names, then by their content, then, where the order means
 * something, by their places. So an element that comes first does not make all that follow look changed.
 */
export function listDifference(
  old: readonly Value[],
  fresh: readonly Value[],
  { isSet, isEqual }: ListMeaning,
): ListDifference {
  const pairs: Pair[] = [];
  const [gone, come] = [new Set(old.keys()), new Set(fresh.keys())];
  const pair = (from: number, to: number, name?: string): void => {
    pairs.push({ from, to, ...(name === undefined ? {} : { name }) });
    gone.delete(from);
    come.delete(to);
  };
  const [oldNames, freshNames] = [indicesByName(old), indicesByName(fresh)];
  for (const [name, to] of freshNames) {
    const from = oldNames.get(name);
    if (from !== undefined) {
      pair(from, to, name);
    }
  }
  const byText = indicesByText(old, gone);
  for (const to of [...come]) {
    const from =
      byText.get(textOf(fresh[to]))?.shift() ??
      [...gone].find((at) => isStructure(old[at]) && isEqual(old[at], fresh[to]));
    if (from !== undefined && gone.has(from)) {
      pair(from, to);
    }
  }
  const isReordered = pairs.some(({ from, to }) => pairs.some((other) => other.from < from && other.to > to));
  for (const at of isSet ? [] : [...gone].filter((index) => come.has(index))) {
    pair(at, at);
  }
  const [lastGone, lastCome] = [...gone, ...come];
  if (gone.size === 1 && come.size === 1 && isStructure(old[lastGone]) && isStructure(fresh[lastCome])) {
    pair(lastGone, lastCome);
  }
  return { pairs, gone: [...gone], come: [...come], isReordered };
}

function isStructure(value: Value): boolean {
  return typeof value === "object" && value !== null;
}

/** The elements that have a name of their own. */
function indicesByName(list: readonly Value[]): ReadonlyMap<string, number> {
  const names = list.map(nameOf);
  return new Map(
    names.flatMap((name, at) =>
      name !== undefined && names.indexOf(name) === names.lastIndexOf(name) ? [[name, at] as const] : [],
    ),
  );
}

function nameOf(element: Value): string | undefined {
  if (!isObject(element)) {
    return undefined;
  }
  const name = NAMES.map((key) => element[key]).find((value) => value !== undefined);
  return typeof name === "string" && name !== UNKNOWN ? name : undefined;
}

function indicesByText(list: readonly Value[], indices: ReadonlySet<number>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const at of indices) {
    const text = textOf(list[at]);
    found.set(text, [...(found.get(text) ?? []), at]);
  }
  return found;
}

function textOf(value: Value): string {
  return JSON.stringify(value) ?? "";
}
