// The choice as it can be carried out now: a dataset, part or model that is gone since it was chosen is as if it had
// never been chosen. What the fields show and what is run on are both taken from here.

import { type BatchRequest, REVIEWS_DATASET } from '../../../../wire/batch';
import { type DatasetSummary, SPLITS, type SplitName } from '../../../../wire/datasets';
import { useDatasets } from '../../datasets/store';
import { useReviews } from '../../store';
import { type Choice, standardDataset } from '../store';

/** What is to be known of a dataset. */
export type Source = Pick<DatasetSummary, 'id' | 'name' | 'n'> & {
  readonly figures: Pick<DatasetSummary['figures'], 'splits'>;
};

export interface Offered {
  /** Reviews kept here that have a label. */
  readonly labelled: number;
  /** Newest first. */
  readonly datasets: readonly Source[];
  readonly models: readonly { readonly id: string; readonly name: string }[];
}

const NONE: readonly never[] = [];

export function useOffered(): Offered {
  const counts = useReviews(({ state }) => state?.reviews);
  const models = useReviews(({ state }) => state?.models ?? NONE);
  const datasets = useDatasets(({ state }) => state?.datasets ?? NONE);
  return { labelled: counts ? counts.positive + counts.negative : 0, datasets, models };
}

export function resolved(choice: Choice, { labelled, datasets, models }: Offered): BatchRequest {
  const { num_files, seed } = choice;
  const wanted = choice.dataset ?? standardDataset(labelled, datasets);
  const found = datasets.find(({ id }) => id === wanted);
  const dataset = found || wanted === REVIEWS_DATASET ? wanted : standardDataset(labelled, datasets);
  const part = found && partsOf(found).find(({ split }) => split === choice.split);
  const model = models.find(({ id }) => id === choice.model);
  return { dataset, split: part?.split ?? null, num_files, seed, ...(model ? { model: model.id } : {}) };
}

/** The parts of a dataset that hold texts. */
export function partsOf({ figures }: Source): readonly { readonly split: SplitName; readonly n: number }[] {
  return SPLITS.flatMap((split) => {
    const counts = figures.splits.find((part) => part.split === split);
    const n = counts ? counts.positive + counts.negative + counts.unlabelled : 0;
    return n > 0 ? [{ split, n }] : [];
  });
}
