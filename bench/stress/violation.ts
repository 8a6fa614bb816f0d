/** A promise of the replication was broken. */
export class Violation extends Error {
  override readonly name = "Violation";
}
