// The page's state as it stands, as a snapshot.

import { service } from '../../../client';
import { ServiceError } from '../../../wire/errors';
import type { Snapshot } from '../../../wire/snapshot';
import { usePoints } from '../store';

export async function takeSnapshot(): Promise<Snapshot> {
  const { state, axes } = usePoints.getState();
  if (!state) throw new ServiceError('unavailable', 'The points are still loading.');
  const { data, n, d, columns } = await service.points.points();
  const { options, mixture, dataset } = state;
  return { dataset: { data, n, d, columns, source: dataset.source, options, mixture }, axes };
}
