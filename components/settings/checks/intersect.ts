/**
 * Whether some text matches both patterns, in which `*` is any run of characters, slashes too, and `?` any single one,
 * as in IAM's `StringLike`.
 */
export function intersect(left: string, right: string): boolean {
  const [a, b] = [[...left], [...right]];
  // reached[j]: some text is matched by the signs of the one pattern so far and by the first j of the other.
  let reached = [true, ...b.map(() => false)];
  for (const sign of a) {
    const next = reached.map(() => false);
    throughStars(reached, sign, b).forEach((is, j) => {
      if (!is) return;
      if (sign === "*" || b[j] === "*") next[j] = true;
      else if (sign === b[j] || b[j] === "?" || (sign === "?" && j < b.length)) next[j + 1] = true;
    });
    reached = next;
  }
  return throughStars(reached, undefined, b)[b.length];
}

/** A `*` on either side lets the other go on: ours takes what it asks for, its own takes nothing. */
function throughStars(
  reached: readonly boolean[],
  ours: string | undefined,
  theirs: readonly string[],
): boolean[] {
  const on = [...reached];
  theirs.forEach((sign, j) => {
    if (on[j] && (ours === "*" || sign === "*")) on[j + 1] = true;
  });
  return on;
}
