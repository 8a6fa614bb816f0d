import type { Identity } from "../../policy-pack/access/identities";
import { linesOf, otherBranches, type Line } from "./columns";
import type { Declared, Repository } from "./declared";
import { judgeRight, type Right, type RightName, rightNames } from "./rights";
import type { Subject } from "./subjects";

/** What some may do with some references of some repositories: equal rights share a row. */
export interface Row {
  readonly subjects: readonly Subject[];
  readonly repositories: readonly Repository[];
  /** "refs/heads/main", patterns, and {@link otherBranches}. */
  readonly references: readonly string[];
  readonly rights: Rights;
}

/** Undefined for a right that the references do not have: nobody merges into a tag. */
export type Rights = Readonly<Record<RightName, Right | undefined>>;

interface Entry {
  readonly repository: Repository;
  readonly line: Line;
  readonly rights: Rights;
}

/** Who may do what, where. Rows of the same identities follow each other, and within them those of the same repositories. */
export function matrixOf({ repositories }: Declared, subjects: readonly Subject[]): readonly Row[] {
  const identities = subjects.map(({ identity }) => identity);
  const lines = new Map(repositories.map((repository) => [repository, linesOf(repository, identities)]));
  const classes = groupBy(subjects, ({ identity }) => classOf(identity));
  const judged = classes.map((members) => ({
    members,
    entries: entriesOf(members[0].identity, lines),
  }));
  const told = tellingLines(judged.map(({ entries }) => entries));
  const equals = groupBy(judged, ({ entries }) =>
    signature(entries.filter(told).map(({ rights }) => signatureOf(rights))),
  );
  return equals.flatMap((equal) => {
    const [{ entries }] = equal;
    return rowsOf(
      equal.flatMap(({ members }) => members),
      entries.filter(told),
    );
  });
}

function entriesOf(identity: Identity, lines: ReadonlyMap<Repository, readonly Line[]>): readonly Entry[] {
  return [...lines].flatMap(([repository, own]) =>
    own.map((line) => ({ repository, line, rights: rightsOf(identity, repository.arn, line.probes) })),
  );
}

function rightsOf(identity: Identity, resource: string, probes: readonly string[]): Rights {
  const right = (name: RightName) => [name, judgeRight(identity, name, resource, probes)] as const;
  return Object.fromEntries(rightNames.map(right)) as Record<RightName, Right | undefined>;
}

/** Leaves out the references that only policies name and that differ from the other branches for nobody. */
function tellingLines(all: readonly (readonly Entry[])[]): (entry: Entry) => boolean {
  const key = ({ repository, line }: Entry) => `${repository.arn} ${line.reference}`;
  const differing = new Set<string>();
  for (const entries of all) {
    const others = new Map(
      entries
        .filter(({ line }) => line.reference === otherBranches)
        .map(({ repository, rights }) => [repository, signatureOf(rights)]),
    );
    entries
      .filter(
        ({ line, repository, rights }) => line.incidental && others.get(repository) !== signatureOf(rights),
      )
      .forEach((entry) => differing.add(key(entry)));
  }
  return (entry) => !entry.line.incidental || differing.has(key(entry));
}

function rowsOf(subjects: readonly Subject[], entries: readonly Entry[]): readonly Row[] {
  const byRepository = groupBy(entries, ({ repository }) => repository.arn);
  const alike = groupBy(byRepository, (own) =>
    signature(own.map(({ line, rights }) => [line.reference, signatureOf(rights)])),
  );
  return alike.flatMap((same) => {
    const repositories = same.map(([{ repository }]) => repository);
    return groupBy(same[0], ({ rights }) => signatureOf(rights)).map((lines) => ({
      subjects,
      repositories,
      references: lines.map(({ line }) => line.reference),
      rights: lines[0].rights,
    }));
  });
}

const signatures = new WeakMap<Rights, string>();

/** Equal when all that is told of the rights is. */
function signatureOf(rights: Rights): string {
  const known = signatures.get(rights) ?? signature(rightNames.map((name) => told(rights[name])));
  signatures.set(rights, known);
  return known;
}

function told(right: Right | undefined): unknown {
  if (right === undefined) {
    return null;
  }
  const { may, conditions, actions, only, decision } = right;
  return [may, conditions, actions, only, decision.policy, decision.statement, decision.path];
}

const signature = (value: unknown): string => JSON.stringify(value);

const numbers = new WeakMap<object, number>();
let counted = 0;

function numberOf(value: object): number {
  const number = numbers.get(value) ?? ++counted;
  numbers.set(value, number);
  return number;
}

/** Those for whom the same policies decide, by nothing of their own, are judged once. */
function classOf(identity: Identity): string {
  const { kind, name, policies, boundary, gaps } = identity;
  const all = [...policies, ...(boundary === undefined ? [] : [boundary])];
  const own = all.some(({ policy }) =>
    policy.statements.some((statement) => isPersonal(JSON.stringify(statement))),
  );
  return signature([
    kind,
    own ? name : null,
    gaps.length > 0,
    all.map(({ policy }) => numberOf(policy)),
    boundary !== undefined,
  ]);
}

const isPersonal = (statement: string): boolean =>
  /"codecommit:|"\*"|"negated":true/i.test(statement) &&
  /aws:(username|userid|PrincipalArn)/i.test(statement);

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}
