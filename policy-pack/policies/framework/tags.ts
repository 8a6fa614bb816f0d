import { unknown } from "../../access/resources";
import type { Subject } from "./definePolicy";
import { fields, items } from "./inputs";

/** The tag keys of a resource, or `unknown` where some of them may not be known yet. */
export type TagKeys = ReadonlySet<string> | typeof unknown;

/**
 * All tags that a resource gets. Since version 7 of the AWS provider those of its `defaultTags` are no longer in `tags`:
 * Check writes the union to `tagsAll` (applyTags in provider/tags.go of pulumi-aws), and for a resource of Terraform's
 * plugin framework nowhere. So this is the union of `tags`, `tagsAll` and the provider's own.
 *
 * Where `ignoreChanges` names `tagsAll`, as of what is adopted, the resource keeps the tags that it has: the engine takes
 * them over into `tags` before Check, and what Check adds the provider ignores when it compares.
 */
export function tagKeysOf(subject: Subject): TagKeys {
  const { props, providerProps = {} } = subject;
  const { tags, tagsAll } = props;
  if (keepsItsTags(subject)) return tags === unknown ? unknown : new Set(Object.keys(fields(tags)));
  const defaults = defaultKeysOf(providerProps);
  // Where one tag's value is not known, `tagsAll` is not known as a whole: `tags` and the defaults tell the keys all the same.
  if (tags === unknown || defaults === unknown) return unknown;
  return new Set([...Object.keys(fields(tags)), ...Object.keys(fields(tagsAll)), ...defaults]);
}

/** The required tags that a resource certainly does not get. */
export function missingTags(subject: Subject, required: readonly string[]): readonly string[] {
  const keys = tagKeysOf(subject);
  return keys === unknown ? [] : required.filter((key) => !keys.has(key));
}

/** Whether tags can be added at all: see {@link tagKeysOf}. */
export function keepsItsTags({ ignoreChanges }: Subject): boolean {
  return ["*", "tagsAll"].some((all) => ignoreChanges.includes(all));
}

/**
 * The inputs with these tags added. `tagsAll` is changed with `tags` where Check has written it: the engine does not
 * check a resource again after a remediation. Undefined where there is nothing to add, or the resource keeps its own.
 */
export function withTags(subject: Subject, added: Readonly<Record<string, string>>) {
  const { props } = subject;
  if (Object.keys(added).length === 0 || keepsItsTags(subject)) return undefined;
  const checked = props.tagsAll !== unknown && props.tagsAll !== undefined && props.tagsAll !== null;
  return { tags: added, ...(checked && { tagsAll: added }) };
}

function defaultKeysOf({ defaultTags, ignoreTags }: Readonly<Record<string, unknown>>): TagKeys {
  const tags = member(defaultTags, "tags");
  const [keys, prefixes] = [member(ignoreTags, "keys"), member(ignoreTags, "keyPrefixes")];
  if ([tags, keys, prefixes].includes(unknown)) return unknown;
  return new Set(
    Object.keys(fields(tags)).filter(
      (key) =>
        !items(keys).includes(key) && !items(prefixes).some((prefix) => key.startsWith(String(prefix))),
    ),
  );
}

/** A field of a nested input of a provider, which the engine hands over as JSON. */
function member(value: unknown, name: string): unknown {
  const nested = opened(value);
  return nested === unknown ? unknown : opened(fields(nested)[name]);
}

/** What is no JSON the provider refuses: nothing is taken from it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Pulumi's marks inside of JSON, which the SDK leaves as they are: sdk/nodejs/runtime/rpc.ts. */
const secretMark = ["4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"] as const;
const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function opened(value: unknown): unknown {
  if (value === unknownMark) return unknown;
  if (typeof value === "string") return opened(parsed(value));
  const [signature, secret] = secretMark;
  const inside = fields(value);
  return inside[signature] === secret ? opened(inside.value) : value;
}
