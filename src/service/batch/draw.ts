// Which texts a batch scores, and in which order: drawn at random from each label, seeded, without replacement.

import { Rng } from '../../ml/rng';
import type { BatchRequest } from '../../wire/batch';
import type { Counts, Labelled } from './texts';

export interface Drawn {
  /** Rows of the dataset, in the order they are scored. */
  readonly index: Uint32Array;
  /** 0, 1, or −1 without a label. */
  readonly label: Int8Array;
}

/** Which texts are wanted, and how many of each label. */
export type Wanted = Pick<BatchRequest, 'num_files' | 'labelled'>;

/** Texts read at once: neighbours in storage, so that each of its chunks is read once or twice. */
export const WINDOW = 512;

/** How many will be drawn. Unless said, texts without a label are scored only where none has one: they judge nothing. */
export function countDrawn({ positive, negative, unlabelled }: Counts, { num_files, labelled }: Wanted): number {
  const most = num_files ?? Number.POSITIVE_INFINITY;
  const judging = labelled ?? positive + negative > 0;
  return judging ? Math.min(most, positive) + Math.min(most, negative) : Math.min(most, unlabelled);
}

/**
 * The same seed draws the same texts in the same order. Neighbours stay together, and such groups are shuffled, so
 * that the figures of what is scored so far stand for the whole.
 */
export async function draw(
  rows: AsyncIterable<Labelled>,
  { num_files, labelled, seed }: Wanted & Pick<BatchRequest, 'seed'>,
): Promise<Drawn> {
  const groups: [none: number[], negative: number[], positive: number[]] = [[], [], []];
  for await (const { index, label } of rows) groups[label === null ? 0 : label + 1].push(index);
  const rng = new Rng(seed);
  const [none, negative, positive] = groups;
  const wanted = (labelled ?? negative.length + positive.length > 0) ? [negative, positive] : [none];
  const drawn = wanted.flatMap((group) => {
    const label = group === none ? -1 : group === positive ? 1 : 0;
    return sample(group, num_files ?? group.length, rng).map((index) => ({ index, label }));
  });
  const order = windowsShuffled(drawn.length, rng);
  const sorted = drawn.sort((a, b) => a.index - b.index);
  return {
    index: Uint32Array.from(order, (at) => sorted[at].index),
    label: Int8Array.from(order, (at) => sorted[at].label),
  };
}

function sample(items: readonly number[], n: number, rng: Rng): number[] {
  if (n >= items.length) return [...items];
  return rng.shuffle([...items]).slice(0, n);
}

/** 0 … n − 1, window by window in an order drawn at random; the one that is not full comes last. */
function windowsShuffled(n: number, rng: Rng): number[] {
  const full = Math.floor(n / WINDOW);
  const windows = rng.shuffle(Array.from({ length: full }, (_, i) => i));
  const order = windows.flatMap((window) => Array.from({ length: WINDOW }, (_, i) => window * WINDOW + i));
  for (let at = full * WINDOW; at < n; at++) order.push(at);
  return order;
}
