import { ReplicationError } from "../../replicator/replicationError";

/** The error a replication is expected to end with. */
export async function failure(promise: Promise<unknown>): Promise<ReplicationError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ReplicationError) return error;
    throw error;
  }
  throw new Error("it succeeded, but should have failed");
}
