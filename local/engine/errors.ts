/**
 * Something the user can mend: a missing file, a bad setting, a resource that cannot be realised.
 * Its message is complete; print it without the stack trace.
 */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
