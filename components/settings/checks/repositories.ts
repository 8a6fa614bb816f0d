import { quote } from "../names";
import { defaultTags, environmentTag, tagsPerResource } from "../sections/tags";
import { declaredNames } from "../soundEntries";
import { type Check, missing, repetitions } from "./check";

export const repositoryChecks: Check = (written) => [
  ...danglingProtections(written),
  ...repeatedProtections(written),
  ...repositoryNameClashes(written),
  ...tagQuota(written),
];

/** The default tags count as well. Wrong ones are reported on their own. */
const tagQuota: Check = ({ raw, sound: { repositories } }) => {
  const result = defaultTags.safeParse(raw.tags ?? {});
  const common = [...Object.keys(result.success ? result.data : {}), environmentTag];
  return [...repositories].flatMap(([key, { tags = {} }]) => {
    const own = Object.keys(tags);
    const excess = new Set([...common, ...own]).size - tagsPerResource;
    return excess <= 0
      ? []
      : [
          `repositories.${key}.tags: ${own.length} tags and the ${common.length} that everything has are ${excess} more than the ${tagsPerResource} that AWS allows; remove some.`,
        ];
  });
};

const danglingProtections: Check = ({ raw, sound: { repositories } }) => {
  const names = declaredNames(raw, "protections");
  return [...repositories].flatMap(([key, { protections = [] }]) =>
    protections.flatMap((protection, index) =>
      names.includes(protection)
        ? []
        : [`repositories.${key}.protections[${index}]: ${missing("protection", protection, names)}`],
    ),
  );
};

const repeatedProtections: Check = ({ sound: { repositories } }) =>
  [...repositories].flatMap(([key, { protections = [] }]) =>
    repetitions(`repositories.${key}.protections`, protections),
  );

/** CodeCommit tells `Api` from `api`, but clones on macOS and Windows, and people, do not. */
const repositoryNameClashes: Check = ({ sound: { repositories } }) => {
  const seen = new Map<string, { key: string; name: string }>();
  return [...repositories].flatMap(([key, { name = key }]) => {
    const earlier = seen.get(name.toLowerCase());
    if (earlier === undefined) {
      seen.set(name.toLowerCase(), { key, name });
      return [];
    }
    const clash = earlier.name === name ? "are the same" : "differ in nothing but case";
    return [
      `repositories.${key}: its name ${quote(name)} and that of repositories.${earlier.key} ${clash}; rename one of them.`,
    ];
  });
};
