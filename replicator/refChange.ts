import { z } from "zod";
import type { Logger } from "./log";

const envelope = z.object({
  id: z.string().min(1),
  source: z.string(),
  "detail-type": z.string(),
  account: z.string(),
  region: z.string(),
});

/** https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html */
const stateChange = z.object({
  time: z.iso.datetime({ offset: true }),
  detail: z.object({
    event: z.string(),
    repositoryName: z.string().min(1),
    referenceFullName: z.string().optional(),
  }),
});

const referenceEvents = new Set(["referenceCreated", "referenceUpdated", "referenceDeleted"]);

/** A changed reference: it only says where to look. */
export interface RefChange {
  readonly id: string;
  readonly repository: string;
  /** In ISO 8601. */
  readonly time: string;
  /** The full name of a reference that was there then. */
  readonly expectedRef?: string;
}

/**
 * Reads the event of a changed reference in one place.
 *
 * @returns undefined for an event of another kind or place, which is logged as `dropped`
 * @throws for a malformed event
 */
export function readRefChange(
  event: unknown,
  place: { readonly account: string; readonly region: string },
  logger: Logger,
): RefChange | undefined {
  const { id, source, account, region, "detail-type": type } = envelope.parse(event);
  const alien =
    (source !== "aws.codecommit" && `source ${source}`) ||
    (type !== "CodeCommit Repository State Change" && `type ${type}`) ||
    (account !== place.account && `account ${account}`) ||
    (region !== place.region && `region ${region}`);
  if (alien !== false) {
    logger.log("warn", "dropped", { eventId: id, reason: alien });
    return undefined;
  }
  const { time, detail } = stateChange.parse(event);
  const repository = detail.repositoryName;
  if (!referenceEvents.has(detail.event)) {
    logger.log("warn", "dropped", { eventId: id, repository, reason: `event ${detail.event}` });
    return undefined;
  }
  const gone = detail.event === "referenceDeleted";
  return { id, repository, time, expectedRef: gone ? undefined : detail.referenceFullName };
}
