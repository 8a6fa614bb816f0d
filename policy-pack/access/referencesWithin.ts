import { languageOf, type Condition } from "./condition";
import { resolverOf, type AccessRequest } from "./evaluate";
import { covers } from "./matching";
import { tokenize } from "./pattern";
import { PatternAutomaton } from "./patternAutomaton";
import type { Statement } from "./policy";
import type { Bearing } from "./precedents";
import { referenceNames } from "./referenceNames";
import { referencesKey } from "./refMovingActions";
import { representatives } from "./representatives";

/**
 * References that stand for all that match any of the patterns: a shortest one of each pattern for each way in which the
 * conditions of the policies take them. What is decided of these is decided of every one.
 * @param request One of those in question, on the repository: whatever its reference.
 * @param options.preferred References to choose before others.
 * @param options.everywhere Whether they are to stand for them in every repository.
 * @returns undefined when the policies make more distinctions than can be looked at.
 */
export function referencesWithin(
  patterns: readonly string[],
  bearing: Bearing,
  request: AccessRequest,
  {
    preferred = [],
    everywhere = false,
  }: { readonly preferred?: readonly string[]; readonly everywhere?: boolean } = {},
): readonly string[] | undefined {
  const languages = languagesFor(bearing, request, everywhere);
  const ids = [...languages.keys()].sort();
  const standing = patterns.map((pattern) => {
    const key = JSON.stringify([pattern, preferred, ids]);
    if (!found.has(key)) found.set(key, shortest(pattern, [...languages.values()], preferred));
    return found.get(key);
  });
  return standing.includes(undefined)
    ? undefined
    : [...new Set(standing.flatMap((references) => references ?? []))];
}

function shortest(pattern: string, languages: readonly PatternAutomaton[], preferred: readonly string[]) {
  const universe = [referenceNames, automatonFor(pattern)];
  return representatives(
    universe,
    languages.map((automaton) => ({ automaton })),
    { preferred },
  );
}

const found = new Map<string, readonly string[] | undefined>();

function automatonFor(pattern: string): PatternAutomaton {
  const known = automata.get(pattern) ?? new PatternAutomaton([tokenize(pattern) ?? []], "exact");
  automata.set(pattern, known);
  return known;
}

const automata = new Map<string, PatternAutomaton>();

/** What the conditions compare references with, by the automata's ids. */
function languagesFor(
  { all }: Bearing,
  request: AccessRequest,
  everywhere: boolean,
): ReadonlyMap<number, PatternAutomaton> {
  const languages = new Map<number, PatternAutomaton>();
  for (const { policy } of all) {
    // A variable is read both as anything and as nothing, and so it is asked.
    const readings = (["anything", "nothing"] as const).map((variables) =>
      resolverOf(policy, { ...request, open: { ...request.open, variables } }, "anything"),
    );
    const isRelevant = (statement: Statement) =>
      everywhere || readings.some((resolve) => covers(statement, request.resource, resolve));
    for (const statement of policy.statements.filter(comparesReferences).filter(isRelevant)) {
      const conditions = statement.conditions.filter(isOnReferences);
      for (const language of conditions.flatMap((condition) =>
        readings.map((resolve) => languageOf(condition, statement.effect, resolve)),
      )) {
        if (language) languages.set(language.id, language);
      }
    }
  }
  return languages;
}

const isOnReferences = ({ key }: Condition) => key.toLowerCase() === referencesKey.toLowerCase();
const comparesReferences = ({ conditions }: Statement) => conditions.some(isOnReferences);
