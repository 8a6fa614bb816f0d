import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import { isObject, nested, optionalText, text, textMap } from "../properties";
import type { CloudEvent } from "./event";

/** The rule that an event matched. */
export interface RuleName {
  readonly name: string;
  readonly arn: string;
}

/**
 * What a target gets: the event, a constant, a part of the event, or a text made of parts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(target: Properties, event: CloudEvent, rule: RuleName): string {
  const constant = optionalText(target, "input");
  if (constant !== undefined) return constant;
  const path = optionalText(target, "inputPath");
  if (path !== undefined) return JSON.stringify(at(event, path) ?? {});
  const transformer = nested(target, "inputTransformer");
  if (Object.keys(transformer).length === 0) return JSON.stringify(event);
  const paths = textMap(transformer, "inputPaths");
  const values = new Map<string, unknown>(
    Object.entries(paths).map(([name, valuePath]) => [name, at(event, valuePath)]),
  );
  values.set("aws.events.rule-name", rule.name);
  values.set("aws.events.rule-arn", rule.arn);
  values.set("aws.events.event", event);
  values.set("aws.events.event.json", event);
  values.set("aws.events.event.ingestion-time", event.time);
  return fill(text(transformer, "inputTemplate"), values);
}

/** @throws {AwsError} ValidationException for a path or a constant that EventBridge would refuse. */
export function checkInput(target: Properties): void {
  const transformer = nested(target, "inputTransformer");
  const given = ["input", "inputPath", "inputTransformer"].filter((name) => target[name] !== undefined);
  if (given.length > 1) {
    throw new AwsError("ValidationException", `Only one of ${given.join(" and ")} can be used by a target`);
  }
  const constant = optionalText(target, "input");
  if (constant !== undefined && !isJson(constant)) {
    throw new AwsError("ValidationException", "Parameter Input is not valid. Reason: it is not JSON");
  }
  const path = optionalText(target, "inputPath");
  for (const one of [
    ...(path === undefined ? [] : [path]),
    ...Object.values(textMap(transformer, "inputPaths")),
  ]) {
    parsePath(one);
  }
}

/** Puts values in place of `<name>`: inside a string their text, elsewhere their JSON. */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (part, name?: string) => {
    if (part === '"') quoted = !quoted;
    if (name === undefined || !values.has(name)) return part;
    const value = values.get(name);
    if (!quoted) return JSON.stringify(value ?? "");
    const plain = typeof value === "string" ? value : JSON.stringify(value ?? "");
    return value === undefined ? "" : JSON.stringify(plain).slice(1, -1);
  });
}

function at(event: CloudEvent, path: string): unknown {
  let value: unknown = event;
  for (const step of parsePath(path)) {
    if (typeof step === "number") value = Array.isArray(value) ? (value as unknown[])[step] : undefined;
    else value = isObject(value) ? value[step] : undefined;
  }
  return value;
}

/** `$.detail.repositoryNames[0]`: names and indexes. */
function parsePath(path: string): (string | number)[] {
  if (!/^\$((\.[\w-]+)|(\[\d+\]))*$/.test(path)) {
    throw new AwsError("ValidationException", `Invalid InputPath ${path}: names and indexes after $ only`);
  }
  return [...path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
