import { canNarrow, type EventSelection } from "../../documents/eventPatterns";
import { quote } from "../names";
import { declaredNames } from "../soundEntries";
import { type Check, elsewhere, missing, patternsWithoutRepository } from "./check";

/** Fixed by EventBridge. Source: EventBridge user guide, "Amazon EventBridge quotas". */
const targetsPerRule = 5;

export const eventRuleChecks: Check = (written) => [
  ...danglingRepositories(written),
  ...uselessFilters(written),
  ...targetCounts(written),
  ...unreachableTargets(written),
];

const danglingRepositories: Check = (written) =>
  [...written.sound.eventRules].flatMap(([rule, { repositories = [] }]) =>
    patternsWithoutRepository(`eventRules.${rule}.repositories`, repositories, written),
  );

/** A filter that an event cannot meet would silence it. Of a group, the events that can are left. */
const uselessFilters: Check = ({ sound: { eventRules } }) =>
  [...eventRules].flatMap(([rule, { events = [], repositories, references }]) =>
    events.flatMap((event, index) => {
      const problem = [
        { by: { repositories }, what: "tells of no repository; take it into a rule without repositories." },
        { by: { references }, what: whyNoReference({ references }) },
      ].find(({ by }) => !canNarrow(event, by));
      return problem === undefined
        ? []
        : [`eventRules.${rule}.events[${index}]: ${quote(event)} ${problem.what}`];
    }),
  );

function whyNoReference({ references = [] }: Pick<EventSelection, "references">): string {
  return references.every((reference) => reference.startsWith("refs/tags/"))
    ? "has nothing to do with tags, but references names no branch; take it into a rule of its own."
    : "tells of no branch or tag; take it into a rule without references.";
}

const targetCounts: Check = ({ raw, sound: { eventRules } }) =>
  [...eventRules].flatMap(([rule, { topics, queues, functions, buses, logRetentionDays }]) => {
    const lists = [topics, queues, functions, buses];
    const written = (raw.eventRules as Record<string, Record<string, unknown>>)[rule];
    if (
      lists.includes(undefined) ||
      (written.logRetentionDays !== undefined && logRetentionDays === undefined)
    ) {
      return [];
    }
    const count = lists.flat().length + (logRetentionDays === undefined ? 0 : 1);
    if (count === 0) {
      return [
        `eventRules.${rule}: goes nowhere; name at least one of topics, queues, functions, buses or logRetentionDays.`,
      ];
    }
    return count <= targetsPerRule
      ? []
      : [
          `eventRules.${rule}: has ${count} targets, but EventBridge allows ${targetsPerRule} a rule; make a second rule with the same events, or let a topic spread them.`,
        ];
  });

const unreachableTargets: Check = ({ raw, sound: { eventRules }, region }) =>
  [...eventRules].flatMap(([rule, { topics = [], queues = [], functions = [] }]) => [
    ...reach(`eventRules.${rule}.topics`, "topic", topics, declaredNames(raw, "topics"), region),
    ...reach(`eventRules.${rule}.queues`, "queue", queues, declaredNames(raw, "queues"), region),
    ...reach(`eventRules.${rule}.functions`, "function", functions, [], region),
  ]);

function reach(
  path: string,
  what: string,
  wanted: readonly string[],
  declared: readonly string[],
  region: string | undefined,
): string[] {
  return wanted.flatMap((name, index) => {
    const here = `${path}[${index}]`;
    if (name.startsWith("arn:")) {
      return elsewhere(here, name, region, `use a ${what} here, or forward to a bus there.`);
    }
    return declared.includes(name) ? [] : [`${here}: ${missing(what, name, declared)}`];
  });
}
