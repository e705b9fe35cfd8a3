// Draws rows of datasets at random: seeded, as many of each label where there are enough, in one walk over them.

import { Rng } from '../../ml/rng';
import type { LabelledText } from '../../ml/text/types';
import type { SplitName } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import type { DatasetsParts } from '../datasets/parts';

export interface OldData {
  readonly id: string;
  readonly name: string;
  /** Labelled rows to learn from, and to judge by. */
  readonly train: number;
  readonly test: number;
  /** The part that teaches: a dataset that is not parted teaches as a whole. */
  readonly teaching: SplitName;
}

/** Those of these datasets that there are: one that was removed is no longer replayed from. */
export async function describeOld(datasets: DatasetsParts, ids: readonly string[]): Promise<readonly OldData[]> {
  const found: OldData[] = [];
  for (const id of ids) {
    try {
      const { name, figures } = await datasets.summary(id);
      const labelled = (split: SplitName) => {
        const part = figures.splits.find((it) => it.split === split);
        return part ? part.positive + part.negative : 0;
      };
      const teaching = labelled('train') > 0 ? 'train' : 'none';
      found.push({ id, name, teaching, train: labelled(teaching), test: labelled('test') });
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === 'not_found')) throw error;
    }
  }
  return found;
}

/**
 * Ids of those asked for by id or name, each once. Rejects 'not_found' naming the place in `field` of one that never was;
 * those chosen earlier may be gone meanwhile.
 */
export async function findAsked(
  datasets: DatasetsParts,
  asked: readonly string[],
  { earlier, field }: { readonly earlier: readonly string[]; readonly field: string },
): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const [i, wanted] of asked.entries()) {
    ids.add(earlier.includes(wanted) ? wanted : await datasets.find(wanted, `${field}.${i}`));
  }
  return [...ids];
}

/**
 * At most `n` labelled rows of these parts together (Vitter's algorithm R for each label), never one whose text
 * `excluded` knows.
 */
export async function drawRows(
  datasets: DatasetsParts,
  parts: readonly { readonly id: string; readonly split: SplitName }[],
  n: number,
  seed: number,
  excluded: (text: string) => boolean = () => false,
): Promise<LabelledText[]> {
  if (n <= 0) return [];
  const rng = new Rng(seed);
  const drawn = [new Reservoir(n, rng), new Reservoir(n, rng)] as const;
  for (const { id, split } of parts) {
    for await (const { text, label } of datasets.walk(id, { split })) {
      if (label !== null && !excluded(text)) drawn[label].offer({ text, label });
    }
  }
  const [negative, positive] = drawn.map(({ kept }) => kept) as [LabelledText[], LabelledText[]];
  return interleave(negative, positive).slice(0, n);
}

/** One of each by turns, then what is left of the longer: what one label lacks of its half, the other fills. */
function interleave<T>(a: readonly T[], b: readonly T[]): T[] {
  const longest = Math.max(a.length, b.length);
  return Array.from({ length: longest }, (_, i) => [...a.slice(i, i + 1), ...b.slice(i, i + 1)]).flat();
}

class Reservoir {
  readonly kept: LabelledText[] = [];
  private seen = 0;

  constructor(
    private readonly size: number,
    private readonly rng: Rng,
  ) {}

  offer(item: LabelledText): void {
    this.seen += 1;
    const place = this.seen <= this.size ? this.seen - 1 : this.rng.integer(this.seen);
    if (place < this.size) this.kept[place] = item;
  }
}
