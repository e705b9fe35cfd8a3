// Where a batch reads its texts: a dataset, or the reviews kept on the page, seen the same way.

import { type ReviewRecord, readReviewsById, reviewPieces } from '../../storage/reviews';
import { REVIEWS_DATASET } from '../../wire/batch';
import type { DatasetRow, SplitName } from '../../wire/datasets';
import type { DatasetsParts } from '../datasets/parts';
import { reviewPath } from '../reviews/export';

/** How many texts of each label there are, in a part or in all. */
export interface Counts {
  readonly positive: number;
  readonly negative: number;
  readonly unlabelled: number;
}

export type Labelled = Pick<DatasetRow, 'index' | 'label'>;

/** What a model was taught by: numbers of reviews kept here, and datasets, by name where nothing else is known of them. */
export interface Taught {
  readonly reviews: readonly number[];
  readonly datasets: readonly ({ readonly id: string } | { readonly name: string })[];
}

export interface Texts {
  /** For people. */
  readonly name: string;
  count(): Promise<Counts>;
  /** In order of their index, read a piece at a time. */
  walk(): AsyncIterable<Labelled>;
  /** Those that there are, in the order asked. Rejects where the dataset is gone. */
  rowsAt(indices: ArrayLike<number>): Promise<DatasetRow[]>;
  /** The index of every text that a model taught by these may have learnt from. */
  learntBy(taught: Taught): Promise<ReadonlySet<number>>;
}

/** Of the dataset meant, or of the reviews kept. Rejects 'not_found' where there is no such dataset. */
export async function idOf(wanted: string, datasets: DatasetsParts): Promise<string> {
  return wanted === REVIEWS_DATASET ? wanted : datasets.find(wanted, 'dataset');
}

/** By its id. Rejects 'not_found' where there is no such dataset. */
export async function openTexts(id: string, split: SplitName | null, datasets: DatasetsParts): Promise<Texts> {
  return id === REVIEWS_DATASET ? keptReviews(split) : datasetTexts(id, split, datasets);
}

async function datasetTexts(id: string, split: SplitName | null, datasets: DatasetsParts): Promise<Texts> {
  const { name, figures } = await datasets.summary(id);
  const parts = figures.splits.filter((part) => split === null || part.split === split);
  const total = (of: keyof Counts) => parts.reduce((sum, part) => sum + part[of], 0);
  return {
    name,
    count: async () => ({
      positive: total('positive'),
      negative: total('negative'),
      unlabelled: total('unlabelled'),
    }),
    walk: () => datasets.walk(id, split === null ? {} : { split }),
    rowsAt: (indices) => datasets.rowsAt(id, indices),
    async learntBy(taught) {
      const learnt = new Set<number>();
      if (!taught.datasets.some((one) => ('id' in one ? one.id === id : one.name === name))) return learnt;
      const parted = figures.splits.some((part) => part.split === 'train' && part.positive + part.negative > 0);
      for await (const { index, label } of datasets.walk(id, { split: parted ? 'train' : 'none' })) {
        if (label !== null) learnt.add(index);
      }
      return learnt;
    },
  };
}

function keptReviews(split: SplitName | null): Texts {
  async function* walk(): AsyncGenerator<Labelled> {
    for await (const piece of reviewPieces()) {
      for (const review of piece) {
        if (split === null || partOf(review) === split) yield { index: review.id, label: review.sentiment };
      }
    }
  }
  return {
    name: 'Reviews kept here',
    async count() {
      const counts = { positive: 0, negative: 0, unlabelled: 0 };
      for await (const { label } of walk()) {
        counts[label === null ? 'unlabelled' : label === 1 ? 'positive' : 'negative'] += 1;
      }
      return counts;
    },
    walk,
    async rowsAt(indices) {
      const reviews = await readReviewsById(Array.from(indices));
      return reviews.map((review) => ({
        index: review.id,
        name: reviewPath(review),
        ref: review.ref,
        text: review.text,
        label: review.sentiment,
        rating: review.rating,
        split: partOf(review),
      }));
    },
    learntBy: async ({ reviews }) => new Set(reviews),
  };
}

/** What a review is to the models, in the words of datasets. */
function partOf({ part }: ReviewRecord): SplitName {
  return part === null ? 'none' : part === 'train' ? 'train' : 'test';
}
