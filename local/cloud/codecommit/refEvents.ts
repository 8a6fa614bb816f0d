import type { Account } from "../account";
import type { EventBus } from "../events/bus";
import { optionalText, text } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import { type RefCommand, zeroId } from "./commandList";
import { codeCommitEvent } from "./event";

/** What a merge through the API adds to the event of the ref it moves. */
export interface MergeFacts {
  readonly mergeOption: "FAST_FORWARD_MERGE" | "SQUASH_MERGE" | "THREE_WAY_MERGE";
  readonly baseCommitId?: string;
  readonly sourceCommitId: string;
  readonly destinationCommitId: string;
}

export interface RefChange extends RefCommand {
  readonly merge?: MergeFacts;
}

type Listener = (caller: Caller, repository: StoredResource, changes: readonly RefChange[]) => void;

/** Tells the region's event bus and those who watch that refs have moved: one event a branch or tag. */
export class RefEvents {
  private readonly listeners: Listener[] = [];

  constructor(
    private readonly account: Account,
    private readonly bus: EventBus,
  ) {}

  /** Has somebody told of every ref that moves, after it has, whoever moved it. */
  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  emit(caller: Caller, repository: StoredResource, changes: readonly RefChange[]): void {
    if (changes.length === 0) return;
    for (const listener of this.listeners) listener(caller, repository, changes);
    for (const change of changes) {
      const detail = detailOf(change, caller, repository);
      if (detail === undefined) continue;
      const { region, outputs } = repository;
      const detailType = "CodeCommit Repository State Change";
      const resources = [text(outputs, "arn")];
      this.bus.put(codeCommitEvent(this.account, { region, detailType, resources, detail }));
    }
    this.account.signals.emit("push", {
      region: repository.region,
      repository: repository.id,
      callerArn: caller.identity.arn,
      references: changes.map(({ reference }) => reference),
      at: Date.now(),
    });
  }
}

/**
 * Creation has no oldCommitId and deletion no commitId. Refs that are neither branch nor tag have no event.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html
 */
function detailOf(change: RefChange, caller: Caller, repository: StoredResource): object | undefined {
  const [, kind, referenceName] = /^refs\/(heads|tags)\/(.+)$/s.exec(change.reference) ?? [];
  if (kind === undefined) return undefined;
  const created = change.old === zeroId;
  const deleted = change.new === zeroId;
  return {
    callerUserArn: caller.identity.arn,
    event: created ? "referenceCreated" : deleted ? "referenceDeleted" : "referenceUpdated",
    repositoryName: repository.id,
    repositoryId: optionalText(repository.outputs, "repositoryId"),
    referenceType: kind === "heads" ? "branch" : "tag",
    referenceName,
    referenceFullName: change.reference,
    ...(!deleted && { commitId: change.new }),
    ...(!created && { oldCommitId: change.old }),
    ...(change.merge && {
      ...change.merge,
      conflictDetailsLevel: "LINE_LEVEL",
      conflictResolutionStrategy: "NONE",
    }),
  };
}
