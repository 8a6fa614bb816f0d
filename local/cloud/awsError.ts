/** A failure in AWS's words: the code its API gives, and a message that names what is wrong. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  /** @param status The HTTP status, where the error is answered over HTTP. */
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly status = 400,
  ) {
    super(`${code}: ${detail}`);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
