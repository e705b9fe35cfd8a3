// The form's choices, and what they mean to the service. What is left at its default is not said, so that the
// model's own defaults hold.

import { defaultOptions } from '../../../ml/trainer/options';
import type { TrainOptions } from '../../../ml/trainer/types';
import type { DatasetSummary } from '../../../wire/datasets';
import type { LabelledResult } from '../../../wire/labelled';
import type { TextModelSummary } from '../../../wire/reviews';

export const PARTS = ['all', 'head', 'top', 'lora'] as const;
export type PartName = (typeof PARTS)[number];

export interface Choice {
  readonly epochs: number | null;
  readonly learning_rate: number | null;
  readonly batch_size: number | null;
  readonly max_length: number | null;
  readonly part: PartName;
  /** Stop after so many epochs without getting better; null: never. */
  readonly patience: number | null;
  /** Percent. */
  readonly held_out: number;
  readonly seed: number;
}

export const DEFAULT_CHOICE: Choice = {
  epochs: null,
  learning_rate: null,
  batch_size: null,
  max_length: null,
  part: 'all',
  patience: null,
  held_out: 20,
  seed: 1,
};

/** The form as the person left it. */
export interface Lesson {
  /** A dataset's id; null: the table, or without one the labels kept here. */
  readonly dataset: string | null;
  readonly table: LabelledTable | null;
  /** Stays while its table is used: back at the labels it can be mended. */
  readonly pasted: string;
  /** A model's id; null: the serving one. */
  readonly model: string | null;
  /** Of the model to come; empty: what is suggested. */
  readonly name: string;
  /** The choices for those who want to choose are open. */
  readonly advanced: boolean;
  readonly choice: Choice;
}

/** What was read, and from what, for reading it by other columns. */
export interface LabelledTable {
  readonly source: Blob;
  readonly result: LabelledResult;
}

export const NEW_LESSON: Lesson = {
  ...{ dataset: null, table: null, pasted: '', model: null, name: '', advanced: false },
  choice: DEFAULT_CHOICE,
};

const TRAINABLE: Readonly<Record<PartName, TrainOptions['trainable']>> = {
  all: { kind: 'all' },
  head: { kind: 'head' },
  top: { kind: 'top', layers: 1 },
  lora: { kind: 'lora', rank: 8, alpha: 16 },
};

type Hinted = 'epochs' | 'learning_rate' | 'batch_size' | 'max_length';

/** What a model is trained with where a field is left empty. */
export function hintsOf({ kind, untrained }: TeachableModel): Readonly<Record<Hinted, string>> {
  const { epochs, learning_rate, batch_size, max_length } = defaultOptions(kind, untrained);
  return {
    epochs: String(epochs),
    learning_rate: String(learning_rate),
    batch_size: String(batch_size),
    max_length: String(max_length),
  };
}

export type TeachableModel = Pick<TextModelSummary, 'kind' | 'untrained'>;

export function toOptions(choice: Choice): Partial<TrainOptions> {
  const { epochs, learning_rate, batch_size, max_length, patience, part, seed } = choice;
  const said = { epochs, learning_rate, batch_size, max_length, early_stopping: patience };
  const given = Object.entries(said).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(given), trainable: TRAINABLE[part], seed };
}

/** What a training on a dataset learns from, as the service takes it: the training part, or all that is not parted. */
export function teachingOf({ figures }: DatasetSummary): {
  readonly part: 'train' | 'none';
  readonly positive: number;
  readonly negative: number;
  /** Texts of the validation part. */
  readonly validation: number;
} {
  const counts = (name: string) => {
    const { positive = 0, negative = 0 } = figures.splits.find(({ split }) => split === name) ?? {};
    return { positive, negative };
  };
  const [train, whole, judging] = [counts('train'), counts('none'), counts('validation')];
  const part = train.positive + train.negative > 0 ? 'train' : 'none';
  return { part, ...(part === 'train' ? train : whole), validation: judging.positive + judging.negative };
}
