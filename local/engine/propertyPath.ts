import { isObject, type Value, type Values } from "./values";

type Step = string | number;

/**
 * Takes a property path apart, as in `ignoreChanges` and `replaceOnChanges`.
 *
 * @example parsePath('tags["cost center"].items[0]') // ["tags", "cost center", "items", 0]
 */
export function parsePath(path: string): readonly Step[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => {
      if (quoted !== undefined) {
        return quoted.replaceAll('\\"', '"');
      }
      return index === undefined || index === "*" ? (plain ?? "*") : Number(index);
    },
  );
}

/** Whether `path` is at or below the pattern; `*` in the pattern stands for any one step. */
export function pathMatches(pattern: string, path: string): boolean {
  const wanted = parsePath(pattern);
  const steps = parsePath(path);
  return wanted.every(
    (step, at) => at < steps.length && (step === "*" || String(step) === String(steps[at])),
  );
}

/** The new values, with what is at `path` taken from the old ones (absent there: removed). */
export function keepOld(fresh: Values, old: Values, path: string): Values {
  return keep(fresh, old, parsePath(path)) as Values;
}

function keep(fresh: Value, old: Value, steps: readonly Step[]): Value {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return old;
  }
  if (Array.isArray(fresh) && Array.isArray(old)) {
    return fresh.map((item: Value, at) =>
      (step === "*" || step === at) && at < old.length ? keep(item, old[at], rest) : item,
    );
  }
  if (!isObject(fresh) || !isObject(old)) {
    return fresh;
  }
  const keys = step === "*" ? new Set([...Object.keys(fresh), ...Object.keys(old)]) : [String(step)];
  const result: Record<string, Value> = { ...fresh };
  for (const key of keys) {
    if (rest.length > 0 && key in fresh) {
      result[key] = keep(fresh[key], old[key], rest);
    } else if (rest.length === 0 && key in old) {
      result[key] = old[key];
    } else if (rest.length === 0) {
      Reflect.deleteProperty(result, key);
    }
  }
  return result;
}
