// What configurations of every kind have in common.

import { z } from 'zod';
import { SCHEDULES } from '../../../ml/schedule/schedule';
import { above, oneOf, someOf, text, whole, within, yesOrNo } from './fields';

const MAX_SEED = 0xffff_ffff;

/** Of the top, beside model, data and trainer. */
export const commonShape = {
  name: text(100, 'For the list of runs; left out, the name of the file.').nullable().default(null),
  description: z
    .string({ error: 'must be a text' })
    .max(2000, { error: 'must have at most 2,000 characters' })
    .meta({ description: 'What the experiment is for.' })
    .default(''),
  tags: z
    .array(text(40, 'A word to find runs by.'), { error: 'must be a list of words' })
    .max(20, { error: 'must have at most 20 words' })
    .meta({ description: 'Words to find runs by.' })
    .default([]),
  seed: whole(0, MAX_SEED, 'Same seed, same data, same backend: the same result.').default(1),
};

const folder = (what: string) => text(1000, `A folder or dataset ${what}.`).nullable().default(null);

/** Data of models that learn from labelled examples; names as in the training service's start. */
export const labelledDataShape = {
  dataset: text(200, 'A dataset’s name, with its parts train, test and, where it has one, val.')
    .nullable()
    .default(null),
  train_data_dir: folder('to train on, instead of the dataset’s part train'),
  val_data_dir: folder('to judge by while training, instead of the part val'),
  test_data_dir: folder('to judge the result by, instead of the part test'),
  held_out: within(0, 0.5, 'Share of the training data held out where there is no part val.').default(0.2),
  limit: whole(2, 10_000_000, 'Examples used at most; null: all.').nullable().default(null),
};

/** What is kept of the model while it trains. */
export const checkpointSchema = z
  .strictObject({
    save_last: yesOrNo('Keeps the state at the end, and when it is stopped.').default(true),
    save_top_k: whole(0, 10, 'How many of the best are kept; 0: none.').default(1),
    every_n_epochs: whole(1, 1000, 'A checkpoint after so many epochs.').default(1),
    every_n_steps: whole(1, 10_000_000, 'And after so many steps; null: at epochs only.').nullable().default(null),
  })
  .meta({ description: 'Checkpoint policy.' })
  .prefault({});

export const earlyStopping = (what: string) =>
  whole(1, 1000, `Epochs without a better ${what} after which training ends; null: never.`).nullable();

/** The schedules of ml/schedule. */
export const scheduleShape = {
  schedule: oneOf(SCHEDULES, 'The learning rate after the warm-up.').default('constant'),
  warmup_ratio: within(0, 1, 'Share of all steps over which the learning rate rises from 0.').default(0),
  power: above(10, 'polynomial: 1 is a straight line.').default(1),
  end_learning_rate: within(0, 10, 'polynomial: the learning rate at the end.').default(0),
  step_size: whole(1, 100_000, 'step: epochs after which the learning rate is multiplied by gamma.').default(10),
  gamma: above(1, 'step: what it is multiplied by.').default(0.1),
};

export const metricsOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  someOf(values, 'Metrics written beside the loss, for each part that is judged.');
