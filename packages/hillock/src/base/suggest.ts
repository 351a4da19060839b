/** Insertions, deletions, replacements and exchanges of neighbouring letters that lead from one word to another. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) {
      const replace = rows[row - 1][column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      const exchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const exchange = exchanged ? rows[row - 2][column - 2] + 1 : Number.POSITIVE_INFINITY;
      rows[row].push(Math.min(replace, exchange, rows[row - 1][column] + 1, rows[row][column - 1] + 1));
    }
  }
  return rows[a.length][b.length];
}

// Nobody mistypes a word this long, and the distance of two such words takes the product of their lengths to find.
const longestWord = 100;

/** The candidate that `word` most likely means, regardless of case; undefined if none is near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  // One letter for another is no slip where there is but one.
  let bestDistance = word.length === 1 ? 1 : Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.length > longestWord) continue;
    const name = candidate.toLowerCase();
    // A name that the word begins, or that begins the word, is near as well: QNPN for QN.
    const prefix = wanted.length > 1 && name.length > 1 && (name.startsWith(wanted) || wanted.startsWith(name));
    const distance = Math.min(editDistance(wanted, name), prefix ? 1.5 : Number.POSITIVE_INFINITY);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean QN?`, or the alternative where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise: string): string;
export function didYouMean(word: string, candidates: Iterable<string>, otherwise?: string): string | undefined;
export function didYouMean(word: string, candidates: Iterable<string>, otherwise?: string): string | undefined {
  const best = closest(word, candidates);
  return best === undefined ? otherwise : `did you mean ${best}?`;
}

/** `a, b and c`, shortened after `limit` words. */
export function listing(words: readonly string[], limit = 8): string {
  const shown = words.length > limit ? [...words.slice(0, limit), `${words.length - limit} more`] : words;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1]}`;
}
