// Long work over points in stretches of a few milliseconds, so that the thread it runs on can do other things in
// between. What is computed, and in which order, does not depend on it.

/** Awaited between stretches of work; whoever gives it decides whether the thread really rests. It may throw, to end the work. */
export type Pause = () => Promise<void>;

/** About the multiplications that a few milliseconds are enough for. */
const STRETCH = 2 ** 18;

/** Rows in a stretch, when each takes about so many multiplications. */
export function rowsInStretch(perRow: number): number {
  return Math.max(1, Math.floor(STRETCH / perRow));
}

/** Calls `work(start, end)` for [0, n) cut into `step` rows at a time, in order. */
export async function inStretches(
  n: number,
  step: number,
  pause: Pause | undefined,
  work: (start: number, end: number) => void,
): Promise<void> {
  for (let start = 0; start < n; start += step) {
    if (start > 0) await pause?.();
    work(start, Math.min(start + step, n));
  }
}
