// The choice as it can be carried out now: a dataset, part or model that is gone since it was chosen is as if it had
// never been chosen. What the fields show and what is run on are both taken from here.

import { type BatchRequest, REVIEWS_DATASET } from '../../../../wire/batch';
import { type DatasetSummary, SPLITS, type SplitName } from '../../../../wire/datasets';
import type { ReviewCounts } from '../../../../wire/reviews';
import { useDatasets } from '../../datasets/store';
import { useReviews } from '../../store';
import { type Choice, standardDataset } from '../store';

/** What is to be known of a dataset, or of the reviews kept here. */
export interface Source {
  readonly id: string;
  readonly name: string;
  readonly n: number;
  readonly parts: readonly Part[];
}

interface Part {
  readonly split: SplitName;
  readonly labelled: number;
  readonly unlabelled: number;
}

export interface Offered {
  readonly kept: Source;
  /** Newest first. */
  readonly datasets: readonly Source[];
  readonly models: readonly { readonly id: string; readonly name: string }[];
}

const NONE: readonly never[] = [];

export function useOffered(): Offered {
  const counts = useReviews(({ state }) => state?.reviews);
  const models = useReviews(({ state }) => state?.models ?? NONE);
  const datasets = useDatasets(({ state }) => state?.datasets ?? NONE);
  return { kept: keptSource(counts), datasets: datasets.map(datasetSource), models };
}

/** Those without a label are in no part. */
function keptSource(counts: ReviewCounts | undefined): Source {
  const { train, held_out, none } = counts?.parts ?? { train: 0, held_out: 0, none: 0 };
  return {
    ...{ id: REVIEWS_DATASET, name: 'Reviews kept here', n: counts?.total ?? 0 },
    parts: [
      { split: 'train', labelled: train, unlabelled: 0 },
      { split: 'test', labelled: held_out, unlabelled: 0 },
      { split: 'none', labelled: none, unlabelled: counts?.unlabelled ?? 0 },
    ],
  };
}

function datasetSource({ id, name, n, figures }: DatasetSummary): Source {
  const parts = figures.splits.map(({ split, positive, negative, unlabelled }) => ({
    ...{ split, labelled: positive + negative, unlabelled },
  }));
  return { id, name, n, parts };
}

export function resolved(choice: Choice, offered: Offered): BatchRequest {
  const { num_files, seed } = choice;
  const source = sourceOf(choice, offered);
  const labelled = choosable(source) && !choice.labelled ? false : undefined;
  const model = offered.models.find(({ id }) => id === choice.model);
  return {
    ...{ dataset: source.id, split: splitOf(source, choice), num_files, seed },
    ...(labelled === undefined ? {} : { labelled }),
    ...(model ? { model: model.id } : {}),
  };
}

export function sourceOf({ dataset }: Pick<Choice, 'dataset'>, { kept, datasets }: Offered): Source {
  const all = [kept, ...datasets];
  const standard = standardDataset(countOf(kept, 'labelled'), datasets);
  return all.find(({ id }) => id === dataset) ?? all.find(({ id }) => id === standard) ?? kept;
}

/** Those with a label, or those without: where there are both. */
export function choosable(source: Source): boolean {
  return countOf(source, 'labelled') > 0 && countOf(source, 'unlabelled') > 0;
}

/** An honest word comes from texts that were learnt from by no model: kept apart for the last word, or at least not taught. */
const JUDGING: readonly SplitName[] = ['test', 'validation', 'none'];

function splitOf(source: Source, choice: Choice): SplitName | null {
  const parts = partsOf(source, choice);
  if (parts.length < 2 || choice.split === 'all') return null;
  const has = (split: SplitName | null) => parts.some((part) => part.split === split);
  if (has(choice.split)) return choice.split;
  return judges(source, choice) ? (JUDGING.find(has) ?? null) : null;
}

/** The texts that are asked for have a label. */
function judges(source: Source, { labelled }: Pick<Choice, 'labelled'>): boolean {
  return countOf(source, 'labelled') > 0 && (labelled || !choosable(source));
}

/** The parts that hold texts of the kind asked for. */
export function partsOf(
  source: Source,
  choice: Pick<Choice, 'labelled'>,
): readonly { readonly split: SplitName; readonly n: number }[] {
  const kind = judges(source, choice) ? 'labelled' : 'unlabelled';
  return SPLITS.flatMap((split) => {
    const n = source.parts.find((part) => part.split === split)?.[kind] ?? 0;
    return n > 0 ? [{ split, n }] : [];
  });
}

export function countOf({ parts }: Source, kind: 'labelled' | 'unlabelled'): number {
  return parts.reduce((sum, part) => sum + part[kind], 0);
}
