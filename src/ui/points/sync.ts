// Keeps the store in step with the service.

import { service } from '../../client';
import type { DatasetInfo, PointsState } from '../../wire/service';
import { follow } from '../components/follow';
import { showError } from '../components/notify';
import { optionsToShow } from './asked';
import { noteMixture } from './result/seen';
import { usePoints } from './store';

/** Starts mirroring; returns what ends it. */
export function followPoints(): () => void {
  return follow({
    part: 'points',
    ask: () => service.points.state(),
    accept,
    onReset: () => usePoints.getState().set({ selected: new Uint32Array(0) }),
    onFailure: (error) => showError(error, 'load the points'),
  }).end;
}

function accept(state: PointsState): void {
  const { state: before, axes, selected, set } = usePoints.getState();
  const { d } = state.dataset;
  noteMixture(state);
  // Columns that are gone cannot stay on show.
  const fitting = axes.x < d && axes.y < d ? axes : { x: 0, y: Math.min(1, d - 1) };
  const kept = before && isReordered(before.dataset, state) ? new Uint32Array(0) : selected;
  set({ state: { ...state, options: optionsToShow(state.options) }, axes: fitting, selected: kept });
}

/** Other rows may have the numbers of those that were: some went, came back between others, or all were replaced. */
function isReordered(before: DatasetInfo, { dataset, canRedo }: PointsState): boolean {
  if (before.rev === dataset.rev) return false;
  // New points come last; only what is undone puts some back between others.
  const back = dataset.n > before.n && canRedo;
  const other = dataset.source !== before.source || dataset.columns.join('\n') !== before.columns.join('\n');
  return dataset.n < before.n || back || other;
}
