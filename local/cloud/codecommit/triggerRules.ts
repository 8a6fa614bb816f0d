import type { Properties } from "../../engine/provider";
import { AwsError } from "../awsError";
import { isObject, optionalText, text, texts } from "../properties";

const eventNames = ["all", "updateReference", "createReference", "deleteReference"] as const;

export type TriggerEvent = (typeof eventNames)[number];

export interface Trigger {
  readonly name: string;
  readonly destinationArn: string;
  readonly customData?: string;
  /** Short names; none means all. */
  readonly branches: readonly string[];
  readonly events: readonly TriggerEvent[];
}

const maxTriggers = 10;
const maxBranches = 10;
const maxCustomData = 1000;

/**
 * Reads what PutRepositoryTriggers takes.
 *
 * @throws {AwsError} As CodeCommit names what is wrong.
 * @see https://docs.aws.amazon.com/codecommit/latest/APIReference/API_PutRepositoryTriggers.html
 */
export function readTriggers(inputs: Properties, region: string): Trigger[] {
  const given = Array.isArray(inputs.triggers) ? inputs.triggers.filter(isObject) : [];
  if (given.length > maxTriggers) {
    throw new AwsError(
      "MaximumRepositoryTriggersExceededException",
      `${given.length} triggers, at most ${maxTriggers} a repository`,
    );
  }
  return given.map((trigger) => readTrigger(trigger, region));
}

function readTrigger(trigger: Properties, region: string): Trigger {
  const name = text(trigger, "name");
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(name)) {
    throw new AwsError(
      "InvalidRepositoryTriggerNameException",
      `${name}: 1 to 100 letters, digits, ".", "_" or "-"`,
    );
  }
  const branches = texts(trigger, "branches");
  if (branches.length > maxBranches) {
    throw new AwsError(
      "MaximumBranchesExceededException",
      `${name}: ${branches.length} branches, at most ${maxBranches}`,
    );
  }
  const customData = optionalText(trigger, "customData");
  if (customData !== undefined && customData.length > maxCustomData) {
    throw new AwsError(
      "InvalidRepositoryTriggerCustomDataException",
      `${name}: ${customData.length} characters, at most ${maxCustomData}`,
    );
  }
  return {
    name,
    destinationArn: destination(text(trigger, "destinationArn"), region),
    ...(customData !== undefined && { customData }),
    branches,
    events: eventsOf(texts(trigger, "events"), name),
  };
}

function destination(destinationArn: string, region: string): string {
  const [, , service, where] = destinationArn.split(":");
  if ((service !== "sns" && service !== "lambda") || destinationArn.endsWith(".fifo")) {
    throw new AwsError(
      "InvalidRepositoryTriggerDestinationArnException",
      `${destinationArn} is neither a function nor a standard topic`,
    );
  }
  if (where === region) return destinationArn;
  throw new AwsError(
    "InvalidRepositoryTriggerRegionException",
    `${destinationArn} is not in the repository's region ${region}`,
  );
}

function eventsOf(given: readonly string[], name: string): TriggerEvent[] {
  if (given.length === 0) {
    throw new AwsError("RepositoryTriggerEventsListRequiredException", `${name} has no events`);
  }
  const events = eventNames.filter((event) => given.includes(event));
  if (events.length === given.length && (events.length === 1 || !events.includes("all"))) return events;
  throw new AwsError(
    "InvalidRepositoryTriggerEventsException",
    `${name}: ${given.join(", ")}; "all" alone, or some of ${eventNames.slice(1).join(", ")}, each once`,
  );
}
