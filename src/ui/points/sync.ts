// Keeps the store in step with the service: its state at first, its events from then on.

import { service, subscribe } from '../../client';
import type { PointsState } from '../../wire/service';
import { showError } from '../components/notify';
import { noteMixture } from './result/seen';
import { usePoints } from './store';

/** Starts mirroring; returns what ends it. */
export function followService(): () => void {
  let ended = false;
  let heard = 0;
  const refetch = () => {
    const before = heard;
    service.points.state().then(
      (state) => {
        // An answer comes another way than events do: an event heard meanwhile may be the newer word, and
        // if it is not, the next is on its way.
        if (!ended && heard === before) accept(state);
      },
      (error: unknown) => {
        if (!ended) showError(error, 'load the points');
      },
    );
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'points') {
      heard++;
      accept(event.state);
    } else if (event.type === 'reset') refetch();
  });
  refetch();
  return () => {
    ended = true;
    unsubscribe();
  };
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
