import { codecommitEvents, type EventFamily, eventsNamed } from "./codecommitEvents";
import { pack } from "./pack";
import type { Place } from "./place";

/** EventBridge user guide, "Amazon EventBridge quotas". */
export const patternCharacters = 2048;

/** Which events a rule is about. */
export interface EventSelection {
  /** Friendly names of events and groups. */
  readonly events: readonly string[];
  /** Names of repositories. Absent: every repository of the region. */
  readonly repositories?: readonly string[];
  /** Full references, `refs/heads/release/*`; `*` stands for any characters. Absent: every reference. */
  readonly references?: readonly string[];
}

type Matcher = string | { readonly prefix: string } | { readonly wildcard: string };
type Filter = Readonly<Record<string, readonly Matcher[]>>;

/**
 * The patterns that select these events, and no other, of this account and region: as few as keep each within the
 * 2,048 characters that EventBridge allows. What cannot be narrowed as asked is not selected at all: templates belong to
 * no repository, comments to no reference.
 *
 * @throws RangeError when not even one repository fits.
 */
export function eventPatterns(place: Place, selection: EventSelection): string[] {
  const build = (repositories?: readonly string[]) => eventPattern(place, { ...selection, repositories });
  return selection.repositories === undefined
    ? [build()]
    : pack(selection.repositories, build, (pattern) => pattern.length, patternCharacters, "pattern");
}

/** All that CodeCommit tells in this account and region: its events, and API calls that a trail hands to EventBridge. */
export function everyEventPattern({ account, region }: Place): string {
  return JSON.stringify({ source: ["aws.codecommit"], account: [account], region: [region] });
}

/** Whether an event, or any event of a group, can be narrowed so. */
export function canNarrow(name: string, by: Pick<EventSelection, "repositories" | "references">): boolean {
  return eventsNamed(name).some((event) => filterOf(familyOf(event), by) !== undefined);
}

/** `release/*` is a prefix to EventBridge; a `*` elsewhere needs a wildcard filter, of which a bus takes few. */
export function needsWildcard(reference: string): boolean {
  return /\*./.test(reference);
}

function eventPattern({ account, region }: Place, selection: EventSelection): string {
  const alternatives = new Map<string, { event: string[]; filter: Filter }>();
  const detailTypes = new Set<string>();
  for (const name of new Set(selection.events.flatMap(eventsNamed))) {
    const filter = filterOf(familyOf(name), selection);
    const { event, detailType } = known(name);
    if (filter !== undefined) {
      const key = JSON.stringify(filter);
      const alternative = alternatives.get(key) ?? { event: [], filter };
      alternative.event.push(event);
      alternatives.set(key, alternative);
      detailTypes.add(detailType);
    }
  }
  const details = [...alternatives.values()].map(({ event, filter }) => ({ event, ...filter }));
  return JSON.stringify({
    source: ["aws.codecommit"],
    "detail-type": [...detailTypes],
    account: [account],
    region: [region],
    detail: details.length === 1 ? details[0] : { $or: details },
  });
}

/**
 * The fields of `detail` that tell where an event happened, or undefined when it has none that is asked for.
 * A pull request names its repositories in a list, everything else the one in a text.
 */
function filterOf(
  family: EventFamily,
  { repositories, references }: Pick<EventSelection, "repositories" | "references">,
): Filter | undefined {
  switch (family) {
    case "references":
      return {
        ...field("repositoryName", repositories),
        ...field("referenceFullName", matchers(references)),
      };
    case "pull-requests": {
      const branches = references?.filter((reference) => !reference.startsWith("refs/tags/"));
      return branches?.length === 0
        ? undefined
        : {
            ...field("repositoryNames", repositories),
            ...field("destinationReference", matchers(branches)),
          };
    }
    case "repositories":
      return references === undefined ? field("repositoryName", repositories) : undefined;
    case "approval-rule-templates":
      return repositories === undefined && references === undefined ? {} : undefined;
  }
}

function field(name: string, values: readonly Matcher[] | undefined): Filter {
  return values === undefined ? {} : { [name]: values };
}

function matchers(references: readonly string[] | undefined): readonly Matcher[] | undefined {
  return references?.map((reference) => {
    if (!reference.includes("*")) {
      return reference;
    }
    return needsWildcard(reference) ? { wildcard: reference } : { prefix: reference.slice(0, -1) };
  });
}

function familyOf(name: string): EventFamily {
  return known(name).family;
}

function known(name: string) {
  const event = codecommitEvents.get(name);
  if (event === undefined) {
    throw new RangeError(`CodeCommit has no event "${name}".`);
  }
  return event;
}
