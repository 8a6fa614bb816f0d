import { type Environment, readVariable } from "./environment";
import { logHandover } from "./failure";
import { Logger } from "./log";
import { readRefChange } from "./refChange";
import { replicateOne } from "./replicateOne";

/** What a typical push stays below. A pack of more objects is a task's work, which has all the time it needs. */
const fewObjects = 1_000;

/** Before Lambda ends the function: long enough for the report of a push that has just been sent, in milliseconds. */
const reportTime = 10_000;

/** What Lambda tells of an invocation, as far as it is used. */
interface Invocation {
  readonly getRemainingTimeInMillis: () => number;
}

/** The Lambda function behind the rules about changed references, where pushes take the fast path. */
export async function handler(event: unknown, invocation: Invocation): Promise<void> {
  const signal = AbortSignal.timeout(Math.max(0, invocation.getRemainingTimeInMillis() - reportTime));
  await relayAtOnce(event, process.env, new Logger({}), signal);
}

/**
 * Replicates the repository of one changed reference, as the task does, if that takes little.
 *
 * @throws what kept it from seeing both sides equal. Lambda hands the event over to the dispatcher then, as it does when
 *   the function is ended in the middle: a task does the rest, and measures it.
 */
export async function relayAtOnce(
  event: unknown,
  environment: Environment,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  const sourceRegion = readVariable(environment, "SOURCE_REGION", "the region whose events are handled");
  const place = {
    account: readVariable(environment, "ACCOUNT_ID", "the account whose events are handled"),
    region: sourceRegion,
  };
  const change = readRefChange(event, place, logger);
  if (change === undefined) return;
  const { id: eventId, repository, time, expectedRef } = change;
  const about = logger.with({ repository, sourceRegion, targetRegion: environment.TARGET_REGION, eventId });
  try {
    await replicateOne(repository, environment, about, {
      signal,
      eventTime: Date.parse(time),
      expectedRef,
      maximumObjects: fewObjects,
      handsOver: true,
    });
  } catch (error) {
    logHandover(error, about);
    throw error;
  }
}
