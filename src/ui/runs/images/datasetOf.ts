// Which dataset a run learnt from, as far as its configuration tells.

import type { ImageSetSummary } from '../../../wire/images';
import type { RunDetail } from '../../../wire/runs';

/** Null where it names none, or the one it names is not here any more. */
export function datasetOf(
  { resolved }: Pick<RunDetail, 'resolved'>,
  sets: readonly ImageSetSummary[],
): ImageSetSummary | null {
  const data: unknown = resolved?.data;
  if (typeof data !== 'object' || data === null || !('dataset' in data)) return null;
  const { dataset } = data;
  return sets.find(({ id }) => id === dataset) ?? sets.find(({ name }) => name === dataset) ?? null;
}
