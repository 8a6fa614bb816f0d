import type { Identity } from "./identities";

/** Leaves out what is found of a user when the same is found of one of the user's groups. */
export function oncePerGroup<T extends { readonly identity: Identity }>(
  findings: readonly T[],
  same: (finding: T) => string = () => "",
): readonly T[] {
  const key = (group: string, finding: T) => `${group} ${same(finding)}`;
  const groups = findings.filter(({ identity }) => identity.kind === "group");
  const found = new Set(groups.map((finding) => key(finding.identity.name, finding)));
  return findings.filter(
    (finding) =>
      finding.identity.kind !== "user" ||
      !finding.identity.groups.some((group) => found.has(key(group, finding))),
  );
}
