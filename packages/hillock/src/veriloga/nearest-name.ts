/**
 * The candidate that `name` is most likely a misspelling of: equal but for case, or with at most a third of its letters
 * wrong (Levenshtein distance). Undefined if none is near.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Math.floor(name.length / 3) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/** The help `did you mean ...?`, or `otherwise`. */
export function didYouMean(name: string, candidates: Iterable<string>, otherwise?: string): string | undefined {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? otherwise : `did you mean ${nearest}?`;
}

/** Levenshtein distance of two words, or `limit` if it is not below it. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j] + 1, row[j - 1] + 1));
    }
    previous = row;
  }
  return Math.min(limit, previous[b.length]);
}
