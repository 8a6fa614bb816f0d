import { quote } from "../names";
import type { Check } from "./check";
import { intersect } from "./intersect";

interface Protection {
  readonly name: string;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly pushers: readonly string[];
  readonly pullRequests: "pushers" | "everyone";
}

/**
 * Two guards on one reference must agree: the deny of each stops whom the other lets pass, silently. Reported once for
 * two protections, whatever number of repositories has both.
 */
export const overlaps: Check = ({ sound: { protections, repositories } }) => {
  const whole = [...protections].flatMap(([name, { branches, tags, pushers, pullRequests }]) =>
    branches && tags && pushers && pullRequests ? [{ name, branches, tags, pushers, pullRequests }] : [],
  );
  return whole.flatMap((later, index) =>
    whole.slice(0, index).flatMap((earlier) => {
      const shared = [...repositories].flatMap(([key, { protections: names = [] }]) =>
        names.includes(earlier.name) && names.includes(later.name) ? [key] : [],
      );
      const difference = shared.length === 0 ? undefined : differenceBetween(earlier, later);
      const common = difference === undefined ? [] : commonReferences(earlier, later);
      return difference === undefined || common.length === 0
        ? []
        : [
            `protections.${later.name}: covers ${common.join(", ")} of ${shared.join(", ")}, as ${quote(earlier.name)} does, ${difference} Or make their patterns distinct, or take one of the two out of the repository.`,
          ];
    }),
  );
};

function differenceBetween(earlier: Protection, later: Protection): string | undefined {
  if (!sameNames(earlier.pushers, later.pushers)) {
    return `but with other pushers (${listOf(later.pushers)}; there ${listOf(earlier.pushers)}), and the deny of each would stop those of the other. Give both the same pushers.`;
  }
  return earlier.pullRequests === later.pullRequests
    ? undefined
    : `but pullRequests is ${later.pullRequests} here and ${earlier.pullRequests} there, and the stricter would win. Give both the same.`;
}

function commonReferences(earlier: Protection, later: Protection): string[] {
  const common = (what: string, left: readonly string[], right: readonly string[]) =>
    right.flatMap((mine) =>
      left
        .filter((theirs) => intersect(mine, theirs))
        .map((theirs) => `${what} ${quote(mine)}${mine === theirs ? "" : ` (there ${quote(theirs)})`}`),
    );
  return [...common("branch", earlier.branches, later.branches), ...common("tag", earlier.tags, later.tags)];
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return (
    new Set(left).size === new Set([...left, ...right]).size && new Set(right).size === new Set(left).size
  );
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? "nobody" : names.join(", ");
}
