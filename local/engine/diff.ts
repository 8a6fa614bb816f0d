import { isDeepStrictEqual } from "node:util";
import { asDocument, isPolicy, orderMatters, policyForComparison } from "./jsonDocument";
import { type ListDifference, listDifference } from "./listDifference";
import { parsePath } from "./propertyPath";
import { isArchive, isAsset, isObject, isSecret, mask, MASK, type Value, type Values } from "./values";

/** One changed property. The values are fit for people: secrets read `[secret]`. */
export interface PropertyChange {
  /** As in `ignoreChanges`: `tags.team`, `rules[0].action`; inside a JSON document too. */
  readonly path: string;
  readonly kind: "add" | "update" | "delete";
  readonly old?: Value;
  readonly new?: Value;
  /** The same elements stand in another order, or the same document has another layout. */
  readonly orderOnly?: true;
}

/** The paths of the lists that are sets: their order means nothing. `*` stands for any one step. */
export type Sets = readonly string[] | "all";

/** The properties that differ, leaf by leaf. Being secret or not is no difference. */
export function diffProperties(old: Values, fresh: Values, sets: Sets = []): readonly PropertyChange[] {
  return diffObjects("", old, fresh, sets);
}

function diffObjects(path: string, old: Values, fresh: Values, sets: Sets): readonly PropertyChange[] {
  const keys = [...Object.keys(old), ...Object.keys(fresh).filter((key) => !(key in old))];
  return keys.flatMap((key) => diffValue(member(path, key), old[key], fresh[key], sets));
}

function member(path: string, key: string): string {
  const step = /^[\w$:/-]+$/.test(key) ? key : `["${key.replaceAll('"', '\\"')}"]`;
  return path === "" || step.startsWith("[") ? path + step : `${path}.${step}`;
}

function diffValue(path: string, old: Value, fresh: Value, sets: Sets): readonly PropertyChange[] {
  if (isDeepStrictEqual(old, fresh) || isSameContent(old, fresh)) {
    return [];
  }
  if (old === undefined) {
    return [{ path, kind: "add", new: mask(fresh) }];
  }
  if (fresh === undefined) {
    return [{ path, kind: "delete", old: mask(old) }];
  }
  if (isSecret(old) || isSecret(fresh)) {
    const same = isDeepStrictEqual(unwrap(old), unwrap(fresh));
    return same ? [] : [{ path, kind: "update", old: MASK, new: MASK }];
  }
  return diffInside(path, old, fresh, sets) ?? [{ path, kind: "update", old: mask(old), new: mask(fresh) }];
}

/** Two assets or archives are compared by their hashes, as in the real engine: their paths may differ. */
function isSameContent(old: Value, fresh: Value): boolean {
  const both = (test: (value: Value) => boolean): boolean => test(old) && test(fresh);
  return (
    (both(isAsset) || both(isArchive)) &&
    both((value) => isObject(value) && typeof value.hash === "string") &&
    (old as Values).hash === (fresh as Values).hash
  );
}

function unwrap(value: Value): Value {
  return isSecret(value) ? value.value : value;
}

/** Undefined where the two are one value to people, not a structure of values. */
function diffInside(
  path: string,
  old: Value,
  fresh: Value,
  sets: Sets,
): readonly PropertyChange[] | undefined {
  if (Array.isArray(old) && Array.isArray(fresh)) {
    return diffLists(path, old, fresh, sets);
  }
  if (isPlain(old) && isPlain(fresh)) {
    return diffObjects(path, old, fresh, sets);
  }
  const [oldDocument, freshDocument] = [asDocument(old), asDocument(fresh)];
  return oldDocument === undefined || freshDocument === undefined
    ? undefined
    : diffDocuments(path, oldDocument, freshDocument, [old, fresh]);
}

function isPlain(value: Value): value is Values {
  return isObject(value) && !isAsset(value) && !isArchive(value);
}

function diffLists(
  path: string,
  old: readonly Value[],
  fresh: readonly Value[],
  sets: Sets,
): readonly PropertyChange[] {
  const isSet = sets === "all" || sets.some((set) => isAt(set, path));
  const isEqual = (one: Value, other: Value): boolean =>
    diffValue(path, unwrap(one), unwrap(other), sets).length === 0;
  const difference = listDifference(old, fresh, { isSet, isEqual });
  const changes = elementChanges(path, old, fresh, difference, sets);
  return changes.length === 0 && difference.isReordered && !isSet
    ? [{ path, kind: "update", old: mask(old), new: mask(fresh), orderOnly: true }]
    : changes;
}

function elementChanges(
  path: string,
  old: readonly Value[],
  fresh: readonly Value[],
  { pairs, gone, come }: ListDifference,
  sets: Sets,
): readonly PropertyChange[] {
  return [
    ...pairs.flatMap(({ from, to, name }) => {
      const step = name === undefined ? `[${to}]` : `["${name.replaceAll('"', '\\"')}"]`;
      return diffValue(path + step, old[from], fresh[to], sets);
    }),
    ...gone.map((at): PropertyChange => ({ path: `${path}[${at}]`, kind: "delete", old: mask(old[at]) })),
    ...come.map((at): PropertyChange => ({ path: `${path}[${at}]`, kind: "add", new: mask(fresh[at]) })),
  ];
}

/** Whether the pattern names the path itself, not something above it. */
function isAt(pattern: string, path: string): boolean {
  const [wanted, steps] = [parsePath(pattern), parsePath(path)];
  return (
    wanted.length === steps.length &&
    wanted.every((step, at) => step === "*" || String(step) === String(steps[at]))
  );
}

/** Undefined where the texts are to be shown: they differ in layout only. */
function diffDocuments(
  path: string,
  old: Value,
  fresh: Value,
  texts: readonly [old: Value, fresh: Value],
): readonly PropertyChange[] | undefined {
  if (isPolicy(old) && isPolicy(fresh)) {
    return diffObjects(path, policyForComparison(old), policyForComparison(fresh), "all");
  }
  const changes = diffInside(path, old, fresh, orderMatters(path, old) ? [] : "all") ?? [];
  if (changes.length > 0) {
    return changes;
  }
  const [oldText, freshText] = texts;
  return [{ path, kind: "update", old: mask(oldText), new: mask(freshText), orderOnly: true }];
}
