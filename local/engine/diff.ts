import { isDeepStrictEqual } from "node:util";
import { isArchive, isAsset, isObject, isSecret, mask, MASK, type Value, type Values } from "./values";

/** One changed property. The values are fit for people: secrets read `[secret]`. */
export interface PropertyChange {
  /** As in `ignoreChanges`: `tags.team`, `rules[0].action`; inside a JSON document too. */
  readonly path: string;
  readonly kind: "add" | "update" | "delete";
  readonly old?: Value;
  readonly new?: Value;
}

/** The properties that differ, leaf by leaf. Being secret or not is no difference. */
export function diffProperties(old: Values, fresh: Values): readonly PropertyChange[] {
  return diffObjects("", old, fresh);
}

function diffObjects(path: string, old: Values, fresh: Values): readonly PropertyChange[] {
  const keys = [...Object.keys(old), ...Object.keys(fresh).filter((key) => !(key in old))];
  return keys.flatMap((key) => diffValue(member(path, key), old[key], fresh[key]));
}

function member(path: string, key: string): string {
  const step = /^[\w$:/-]+$/.test(key) ? key : `["${key.replaceAll('"', '\\"')}"]`;
  return path === "" || step.startsWith("[") ? path + step : `${path}.${step}`;
}

function diffValue(path: string, old: Value, fresh: Value): readonly PropertyChange[] {
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
  return diffInside(path, old, fresh) ?? [{ path, kind: "update", old: mask(old), new: mask(fresh) }];
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
function diffInside(path: string, old: Value, fresh: Value): readonly PropertyChange[] | undefined {
  if (Array.isArray(old) && Array.isArray(fresh)) {
    const length = Math.max(old.length, fresh.length);
    return Array.from({ length }, (_, at) => diffValue(`${path}[${at}]`, old[at], fresh[at])).flat();
  }
  if (isPlain(old) && isPlain(fresh)) {
    return diffObjects(path, old, fresh);
  }
  const [oldDocument, freshDocument] = [document(old), document(fresh)];
  if (oldDocument === undefined || freshDocument === undefined) {
    return undefined;
  }
  // Two texts of one document differ in layout only: the text is then the change.
  const changes = diffInside(path, oldDocument, freshDocument) ?? [];
  return changes.length > 0 ? changes : undefined;
}

function isPlain(value: Value): value is Values {
  return isObject(value) && !isAsset(value) && !isArchive(value);
}

function document(value: Value): Value {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) {
    return undefined;
  }
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}
