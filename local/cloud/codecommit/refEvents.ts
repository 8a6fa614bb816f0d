import type { Account } from "../account";
import type { EventBus } from "../events/bus";
import { cloudEvent } from "../events/event";
import { optionalText, text } from "../properties";
import type { StoredResource } from "../store/records";
import type { Caller } from "./access";
import { type RefCommand, zeroId } from "./commandList";
import type { Triggers } from "./triggers";

/**
 * Tells the region's event bus - one event a branch or tag -, the repository's triggers and those who watch that refs
 * have moved.
 */
export class RefEvents {
  constructor(
    private readonly account: Account,
    private readonly bus: EventBus,
    private readonly triggers: Triggers,
  ) {}

  emit(caller: Caller, repository: StoredResource, changes: readonly RefCommand[]): void {
    if (changes.length === 0) return;
    for (const change of changes) {
      const detail = detailOf(change, caller, repository);
      if (detail === undefined) continue;
      this.bus.put(
        cloudEvent(this.account, {
          source: "aws.codecommit",
          detailType: "CodeCommit Repository State Change",
          region: repository.region,
          resources: [text(repository.outputs, "arn")],
          detail,
        }),
      );
    }
    this.triggers.fire(caller, repository, changes);
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
function detailOf(change: RefCommand, caller: Caller, repository: StoredResource): object | undefined {
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
  };
}
