import { fields, items } from "../framework/inputs";

/** The event pattern of a rule; undefined where there is none, or none that is known yet or can be read. */
export function eventPattern(text: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== "string") return undefined;
  try {
    return fields(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether a rule takes events that CodeCommit sends. */
export function isAboutCodeCommit(pattern: Readonly<Record<string, unknown>>): boolean {
  return pattern.source === undefined || items(pattern.source).some((source) => source === "aws.codecommit");
}
