import type { Identity } from "../../policy-pack/access/identities";
import { linesFor, otherBranches, type Line } from "./columns";
import type { Repository } from "./declared";
import { groupBy } from "./groupBy";
import { keyOfIdentity, keyOfRight, type Likeness } from "./likeness";
import { type Relevant, relevantTo } from "./relevant";
import { judgeRight, type Right, type RightName, rightNames } from "./rights";
import type { Subject } from "./subjects";

/** What some may do with some references of some repositories: equal rights share a row. */
export interface Row {
  readonly subjects: readonly Subject[];
  readonly repositories: readonly Repository[];
  /** "refs/heads/main", patterns, and `otherBranches`. */
  readonly references: readonly string[];
  readonly rights: Rights;
}

/** Undefined for a right that the references do not have: nobody merges into a tag. */
export type Rights = Readonly<Record<RightName, Right | undefined>>;

/** What one of a class of equal subjects may do with one line of one repository. */
export interface Entry {
  readonly subjects: readonly Subject[];
  readonly repository: Repository;
  readonly line: Line;
  readonly rights: Rights;
}

/** Everything that the matrix tells, for each class of subjects for whom the same policies decide. */
export function judgeAll(
  repositories: readonly Repository[],
  all: readonly Subject[],
): readonly (readonly Entry[])[] {
  const linesOf = linesFor(all.map(({ identity }) => identity));
  const lines = repositories.map((repository) => ({ repository, own: linesOf(repository) }));
  const judged = groupBy(all, ({ identity }) => keyOfIdentity(identity)).map((subjects) => {
    const judgeLine = judgeOf(subjects[0].identity);
    return lines.flatMap(({ repository, own }) =>
      own.map((line): Entry => ({ subjects, repository, line, rights: judgeLine(repository.arn, line) })),
    );
  });
  const telling = tellingLines(judged);
  return judged.map((entries) => entries.filter(({ repository, line }) => telling(repository, line)));
}

/** Judges what decides alike once: most repositories of a stack do. */
function judgeOf(identity: Identity): (arn: string, line: Line) => Rights {
  const relevant = new Map<string, Relevant>();
  const known = new Map<string, Rights>();
  return (arn, { reference, probes }) => {
    const found = relevant.get(arn) ?? relevantTo(identity, arn);
    relevant.set(arn, found);
    const key = `${reference} ${found.key}`;
    const rights = known.get(key) ?? rightsOf(found.identity, arn, probes);
    known.set(key, rights);
    return rights;
  };
}

function rightsOf(identity: Identity, resource: string, probes: readonly string[]): Rights {
  const right = (name: RightName) => [name, judgeRight(identity, name, resource, probes)] as const;
  return Object.fromEntries(rightNames.map(right)) as Record<RightName, Right | undefined>;
}

/** Leaves out references that only policies name and that differ from the other branches for nobody. */
function tellingLines(
  judged: readonly (readonly Entry[])[],
): (repository: Repository, line: Line) => boolean {
  const key = (repository: Repository, line: Line) => `${repository.arn} ${line.reference}`;
  const differing = new Set<string>();
  for (const entries of judged) {
    const others = entries.filter(({ line }) => line.reference === otherBranches);
    const usual = new Map(
      others.map(({ repository, rights }) => [repository, keyOfRights(rights, "statements")]),
    );
    entries
      .filter(({ line }) => line.incidental)
      .filter(({ repository, rights }) => usual.get(repository) !== keyOfRights(rights, "statements"))
      .forEach(({ repository, line }) => differing.add(key(repository, line)));
  }
  return (repository, line) => !line.incidental || differing.has(key(repository, line));
}

/**
 * Lets equal rights share rows: first those of subjects who are equal everywhere, then of repositories, then of
 * references.
 */
export function rowsOf(judged: readonly (readonly Entry[])[], likeness: Likeness): readonly Row[] {
  const keyOf = ({ repository, line, rights }: Entry) =>
    JSON.stringify([repository.arn, line.reference, keyOfRights(rights, likeness)]);
  const keys = new Map(judged.map((entries) => [entries, JSON.stringify(entries.map(keyOf))]));
  return groupBy(judged, (entries) => keys.get(entries) ?? "").flatMap((equal) => {
    const byRepository = groupBy(equal.flat(), ({ repository }) => repository.arn);
    return groupBy(byRepository, (entries) => keyOfLines(entries, likeness)).flatMap((alike) =>
      groupBy(alike.flat(), ({ rights }) => keyOfRights(rights, likeness)).map(rowOf),
    );
  });
}

function keyOfLines(entries: readonly Entry[], likeness: Likeness): string {
  const lines = entries.map(({ line, rights }) => `${line.reference} ${keyOfRights(rights, likeness)}`);
  return JSON.stringify([...new Set(lines)]);
}

function rowOf(entries: readonly Entry[]): Row {
  const merged = rightNames.map((name) => [name, merge(entries.map(({ rights }) => rights[name]))] as const);
  return {
    subjects: [...new Set(entries.flatMap(({ subjects }) => subjects))],
    repositories: [...new Set(entries.map(({ repository }) => repository))],
    references: [...new Set(entries.map(({ line }) => line.reference))],
    rights: Object.fromEntries(merged) as Record<RightName, Right | undefined>,
  };
}

/** Equal rights, with all that decides them: by one path each when they are alike but for their paths. */
function merge(rights: readonly (Right | undefined)[]): Right | undefined {
  const [first] = rights;
  const decisions = rights.flatMap((right) => right?.decisions ?? []);
  return (
    first && {
      ...first,
      decisions: groupBy(decisions, ({ path }) => path ?? "").map(([decision]) => decision),
    }
  );
}

const known: Readonly<Record<Likeness, WeakMap<Rights, string>>> = {
  statements: new WeakMap(),
  paths: new WeakMap(),
};

function keyOfRights(rights: Rights, likeness: Likeness): string {
  const key =
    known[likeness].get(rights) ?? rightNames.map((name) => keyOfRight(rights[name], likeness)).join();
  known[likeness].set(rights, key);
  return key;
}
