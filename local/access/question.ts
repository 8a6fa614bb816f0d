import { didYouMean } from "../../commandLine";
import { EngineError } from "../engine";
import { actions, concernsRepository, namesReference } from "./actions";
import type { Repository } from "./declared";
import type { Report } from "./report";
import type { Subject } from "./subjects";

/** One question: who may do this there? */
export interface Question {
  readonly action: string;
  readonly repository: Repository;
  /** Of the actions that name one, "refs/heads/main". */
  readonly reference?: string;
  /** The one whose answer is asked for; absent: everybody's. */
  readonly subject?: Subject;
}

/** A question as it was written. */
export interface Written {
  readonly action: string;
  readonly repository?: string;
  readonly reference?: string;
  readonly identity?: string;
}

/**
 * The action as AWS writes it.
 *
 * @throws EngineError when it is none, or none that concerns a repository
 */
export function knownAction(written: string): string {
  const full = written.includes(":") ? written : `codecommit:${written}`;
  const action = actions.find((known) => known.toLowerCase() === full.toLowerCase());
  if (action === undefined) {
    throw new EngineError(`"${written}" is not an action of CodeCommit.${didYouMean(full, actions)}`);
  }
  if (!concernsRepository(action)) {
    throw new EngineError(
      `${action} concerns the whole account and no repository: it cannot be asked for one.`,
    );
  }
  return action;
}

/** @throws EngineError with a way out when the repository, the reference or the identity is none */
export function ask(report: Report, action: string, { repository, reference, identity }: Written): Question {
  const found = knownRepository(report, repository);
  const named = knownReference(action, found, reference);
  return {
    action,
    repository: found,
    ...(named === undefined ? {} : { reference: named }),
    ...(identity === undefined ? {} : { subject: knownSubject(report, identity) }),
  };
}

function knownRepository({ stack, repositories }: Report, written: string | undefined): Repository {
  const names = repositories.map(({ name }) => name);
  if (written === undefined) {
    throw new EngineError(`missing argument REPOSITORY. Known: ${names.join(", ")}.`);
  }
  const found = repositories.find(({ name, arn }) => name === written || arn === written);
  if (found === undefined) {
    throw new EngineError(
      `stack '${stack}' has no repository "${written}".${didYouMean(written, names)} Known: ${names.join(", ")}.`,
    );
  }
  return found;
}

function knownReference(
  action: string,
  { protected: [example = "refs/heads/main"] }: Repository,
  written: string | undefined,
): string | undefined {
  if (!namesReference(action)) {
    if (written !== undefined) {
      throw new EngineError(`${action} names no branch or tag: ask without "${written}".`);
    }
    return undefined;
  }
  if (written === undefined) {
    throw new EngineError(
      `missing argument REFERENCE: ${action} names a branch or tag, for example ${example.replaceAll(/[*?]/g, "1")}.`,
    );
  }
  const problem = referenceProblem(written);
  if (problem !== undefined) {
    throw new EngineError(`"${written}" ${problem}`);
  }
  return written;
}

/** @see https://git-scm.com/docs/git-check-ref-format */
function referenceProblem(reference: string): string | undefined {
  if (!/^refs\/(heads|tags)\/./.test(reference)) {
    const guess = /^(heads|tags)\/./.test(reference) ? `refs/${reference}` : `refs/heads/${reference}`;
    const mended = referenceProblem(guess) === undefined ? ` Did you mean "${guess}"?` : "";
    return `is not the full name of a branch or tag.${reference.startsWith("refs/") ? "" : mended}`;
  }
  if (/[*?]/.test(reference)) {
    return `is a pattern: ask for one of its branches, "${reference.replaceAll(/[*?]/g, "1")}".`;
  }
  // eslint-disable-next-line no-control-regex -- git forbids control characters
  const forbidden = /[\x00-\x20\x7f~^:[\\]|\.\.|\/\/|@\{|\/\.|\.lock(\/|$)|[/.]$/.exec(reference)?.[0];
  return forbidden === undefined
    ? undefined
    : `is no name that git allows for a branch or tag, because of ${JSON.stringify(forbidden)}.`;
}

function knownSubject({ stack, subjects }: Report, written: string): Subject {
  const matching = subjects.filter(({ id, identity }) => id === written || identity.name === written);
  const ids = subjects.map(({ id }) => id);
  if (matching.length === 1) {
    return matching[0];
  }
  if (matching.length > 1) {
    throw new EngineError(`"${written}" is several: ${matching.map(({ id }) => id).join(", ")}. Which one?`);
  }
  const names = subjects.map(({ identity }) => identity.name);
  const ending = names.find((name) => name.endsWith(`-${written}`));
  const hint = ending === undefined ? didYouMean(written, [...names, ...ids]) : ` Did you mean "${ending}"?`;
  throw new EngineError(`stack '${stack}' has no identity "${written}".${hint} Known: ${names.join(", ")}.`);
}
