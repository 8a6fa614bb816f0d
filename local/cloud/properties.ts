import { randomBytes } from "node:crypto";
import type { Properties, ResourceContext } from "../engine/provider";
import { AwsError } from "./awsError";

/** A string the resource cannot do without. */
export function text(properties: Properties, name: string): string {
  const value = optionalText(properties, name);
  if (value === undefined) throw new AwsError("ValidationException", `"${name}" is missing`);
  return value;
}

export function optionalText(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") {
    throw new AwsError("ValidationException", `"${name}" must be a string, not ${JSON.stringify(value)}`);
  }
  return value;
}

export function optionalNumber(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  return typeof value === "number" ? value : undefined;
}

/** A list of strings; absent is empty. */
export function texts(properties: Properties, name: string): string[] {
  const value = properties[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw new AwsError("ValidationException", `"${name}" must be a list of strings`);
  }
  return value;
}

/** A nested object; absent is empty. */
export function nested(properties: Properties, name: string): Properties {
  const value = properties[name];
  return isObject(value) ? value : {};
}

/** An object whose values are strings, such as an environment; absent is empty. */
export function textMap(properties: Properties, name: string): Record<string, string> {
  const map = nested(properties, name);
  return Object.fromEntries(Object.keys(map).map((key) => [key, text(map, key)]));
}

/** All tags of a resource: its own and, where the provider's Check has added them, those of the provider. */
export function tagsIn(inputs: Properties): Record<string, string> {
  return textMap(inputs, inputs.tagsAll === undefined ? "tags" : "tagsAll");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The name given, or Pulumi's auto-name: the logical name and seven random hex digits. */
export function physicalName(inputs: Properties, context: ResourceContext, key = "name"): string {
  return optionalText(inputs, key) ?? `${context.name}-${randomBytes(4).toString("hex").slice(0, 7)}`;
}
