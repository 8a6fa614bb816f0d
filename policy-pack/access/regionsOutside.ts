import { walk, type Automaton } from "./automaton";
import { tokenize } from "./pattern";
import { PatternAutomaton } from "./patternAutomaton";
import type { Bearing } from "./precedents";
import { representatives } from "./representatives";
import { resourceDistinctions } from "./resourceDistinctions";

/** us-east-1, ap-southeast-2, us-gov-west-1, eusc-de-east-1: at least. */
export const regionShape = "??*-?*-?";
const shape = new PatternAutomaton([tokenize(regionShape) ?? []], "exact");

const letters = new Set("abcdefghijklmnopqrstuvwxyz0123456789-");

/** Text of small letters, digits and hyphens. */
const lettersOnly: Automaton = {
  start: 1,
  symbols: letters,
  classOf: (symbol) => String(letters.has(symbol)),
  next: (state, symbol) => (state === 1 && letters.has(symbol) ? 1 : 0),
  accepts: (state) => state === 1,
  isDead: (state) => state === 0,
};

/** Regions that there are, to speak of before such as there may be. */
export const knownRegions = ["us-east-1", "eu-west-1", "ap-southeast-2"];

/**
 * Regions that stand for all but one, those that AWS has not opened yet too: one for each way in which the policies take
 * the repositories of a region, whatever the repositories' names.
 * @param home The region to leave out.
 * @returns undefined when the policies make more distinctions than can be looked at.
 */
export function regionsOutside(
  home: string,
  { partition, account }: { readonly partition: string; readonly account: string },
  bearing: Bearing,
): readonly string[] | undefined {
  const distinctions = resourceDistinctions(bearing, {
    resources: (automaton) => ({
      automaton,
      start: walk(automaton, `arn:${partition}:codecommit:`),
      observe: (state) => walk(automaton, `:${account}:`, state),
    }),
    regions: (automaton) => ({ automaton }),
  });
  const key = JSON.stringify([home, partition, account, [...distinctions.keys()].sort()]);
  if (!found.has(key)) {
    const isHome = new PatternAutomaton([[{ text: home }]], "exact");
    const regions = representatives([lettersOnly, shape], [...distinctions.values(), { automaton: isHome }], {
      preferred: [home, ...knownRegions],
    });
    found.set(
      key,
      regions?.filter((region) => region !== home),
    );
  }
  return found.get(key);
}

const found = new Map<string, readonly string[] | undefined>();
