// Keeps the store in step with the service.

import { service } from '../../client';
import type { PointsState } from '../../wire/service';
import { follow } from '../components/follow';
import { showError } from '../components/notify';
import { noteMixture } from './result/seen';
import { usePoints } from './store';

/** Starts mirroring; returns what ends it. */
export function followPoints(): () => void {
  return follow({
    part: 'points',
    ask: () => service.points.state(),
    accept,
    onFailure: (error) => showError(error, 'load the points'),
  }).end;
}

function accept(state: PointsState): void {
  const { axes, selected, set } = usePoints.getState();
  const { d, n } = state.dataset;
  noteMixture(state);
  // Columns and rows that are gone cannot stay on show.
  const fitting = axes.x < d && axes.y < d ? axes : { x: 0, y: Math.min(1, d - 1) };
  const kept = selected.some((index) => index >= n) ? selected.filter((index) => index < n) : selected;
  set({ state, axes: fitting, selected: kept });
}
