// Sufficient statistics summed in plain loops, for where no engine serves: from labels, drawn responsibilities, or a
// model, about any centres.

import type { EmModel, EmStatistics } from './engine';
import { respondTo } from './score';
import { inStretches, type Pause, rowsInStretch } from './stretches';
import type { Matrix } from './types';

export type Moments = Pick<EmStatistics, 'counts' | 'sums' | 'scatter'>;

export function emptyMoments(k: number, d: number, shape: EmModel['shape']): Moments {
  return {
    counts: new Float64Array(k),
    sums: new Float64Array(k * d),
    scatter: new Float64Array(shape === 'full' ? k * d * d : k * d),
  };
}

/** Adds a point with responsibility r, given by its difference [D] from the centre, to component c. */
export function accumulate(
  { counts, sums, scatter }: Moments,
  c: number,
  r: number,
  difference: Float64Array,
  shape: EmModel['shape'],
): void {
  const d = difference.length;
  counts[c] += r;
  for (let i = 0; i < d; i++) {
    const weighted = r * difference[i];
    sums[c * d + i] += weighted;
    if (shape === 'diag') scatter[c * d + i] += weighted * difference[i];
    else for (let j = 0; j < d; j++) scatter[(c * d + i) * d + j] += weighted * difference[j];
  }
}

/** Statistics under the model's responsibilities, but centred on `centres` [K, D]. */
export async function momentsAbout(
  { data, n, d }: Matrix,
  model: EmModel,
  centres: Float64Array,
  pause?: Pause,
): Promise<Moments> {
  const { k, shape } = model;
  const moments = emptyMoments(k, d, shape);
  const shares = new Float64Array(k);
  const difference = new Float64Array(d);
  await inStretches(n, rowsInStretch(2 * k * d * (d + 4)), pause, (start, end) => {
    for (let i = start; i < end; i++) {
      respondTo(model, data, i * d, shares, 0);
      for (let c = 0; c < k; c++) {
        if (shares[c] === 0) continue;
        for (let j = 0; j < d; j++) difference[j] = data[i * d + j] - centres[c * d + j];
        accumulate(moments, c, shares[c], difference, shape);
      }
    }
  });
  return moments;
}

/** Moving a mean by a thousand standard deviations costs a covariance six of its sixteen digits. */
const TOLERABLE_SHIFT = 1e6;
/** What is left of a component below this much evidence is not worth a pass over all points. */
const NEGLIGIBLE_COUNT = 1e-3;

/** Whether some mean moved so far, measured by its component's regularised spread, that the statistics are too coarse. */
export function hasLostDigits(
  { counts, scatter }: Moments,
  { shape, k, d, means }: Pick<EmModel, 'shape' | 'k' | 'd' | 'means'>,
  moved: Float64Array,
  reg_covar: number,
): boolean {
  for (let c = 0; c < k; c++) {
    if (counts[c] < NEGLIGIBLE_COUNT) continue;
    for (let j = 0; j < d; j++) {
      const at = c * d + j;
      const old = shape === 'full' ? scatter[at * d + j] : scatter[at];
      const shift = counts[c] * (moved[at] - means[at]) ** 2;
      // What remains is the old moment less the shift's part of it.
      if (shift > TOLERABLE_SHIFT * (old - shift + counts[c] * reg_covar)) return true;
    }
  }
  return false;
}
