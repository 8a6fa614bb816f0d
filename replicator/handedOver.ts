import { z } from "zod";

/**
 * Lambda's record of an invocation that did not succeed.
 * Source: Lambda developer guide, "Retaining records of asynchronous invocations".
 */
const invocationRecord = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  requestPayload: z.unknown(),
});

/** The event that the fast path could not do and handed over; any other event as it is. */
export function unwrapHandedOver(event: unknown): unknown {
  const { data } = invocationRecord.safeParse(event);
  return data === undefined ? event : data.requestPayload;
}
