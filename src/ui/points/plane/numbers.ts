// Row numbers together with the points they are of: the service changes what was meant even where other rows have
// those numbers by now, because an earlier edit is not on show yet.

import { usePoints } from '../store';

/** The revision of the points that the painter has. */
let drawn: number | undefined;
const revisions = new WeakMap<Uint32Array, number>();

/** To be said as the painter is handed the points: what it is asked for after that is of them. */
export function noteDrawn(rev: number): void {
  drawn = rev;
}

export function drawnRevision(): number | undefined {
  return drawn;
}

export function numbersOf(indices: Uint32Array, rev: number | undefined): Uint32Array {
  if (rev !== undefined) revisions.set(indices, rev);
  return indices;
}

/** Of what the painter was asked for just now; it answers in turn, so they are of the points it has now. */
export async function drawnNumbers(asked: Promise<Uint32Array>): Promise<Uint32Array> {
  const rev = drawn;
  return numbersOf(await asked, rev);
}

/** The points that row numbers are of: where nobody said, those of the service's latest word. */
export function revisionOf(indices: Uint32Array): number | undefined {
  return revisions.get(indices) ?? usePoints.getState().state?.dataset.rev;
}
