import { canNarrow, type EventSelection } from "../../documents/eventPatterns";
import { isArn, quote } from "../names";
import { declaredNames } from "../soundEntries";
import { type Check, elsewhere, missing, patternsWithoutRepository } from "./check";
import { topicProblems } from "./topics";

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

/** A rule reaches its own region only; another region's bus may have rules of its own. */
const unreachableTargets: Check = (written) =>
  [...written.sound.eventRules].flatMap(([rule, { topics = [], queues = [], functions = [] }]) => {
    const path = `eventRules.${rule}`;
    const names = declaredNames(written.raw, "queues");
    const away = (here: string, arn: string, what: string) =>
      elsewhere(here, arn, written.region, `use a ${what} here, or forward to a bus there.`);
    return [
      ...topics.flatMap((topic, index) => topicProblems(`${path}.topics[${index}]`, topic, written)),
      ...queues.flatMap((queue, index) => {
        const here = `${path}.queues[${index}]`;
        if (isArn(queue)) {
          return away(here, queue, "queue");
        }
        return names.includes(queue) ? [] : [`${here}: ${missing("queue", queue, names)}`];
      }),
      ...functions.flatMap((arn, index) => away(`${path}.functions[${index}]`, arn, "function")),
    ];
  });
