// The edits made on the plane, as service calls: adding, erasing and moving points by their two drawn
// coordinates, whatever number of columns they have.

import { service } from '../../../client';
import { attempt } from '../../components/attempt';
import { usePoints } from '../store';
import { revisionOf } from './numbers';
import type { Pending } from './scene';
import type { Surface } from './surface';

/** After this the engine's points have long been fetched, whatever happened to the fetch. */
const PENDING_MS = 3000;

/** Adds points at x0, y0, x1, y1 … (data units), shown at once. Other columns get their means. */
export async function addPoints(surface: Surface, xy: readonly number[], stroke?: string): Promise<boolean> {
  const { state, axes } = usePoints.getState();
  if (!state || xy.length === 0) return false;
  const { d } = state.dataset;
  const n = xy.length / 2;
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) data[i * d + j] = state.dataset.mean[j] ?? 0;
    data[i * d + axes.x] = xy[2 * i]!;
    if (axes.y !== axes.x) data[i * d + axes.y] = xy[2 * i + 1]!;
  }
  const batch: Pending = { xy: [...xy], settled: false };
  const { marks } = surface;
  marks.pending = [...marks.pending, batch];
  surface.invalidate('over');
  const drop = () => {
    marks.pending = marks.pending.filter((other) => other !== batch);
    surface.invalidate('over');
  };
  const done = await attempt('add points', async () => {
    await service.points.add({ data, n, d }, stroke);
    return true;
  });
  batch.settled = true;
  if (!done) drop();
  else setTimeout(drop, PENDING_MS);
  return done === true;
}

export async function removePoints(indices: Uint32Array): Promise<boolean> {
  if (indices.length === 0) return false;
  const done = await attempt('erase points', async () => {
    await service.points.remove(indices, revisionOf(indices));
    return true;
  });
  // Indices after a removed point have changed their meaning.
  if (done) usePoints.getState().set({ selected: new Uint32Array(0), hover: null });
  return done === true;
}

/** Moves points by (dx, dy) data units in the drawn columns. */
export async function movePoints(indices: Uint32Array, dx: number, dy: number): Promise<boolean> {
  const { axes } = usePoints.getState();
  const rev = revisionOf(indices);
  const done = await attempt('move points', async () => {
    const rows = await service.points.rows(indices, rev);
    const data = rows.data.slice();
    for (let i = 0; i < rows.n; i++) {
      data[i * rows.d + axes.x]! += dx;
      if (axes.y !== axes.x) data[i * rows.d + axes.y]! += dy;
    }
    await service.points.move(indices, { data, n: rows.n, d: rows.d }, rev);
    return true;
  });
  return done === true;
}

/** A point's whole row. */
export async function rowOf(point: { index: number; x: number; y: number }): Promise<readonly number[]> {
  const { state, axes } = usePoints.getState();
  if (state?.dataset.d === 2 && axes.x !== axes.y) return axes.x === 0 ? [point.x, point.y] : [point.y, point.x];
  const { data } = await service.points.rows(Uint32Array.of(point.index));
  return [...data];
}
