// Numbers of one concept on their way to those of the next.

/** Value j at `concept`, a place among the rows such as 1.25: a quarter of the way from row 1 to row 2. */
export function between(rows: readonly Float64Array[], concept: number, j: number): number {
  const from = Math.floor(concept);
  const share = concept - from;
  return share === 0 ? rows[from][j] : (1 - share) * rows[from][j] + share * rows[from + 1][j];
}
