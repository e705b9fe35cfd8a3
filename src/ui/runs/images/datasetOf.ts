// Which dataset a run learnt from.

import type { ImageSetSummary } from '../../../wire/images';
import type { RunDetail } from '../../../wire/runs';

/**
 * By the id in its configuration, which outlasts a new name, or by the name it was found under: a configuration may name
 * folders, or not care for capitals. Null where it is not here any more.
 */
export function datasetOf(
  { resolved, dataset }: Pick<RunDetail, 'resolved' | 'dataset'>,
  sets: readonly ImageSetSummary[],
): ImageSetSummary | null {
  const data: unknown = resolved?.data;
  const id = typeof data === 'object' && data !== null && 'dataset' in data ? data.dataset : null;
  return sets.find((set) => set.id === id) ?? sets.find(({ name }) => name === dataset) ?? null;
}
