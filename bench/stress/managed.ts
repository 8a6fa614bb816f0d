/**
 * Whether a ref is one that replication keeps equal. Said once more here, and differently, so that a mistake of the
 * replicator's own words does not excuse itself.
 */
export function isManaged(ref: string): boolean {
  return /^refs\/(heads\/(?!ccp-archive-)|tags\/(?!ccp-seed-))/.test(ref);
}

/** Where a transfer in pieces keeps what has arrived. */
export function isScratch(ref: string): boolean {
  return ref.startsWith("refs/tags/ccp-seed-");
}

export function managedOf(refs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(refs).filter(([ref]) => isManaged(ref)));
}
