/** A policy document that cannot be read for certain. Nothing may be concluded from it. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}
