import { eventPatterns, needsWildcard, patternCharacters } from "../../documents/eventPatterns";
import { prefixOf } from "../../documents/place";
import { policyText } from "../../documents/policyDocument";
import { queuePolicy, queuePolicyCharacters } from "../../documents/queues";
import { trailBucketName } from "../../documents/trail";
import { repositoryNames } from "../repositoryNames";
import type { PrimarySettings } from "../schema";
import { auditOf } from "../sections/audit";
import type { EventRuleSettings } from "../sections/eventRules";
import { longestPlace } from "./policies";

/** EventBridge user guide, "Amazon EventBridge quotas". */
const rulesPerBus = { default: 300, "af-south-1": 100, "eu-south-1": 100 };
const wildcardRulesPerBus = 30;
/** EventBridge API reference, "PutRule". */
const ruleNameCharacters = 64;
/** S3 user guide, "Bucket naming rules". */
const bucketNameCharacters = 63;

/** What EventBridge, SQS or S3 would refuse half-way, told before anything is created. */
export function eventQuotaProblems(settings: PrimarySettings): string[] {
  const entries = Object.entries(settings.eventRules);
  const counts = new Map<string, number>();
  const unfit = entries.flatMap(([rule, entry]) => {
    const patterns = patternsOf(settings, entry);
    if (typeof patterns === "string") {
      return [`eventRules.${rule}: ${patterns}`];
    }
    counts.set(rule, patterns.length);
    return nameProblems(settings, rule, patterns.length);
  });
  // What is counted only makes sense once each rule is right, and queues once the bus takes the rules.
  const problems = [unfit, busProblems(settings, counts), queueProblems(settings, counts)];
  return [...(problems.find((found) => found.length > 0) ?? []), ...auditProblems(settings)];
}

/** The patterns, or what is wrong with them. */
function patternsOf(
  settings: PrimarySettings,
  { events, repositories, references }: EventRuleSettings,
): string[] | string {
  const selection = {
    events,
    references,
    repositories: repositories && repositoryNames(settings.repositories, repositories),
  };
  try {
    const patterns = eventPatterns(longestPlace(settings), selection);
    const longest = Math.max(...patterns.map((pattern) => pattern.length));
    return longest <= patternCharacters
      ? patterns
      : `its pattern has ${longest} characters, but EventBridge allows ${patternCharacters}; use fewer events or references, or references such as "release/*".`;
  } catch (error) {
    if (error instanceof RangeError) {
      return `its pattern for one repository alone has more than the ${patternCharacters} characters that EventBridge allows; use fewer events or references, or references such as "release/*".`;
    }
    throw error;
  }
}

function nameProblems({ environment }: PrimarySettings, rule: string, count: number): string[] {
  const name = ruleNamed(environment, rule, count - 1);
  return name.length <= ruleNameCharacters
    ? []
    : [
        `eventRules.${rule}: makes a rule called "${name}", ${name.length} characters, but EventBridge allows ${ruleNameCharacters}; shorten the key or the environment.`,
      ];
}

function ruleNamed(environment: string, rule: string, index: number): string {
  return `${prefixOf(environment)}-events-${rule}-${index}`;
}

function busProblems(settings: PrimarySettings, counts: ReadonlyMap<string, number>): string[] {
  const { region, eventRules } = settings;
  const limit = rulesPerBus[region as keyof typeof rulesPerBus] ?? rulesPerBus.default;
  const total = sum([...counts.values()]);
  const wild = sum(
    [...counts].map(([rule, count]) => (eventRules[rule].references?.some(needsWildcard) ? count : 0)),
  );
  return [
    ...(total <= limit
      ? []
      : [
          `eventRules: make ${total} rules, but EventBridge allows ${limit} a bus in ${region}; use fewer entries, or name no repositories.`,
        ]),
    ...(wild <= wildcardRulesPerBus
      ? []
      : [
          `eventRules: make ${wild} rules with a "*" before the end of a reference, but EventBridge allows ${wildcardRulesPerBus} a bus; end references in "*", or use fewer entries.`,
        ]),
  ];
}

/** Queues name the rules that may send to them; that of the dead letters names all. */
function queueProblems(settings: PrimarySettings, counts: ReadonlyMap<string, number>): string[] {
  const { environment, eventRules, queues } = settings;
  const problem = (path: string, queue: string, senders: readonly string[]) => {
    const rules = senders.flatMap((rule) =>
      Array.from({ length: counts.get(rule) ?? 0 }, (_, index) => ruleNamed(environment, rule, index)),
    );
    const { length } = policyText(queuePolicy(longestPlace(settings), queue, rules));
    return length <= queuePolicyCharacters
      ? []
      : [
          `${path}: ${rules.length} rules send to the queue "${queue}", whose policy has ${length} characters, but SQS allows ${queuePolicyCharacters}; use fewer rules, or name no repositories.`,
        ];
  };
  const prefix = prefixOf(environment);
  const toAll = problem("eventRules", `${prefix}-undelivered-events`, Object.keys(eventRules));
  // Whoever must have fewer rules need not hear of each queue as well.
  return toAll.length > 0
    ? toAll
    : Object.keys(queues).flatMap((queue) =>
        problem(
          `queues.${queue}`,
          `${prefix}-queue-${queue}`,
          Object.keys(eventRules).filter((rule) => eventRules[rule].queues.includes(queue)),
        ),
      );
}

function auditProblems(settings: PrimarySettings): string[] {
  const audit = auditOf(settings);
  const bucket = trailBucketName(longestPlace(settings));
  return [
    ...(audit?.trail === undefined || bucket.length <= bucketNameCharacters
      ? []
      : [
          `audit.trail: its bucket's name has ${bucket.length} characters, but S3 allows ${bucketNameCharacters}; shorten the environment.`,
        ]),
    ...(typeof settings.audit?.alarms === "object" && audit?.trail === undefined
      ? ["audit.alarms: look at a trail, and there is none; set audit.trail to true, or leave them out."]
      : []),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
