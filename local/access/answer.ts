import type { Painter } from "../paint";
import type { Question } from "./question";
import type { Report } from "./report";
import type { Subject } from "./subjects";
import { judge, type Answer as May, type Verdict } from "./verdict";
import { pathText } from "./words";

/** Of one subject. */
export interface Told {
  readonly subject: Subject;
  readonly verdict: Verdict;
}

/** To one question. */
export interface Answer {
  readonly question: Question;
  /** All who may or of whom it cannot be told, or the one who is asked for. */
  readonly told: readonly Told[];
  /** How many others may not. */
  readonly others: number;
}

export function answer({ subjects }: Report, question: Question): Answer {
  const { action, repository, reference, subject } = question;
  const judged = (subject === undefined ? subjects : [subject]).map((asked) => ({
    subject: asked,
    verdict: judge(asked.identity, action, repository.arn, reference),
  }));
  const told = subject === undefined ? judged.filter(({ verdict }) => verdict.may !== "no") : judged;
  return { question, told, others: judged.length - told.length };
}

const headings: readonly (readonly [May, string])[] = [
  ["yes", "may"],
  ["with-mfa", "may with multi-factor authentication"],
  ["on-conditions", "may on conditions"],
  ["cannot-tell", "cannot be told"],
  ["no", "may not"],
];

/** The answer for people. */
export function answerText(
  { stack, gaps }: Report,
  { question, told, others }: Answer,
  paint: Painter,
): string {
  const { action, repository, reference, subject } = question;
  const where = reference === undefined ? "" : `, ${reference}`;
  const sections = headings.flatMap(([may, heading]) => {
    const those = told.filter(({ verdict }) => verdict.may === may);
    return those.length === 0
      ? []
      : [
          paint(may === "yes" ? "green" : "yellow", heading),
          ...those.flatMap((one) => lines(one, subject !== undefined)),
        ];
  });
  return [
    paint("bold", `${action} on ${repository.name}${where} (${stack})`),
    ...(sections.length === 0 ? ["nobody may"] : sections),
    ...(others === 0
      ? []
      : [paint("dim", `${others} ${told.length === 0 ? "" : "others "}may not; --identity NAME says why`)]),
    ...gaps.map((gap) => `${paint("yellow", "Cannot be told:")} ${gap}.`),
  ].join("\n");
}

function lines({ subject: { identity, notes }, verdict }: Told, isAsked: boolean): readonly string[] {
  const { may, conditions, decision } = verdict;
  const known = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  const reasons = may === "cannot-tell" ? identity.gaps : [pathText(decision)];
  return [
    `  ${identity.kind} ${identity.name}${known}`,
    ...reasons.map((reason) => `    ${reason}`),
    ...(may === "on-conditions" ? [`    depends on ${conditions.join(", ")}`] : []),
    ...(isAsked && may !== "cannot-tell" ? details(identity.policies, verdict) : []),
  ];
}

/** What the deciding statement says: when it applies. */
function details(policies: Subject["identity"]["policies"], { decision }: Verdict): readonly string[] {
  const statement = policies
    .filter(({ name, path }) => name === decision.policy && path === decision.path)
    .flatMap(({ policy }) => policy.statements)
    .find(({ label }) => label === decision.statement);
  const conditions = (statement?.conditions ?? []).map(
    ({ operator, key, values }) => `      when ${key} ${operator} ${values.join(", ")}`,
  );
  return decision.policy === undefined ? [] : [`    ${decision.explanation}`, ...conditions];
}
