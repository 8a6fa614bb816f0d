import { tokenize } from "./pattern";
import { PatternAutomaton } from "./patternAutomaton";
import type { Bearing } from "./precedents";
import { knownRegions, regionShape } from "./regionsOutside";
import { representatives, type Distinction } from "./representatives";
import { fieldOf, repositoryArns } from "./repositoryArns";
import { resourceDistinctions } from "./resourceDistinctions";

const [region, name] = [3, 5];

/**
 * Repositories that stand for all of an account, in any region and of any name: one for each way in which the policies
 * take them.
 * @param usual ARNs to choose before others; where none of them will do, one in the region of the first.
 * @returns undefined when the policies make more distinctions than can be looked at.
 */
export function repositoriesLike(
  usual: readonly [string, ...string[]],
  bearing: Bearing,
): readonly string[] | undefined {
  const distinctions = resourceDistinctions(bearing, {
    resources: (automaton) => ({ automaton }),
    regions: (language) => ({ automaton: fieldOf(language, region) }),
  });
  const known = found.get(usual) ?? new Map<string, readonly string[] | undefined>();
  found.set(usual, known);
  const key = [...distinctions.keys()].sort().join();
  if (!known.has(key)) known.set(key, search(usual, [...distinctions.values()]));
  return known.get(key);
}

function search(usual: readonly [string, ...string[]], distinctions: readonly Distinction[]) {
  const within = (pattern: string, preferred: readonly string[]) => {
    const asked = new PatternAutomaton([tokenize(pattern) ?? []], "withinSegments");
    return representatives([repositoryArns, asked, shape], distinctions, { preferred });
  };
  const [first] = usual;
  const atHome = within(withField(first, name, "*"), usual);
  // A region that there is says more than the shortest name of one.
  const elsewhere = atHome?.flatMap((arn) => knownRegions.map((each) => withField(arn, region, each))) ?? [];
  return atHome && within(withField(withField(first, name, "*"), region, "*"), [...atHome, ...elsewhere]);
}

const withField = (arn: string, index: number, value: string) => arn.split(":").with(index, value).join(":");

const shape = new PatternAutomaton(
  [tokenize(`arn:?*:codecommit:${regionShape}:????????????:?*`) ?? []],
  "withinSegments",
);

const found = new WeakMap<readonly string[], Map<string, readonly string[] | undefined>>();
