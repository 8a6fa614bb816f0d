export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Of pointers of Git LFS that a target has. */
export function pointersWithoutObjects(count: number): string {
  return (
    `note: pointers without objects: ${plural(count, "file")} of TARGET ${count === 1 ? "is a pointer" : "are pointers"} of ` +
    "Git LFS, and what they stand for is not in git: copy it with git lfs fetch --all and git lfs push --all, " +
    "if TARGET has LFS"
  );
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
