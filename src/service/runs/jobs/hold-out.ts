// Examples to train on and examples to judge by, of a dataset that has no part for the latter: seeded, the same share of
// each class.

import { Rng } from '../../../ml/rng';

export interface Parted {
  /** Positions, rising. */
  readonly train: Uint32Array;
  readonly held: Uint32Array;
}

interface PartingOptions {
  /** Share that is held out, 0 to 1; above 0 it is one example at least, where there are two. */
  readonly share: number;
  /** Examples used at most, of both together; null: all. */
  readonly limit: number | null;
  readonly seed: number;
}

/** @param labels each example's class, by whole numbers */
export function holdOut(labels: ArrayLike<number>, { share, limit, seed }: PartingOptions): Parted {
  const rng = new Rng(seed);
  const order = rng.shuffle(Uint32Array.from({ length: labels.length }, (_, i) => i));
  const used = order.subarray(0, limit ?? order.length);
  const wanted = Math.min(used.length - 1, Math.max(share > 0 ? 1 : 0, Math.round(share * used.length)));
  const left = quotas(used, labels, Math.max(0, wanted));
  const held: number[] = [];
  const train: number[] = [];
  for (const i of used) {
    const quota = left.get(labels[i]) ?? 0;
    (quota > 0 ? held : train).push(i);
    left.set(labels[i], quota - 1);
  }
  return { train: Uint32Array.from(train).sort(), held: Uint32Array.from(held).sort() };
}

/** How many of each class make `wanted` in all: shares rounded down, the rest to those that lost most by it. */
function quotas(used: Uint32Array, labels: ArrayLike<number>, wanted: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const i of used) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  const classes = [...counts].map(([label, count]) => {
    const exact = (wanted * count) / Math.max(1, used.length);
    return { label, quota: Math.floor(exact), lost: exact - Math.floor(exact) };
  });
  classes.sort((a, b) => b.lost - a.lost || a.label - b.label);
  const missing = wanted - classes.reduce((sum, { quota }) => sum + quota, 0);
  return new Map(classes.map(({ label, quota }, i) => [label, i < missing ? quota + 1 : quota]));
}
