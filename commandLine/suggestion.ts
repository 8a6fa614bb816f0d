import { distance } from "fastest-levenshtein";

/** ` Did you mean "x"?` when a known word is near, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = nearestOf(word, known);
  return nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
}

/** The known word that was probably meant: it begins with this one, or few letters differ. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const written = word.toLowerCase();
  const longer = known.find((name) => written.length > 2 && name.toLowerCase().startsWith(written));
  if (longer !== undefined) {
    return longer;
  }
  // Of a word of one or two letters, too much would be near.
  const limit = Math.min(Math.max(2, written.length / 4), written.length - 1);
  const [nearest] = known
    .map((name) => ({ name, differing: distance(written, name.toLowerCase()) }))
    .filter(({ differing }) => differing <= limit)
    .sort((one, other) => one.differing - other.differing);
  return nearest?.name;
}
