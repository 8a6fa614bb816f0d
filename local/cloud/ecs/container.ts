import { AwsError } from "../awsError";
import { isObject, optionalText, text } from "../properties";
import type { Properties } from "../../engine/provider";

/** A container of a task definition, of which only what runs here is read. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads a task definition's containers. Exactly one runs here. */
export function parseContainer(containerDefinitions: string): ContainerDefinition {
  let containers: unknown;
  try {
    containers = JSON.parse(containerDefinitions);
  } catch {
    throw new AwsError("ClientException", "containerDefinitions is not JSON");
  }
  const [container, ...others] = Array.isArray(containers) ? (containers as unknown[]) : [];
  if (!isObject(container) || others.length > 0) {
    throw new AwsError("ClientException", "a task definition must have exactly one container here");
  }
  const pairs = container.environment;
  return { name: text(container, "name"), image: text(container, "image"), environment: parsePairs(pairs) };
}

/** Reads `[{"name": "A", "value": "1"}]`. */
export function parsePairs(pairs: unknown): Record<string, string> {
  const list: unknown[] = Array.isArray(pairs) ? pairs : [];
  return Object.fromEntries(
    list.filter(isObject).map((pair: Properties) => [text(pair, "name"), optionalText(pair, "value") ?? ""]),
  );
}
