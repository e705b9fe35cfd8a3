// The form's choices, and what they mean to the service. What is left at its default is not said, so that the
// model's own defaults hold.

import { adaptingOptions } from '../../../ml/trainer/adapting';
import { defaultOptions } from '../../../ml/trainer/options';
import type { TrainOptions } from '../../../ml/trainer/types';
import type { DatasetSummary } from '../../../wire/datasets';
import type { TextModelSummary } from '../../../wire/reviews';

export const PARTS = ['all', 'head', 'top', 'lora'] as const;
export type PartName = (typeof PARTS)[number];

export interface Choice {
  readonly epochs: number | null;
  readonly learning_rate: number | null;
  readonly batch_size: number | null;
  readonly max_length: number | null;
  /** Null: what suits. */
  readonly part: PartName | null;
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
  part: null,
  patience: null,
  held_out: 20,
  seed: 1,
};

/** The form as the person left it. */
export interface Lesson {
  /** A dataset's id; null: the labels kept here. */
  readonly dataset: string | null;
  /** Stays when it has become a dataset: back at the labels it can be mended. */
  readonly pasted: string;
  /** A model's id; null: the serving one. */
  readonly model: string | null;
  /** Of the model to come; empty: what is suggested. */
  readonly name: string;
  /** The choices for those who want to choose are open. */
  readonly advanced: boolean;
  readonly choice: Choice;
}

export const NEW_LESSON: Lesson = {
  ...{ dataset: null, pasted: '', model: null, name: '', advanced: false },
  choice: DEFAULT_CHOICE,
};

const TRAINABLE: Readonly<Record<PartName, TrainOptions['trainable']>> = {
  all: { kind: 'all' },
  head: { kind: 'head' },
  top: { kind: 'top', layers: 1 },
  lora: { kind: 'lora', rank: 8, alpha: 16 },
};

type Hinted = 'epochs' | 'learning_rate' | 'batch_size' | 'max_length';

/** What a model is trained with on so many texts where a field is left empty. */
export function hintsOf(
  model: TeachableModel,
  n: number,
  { part }: Pick<Choice, 'part'> = DEFAULT_CHOICE,
): Readonly<Record<Hinted, string>> & { readonly part: PartName } {
  const suited = adaptingOptions(model, n, part === null ? undefined : TRAINABLE[part]);
  const { trainable, epochs, learning_rate, batch_size, max_length } = {
    ...defaultOptions(model.kind, model.untrained),
    ...suited,
  };
  return {
    part: part ?? trainable.kind,
    epochs: String(epochs),
    learning_rate: String(learning_rate),
    batch_size: String(batch_size),
    max_length: String(max_length),
  };
}

export type TeachableModel = Pick<TextModelSummary, 'kind' | 'untrained'>;

/** @param part what learns, as the form shows it */
export function toOptions(choice: Choice, part: PartName): Partial<TrainOptions> {
  const { epochs, learning_rate, batch_size, max_length, patience, seed } = choice;
  const said = { epochs, learning_rate, batch_size, max_length, early_stopping: patience };
  const given = Object.entries(said).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(given), trainable: TRAINABLE[part], seed };
}

/** How many texts are left to learn from, about: the share held out is rounded label by label. */
export function taughtOf({ held_out }: Choice, positive: number, negative: number): number {
  return Math.round((positive + negative) * (1 - held_out / 100));
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
