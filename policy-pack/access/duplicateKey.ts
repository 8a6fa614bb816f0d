/**
 * The first key that an object of a JSON text has twice; undefined when none has. `JSON.parse` keeps the last one and says
 * nothing.
 * @param text that `JSON.parse` takes
 */
export function duplicateKey(text: string): string | undefined {
  // Of each object that is open its keys so far; of a list nothing.
  const open: (Set<string> | undefined)[] = [];
  for (const [token, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (name !== undefined) {
      const key = JSON.parse(name) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
