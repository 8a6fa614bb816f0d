import { EngineError } from "../engine";
import { declaredBy, type Repository } from "./declared";
import type { Likeness } from "./likeness";
import { type Entry, judgeAll, type Row, rowsOf } from "./matrix";
import type { Program } from "./program";
import { rightNames } from "./rights";
import { type Subject, subjectsOf } from "./subjects";

/** Who may do what with the repositories of a stack. */
export class Report {
  readonly repositories: readonly Repository[];
  readonly subjects: readonly Subject[];
  /** What keeps the whole answer from being certain, one clause each. */
  readonly gaps: readonly string[];
  #judged: readonly (readonly Entry[])[] | undefined;

  /** @throws EngineError when the program does not tell what its repositories are */
  constructor(
    readonly stack: string,
    { resources }: Pick<Program, "resources">,
  ) {
    const { repositories, writer } = declaredBy(stack, resources);
    const [account] = repositories.map(({ arn }) => arn.split(":")[4]);
    const { all, gaps } = subjectsOf(resources, account, writer);
    if (all.length === 0) {
      throw new EngineError(`stack '${stack}' has no users, groups or roles`);
    }
    this.repositories = repositories;
    this.subjects = all;
    this.gaps = gaps;
  }

  /** The matrix; what is alike shares a row. */
  rows(likeness: Likeness): readonly Row[] {
    return rowsOf(this.#entries(), likeness);
  }

  /** Whether every answer to somebody is no. */
  hasNothing(subject: Subject): boolean {
    return this.#entries()
      .filter(([{ subjects }]) => subjects.includes(subject))
      .flat()
      .every(({ rights }) => rightNames.every((name) => (rights[name]?.may ?? "no") === "no"));
  }

  #entries(): readonly (readonly Entry[])[] {
    this.#judged ??= judgeAll(this.repositories, this.subjects);
    return this.#judged;
  }
}
