import { randomUUID } from "node:crypto";
import type { ResourceHandler } from "../../engine/provider";
import { AwsError } from "../awsError";
import type { Deliveries } from "../deliveries";
import type { Functions } from "../lambda/functions";
import { text } from "../properties";
import type { Topics } from "../sns/topics";
import { recordKey, type StoredResource } from "../store/records";
import type { Store, Table } from "../store/table";
import type { Caller } from "./access";
import { type RefCommand, zeroId } from "./commandList";
import type { Repositories } from "./repositories";
import { readTriggers, type Trigger, type TriggerEvent } from "./triggerRules";

interface TriggerSet {
  readonly configurationId: string;
  readonly triggers: readonly Trigger[];
}

/** References that one message carries. AWS splits big pushes too, and does not say where. */
const partSize = 1000;

/** Triggers: what a push tells a topic or a function, at once and once. */
export class Triggers {
  private readonly sets: Table<TriggerSet>;

  constructor(
    store: Store,
    private readonly repositories: Repositories,
    private readonly topics: Topics,
    private readonly functions: Functions,
    private readonly deliveries: Deliveries,
  ) {
    this.sets = store.table("repositoryTriggers");
  }

  /**
   * One resource is a repository's whole set: making it replaces what is there, and deleting it leaves none, as
   * PutRepositoryTriggers does. So a second resource takes the place of the first without an error, and one that is
   * replaced must be deleted before.
   */
  resources(): Record<string, ResourceHandler> {
    return {
      "aws:codecommit/trigger:Trigger": {
        create: (inputs, { region }) => {
          const repositoryName = text(inputs, "repositoryName");
          this.repositories.get(region, repositoryName);
          const triggers = readTriggers(inputs, region);
          for (const { destinationArn } of triggers) this.mustExist(destinationArn);
          const configurationId = randomUUID();
          this.sets.set(recordKey(repositoryName, region), { configurationId, triggers });
          return Promise.resolve({ id: repositoryName, outputs: { configurationId } });
        },
        delete: (repositoryName, _outputs, { region }) => {
          this.sets.delete(recordKey(repositoryName, region));
          return Promise.resolve();
        },
      },
    };
  }

  /** Tells the destinations of a push which of its branches and tags have moved. */
  fire(caller: Caller, repository: StoredResource, changes: readonly RefCommand[]): void {
    const set = this.sets.get(recordKey(repository.id, repository.region));
    for (const trigger of set?.triggers ?? []) {
      const wanted = changes.filter((change) => concerns(trigger, change));
      const parts = Math.ceil(wanted.length / partSize);
      for (let part = 0; part < parts; part++) {
        const references = wanted.slice(part * partSize, (part + 1) * partSize).map(referenceOf);
        this.send(repository, trigger, {
          awsRegion: repository.region,
          codecommit: { references },
          eventId: randomUUID(),
          eventName: "ReferenceChange",
          eventPartNumber: part + 1,
          eventTotalParts: parts,
          eventSource: "aws:codecommit",
          eventSourceARN: text(repository.outputs, "arn"),
          eventTime: new Date().toISOString().replace("Z", "+0000"),
          eventTriggerConfigId: set?.configurationId,
          eventTriggerName: trigger.name,
          eventVersion: "1.0",
          ...(trigger.customData !== undefined && { customData: trigger.customData }),
          userIdentityARN: caller.identity.arn,
        });
      }
    }
  }

  /** @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda.html */
  private send(repository: StoredResource, { destinationArn }: Trigger, record: object): void {
    const source = { service: "codecommit.amazonaws.com", sourceArn: text(repository.outputs, "arn") };
    const event = { Records: [record] };
    const message = JSON.stringify(event);
    this.deliveries.attempt(source.sourceArn, destinationArn, message, () =>
      isTopic(destinationArn)
        ? this.topics.publish(destinationArn, source, { message })
        : this.functions.invokeFor(destinationArn, source, event),
    );
  }

  private mustExist(destinationArn: string): void {
    const service = isTopic(destinationArn) ? this.topics : this.functions;
    if (service.exists(destinationArn)) return;
    throw new AwsError("InvalidRepositoryTriggerDestinationArnException", `${destinationArn} does not exist`);
  }
}

function concerns({ events, branches }: Trigger, change: RefCommand): boolean {
  const [, kind, name = ""] = /^refs\/(heads|tags)\/(.+)$/s.exec(change.reference) ?? [];
  if (kind === undefined) return false;
  if (branches.length > 0 && (kind !== "heads" || !branches.includes(name))) return false;
  return events.includes("all") || events.includes(eventOf(change));
}

/** A reference that comes to be is created and not updated too. */
function eventOf(change: RefCommand): TriggerEvent {
  if (change.old === zeroId) return "createReference";
  return change.new === zeroId ? "deleteReference" : "updateReference";
}

function referenceOf(change: RefCommand): object {
  const deleted = change.new === zeroId;
  return {
    commit: deleted ? change.old : change.new,
    ...(change.old === zeroId && { created: true }),
    ...(deleted && { deleted: true }),
    ref: change.reference,
  };
}

function isTopic(destinationArn: string): boolean {
  return destinationArn.split(":")[2] === "sns";
}
