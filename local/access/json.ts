import type { Decision } from "../../policy-pack/access/evaluate";
import type { Answer as AnswerToQuestion } from "./answer";
import type { Report } from "./report";
import { type Right, type RightName, rightNames } from "./rights";
import type { Subject } from "./subjects";
import type { Answer } from "./verdict";

/** Who somebody is. */
export interface SubjectJson {
  /** "user/NAME", "role/NAME" or, of a group without members, "group/NAME". */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** What one must know: "cross-account: 210987654321 with MFA". */
  readonly notes: readonly string[];
  /** Why there may be more than is told, one clause each. */
  readonly gaps: readonly string[];
}

/** What somebody may, and the statement that decides; null where no statement does. */
export interface DecisionJson {
  readonly may: Answer;
  /** The condition keys on which it depends. */
  readonly conditions: readonly string[];
  readonly statement: string | null;
  readonly policy: string | null;
  /** How the policy reaches somebody: "group ccp-dev-developers". */
  readonly path: string | null;
  readonly explanation: string;
}

export interface RightJson extends DecisionJson {
  /** The actions that give the right. */
  readonly actions: readonly string[];
  /** Of a pattern: the references that were tried and for which alone it holds; null: it holds for all. */
  readonly only: readonly string[] | null;
}

/** The object that `npm run access -- STACK --json` prints. */
export interface MatrixJson {
  readonly stack: string;
  readonly identities: readonly SubjectJson[];
  readonly repositories: readonly {
    readonly name: string;
    readonly arn: string;
    /** "refs/heads/main"; null when the program does not set it. */
    readonly defaultBranch: string | null;
    /** The references that branch guards protect. */
    readonly protected: readonly string[];
  }[];
  /** Together they tell of each identity on each reference of each repository once. */
  readonly rows: readonly {
    /** Their ids. */
    readonly identities: readonly string[];
    /** Their names. */
    readonly repositories: readonly string[];
    /** "refs/heads/*" is every branch that no other row of the repository names. */
    readonly references: readonly string[];
    /** Null where there is no such right: nobody merges into a tag. */
    readonly rights: Readonly<Record<RightName, RightJson | null>>;
  }[];
  /** What keeps the whole answer from being certain, one clause each. */
  readonly gaps: readonly string[];
}

export function matrixJson(report: Report): MatrixJson {
  const { stack, subjects, repositories, gaps } = report;
  return {
    stack,
    identities: subjects.map(subjectJson),
    repositories: repositories.map(({ name, arn, defaultBranch, protected: references }) => ({
      name,
      arn,
      defaultBranch: defaultBranch ?? null,
      protected: references,
    })),
    rows: report.rows("paths").map((row) => ({
      identities: row.subjects.map(({ id }) => id),
      repositories: row.repositories.map(({ name }) => name),
      references: row.references,
      rights: Object.fromEntries(rightNames.map((name) => [name, rightJson(row.rights[name])])) as Record<
        RightName,
        RightJson | null
      >,
    })),
    gaps,
  };
}

function rightJson(right: Right | undefined): RightJson | null {
  if (right === undefined) {
    return null;
  }
  const { may, conditions, decisions, actions, only } = right;
  return { ...decisionJson({ may, conditions, decision: decisions[0] }), actions, only: only ?? null };
}

function decisionJson(verdict: {
  readonly may: Answer;
  readonly conditions: readonly string[];
  readonly decision: Decision;
}): DecisionJson {
  const { may, conditions, decision } = verdict;
  const { statement, policy, path, explanation } = decision;
  return {
    may,
    conditions,
    statement: statement ?? null,
    policy: policy ?? null,
    path: path ?? null,
    explanation,
  };
}

export function subjectJson({ id, identity, notes }: Subject): SubjectJson {
  const { kind, name, groups, gaps } = identity;
  return { id, kind, name, groups, notes, gaps };
}

/** The object that `--who` prints with `--json`. */
export interface AnswerJson {
  readonly stack: string;
  readonly question: {
    readonly action: string;
    readonly repository: string;
    /** The repository's ARN. */
    readonly resource: string;
    readonly reference: string | null;
  };
  /** All who may or of whom it cannot be told; with `--identity` that one, whatever the answer. */
  readonly answers: readonly (SubjectJson & DecisionJson)[];
  /** How many others may not. */
  readonly others: number;
  readonly gaps: readonly string[];
}

export function answerJson(
  { stack, gaps }: Report,
  { question, told, others }: AnswerToQuestion,
): AnswerJson {
  const { action, repository, reference } = question;
  return {
    stack,
    question: {
      action,
      repository: repository.name,
      resource: repository.arn,
      reference: reference ?? null,
    },
    answers: told.map(({ subject, verdict }) => ({ ...subjectJson(subject), ...decisionJson(verdict) })),
    others,
    gaps,
  };
}
