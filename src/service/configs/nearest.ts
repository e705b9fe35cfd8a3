// "Did you mean": the nearest of the words that would be right.

/**
 * The word of the list that the fewest slips of the finger away from (a letter wrong, missing, too many, or two changed
 * about: optimal string alignment), if these are few for its length; null otherwise.
 */
export function nearest(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase().slice(0, 60);
  let best: { word: string; slips: number } | null = null;
  for (const candidate of known) {
    const slips = distance(wanted, candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (slips <= allowed && (best === null || slips < best.slips)) best = { word: candidate, slips };
  }
  return best?.word ?? null;
}

function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}
