/** A ref that came or went, and the object it points or pointed to. */
export interface RefAtOid {
  readonly ref: string;
  readonly oid: string;
}

/** What a replication did. A deleted ref can be restored by pushing its oid again, until the target's gc. */
export interface ReplicationReport {
  /** True only if a last look at both sides found no difference. */
  readonly equal: boolean;
  /** How often both sides were listed. */
  readonly passes: number;
  readonly created: readonly RefAtOid[];
  readonly updated: readonly { readonly ref: string; readonly from: string; readonly to: string }[];
  readonly deleted: readonly RefAtOid[];
  /** How many refs of the source are not replicated: their names are the target's own, or are not UTF-8. */
  readonly leftOut: number;
  /**
   * Packs that the target could not complete before it took a plainer one. It may have lost objects behind its
   * refs: equal refs do not prove that it is sound, `git fsck --full` there does.
   */
  readonly unusablePacks: number;
  /**
   * Pointers of Git LFS that went over, as far as they were seen: in packs of up to 8 MB, whole and not as a delta. What
   * they stand for is not in git, so that the target has them without their objects.
   */
  readonly lfsPointers: number;
  /** The branch that was made the target's default. */
  readonly defaultBranch?: string;
  /** Ref commands sent, accepted or not. */
  readonly commands: number;
  /** Commands that the target refused because somebody had moved the ref since it was listed. */
  readonly casMisses: number;
  /** How often it was tried again, by the code of the error. */
  readonly retries: Readonly<Record<string, number>>;
  /** How often deletes were stopped because the source's list was not to be trusted. */
  readonly guardStops: number;
  /** Bytes of HTTP bodies received from and sent to both sides. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly milliseconds: number;
}

/** A report of fixed size, for logs: numbers in place of the lists of refs. */
export function countsOf(report: ReplicationReport): Readonly<Record<string, unknown>> {
  const { created, updated, deleted } = report;
  return { ...report, created: created.length, updated: updated.length, deleted: deleted.length };
}
