// What a training started by hand learns from: the labelled reviews kept, texts given, or a dataset's part. Reviews
// that are held out for good are judged by, and never learnt from; nor is anything that says the same.

import { adaptingOptions } from '../../ml/trainer/adapting';
import type { TrainOptions } from '../../ml/trainer/types';
import { readReviews } from '../../storage/reviews';
import { ServiceError } from '../../wire/errors';
import { MAX_TRAIN_TEXTS } from '../../wire/limits';
import type { TextModelSummary, TextTrainRequest } from '../../wire/reviews';
import type { DatasetsParts } from '../datasets/parts';
import { invalid } from '../errors';
import { checkName, type Named } from '../names';
import type { Catalogue } from './catalogue';
import type { TrainOverrides } from './host';
import type { Made } from './made';
import { normalText, type Parted, type Split, split, splitParted, textsOf } from './split';
import type { TrainingPlan } from './training-plan';

/** Objectives of texts with labels. */
const LABELLED: readonly TrainOptions['objective'][] = ['classification', 'distillation'];

/** A review kept here that has a label. */
export interface Labelled extends Parted {
  readonly id: number;
  readonly label: 0 | 1;
}

/** Those that say something. */
export async function readLabelled(): Promise<readonly Labelled[]> {
  const reviews = await readReviews();
  return reviews.flatMap(({ id, text, sentiment, part }) =>
    sentiment === null || text.trim() === '' ? [] : [{ id, text, label: sentiment, part }],
  );
}

export async function planTraining(
  request: TextTrainRequest,
  catalogue: Catalogue,
  datasets: DatasetsParts | undefined,
): Promise<TrainingPlan> {
  const { model, serve } = request;
  const name = checkName(request.name);
  const about = catalogue.get(model);
  checkObjective(about.kind, request.options?.objective);
  const seed = request.options?.seed ?? 0;
  const { data, ids, sources } = await gather(request, seed, datasets);
  const options = suited(about, data.train.length, request.options);
  const known = new Set(catalogue.made(model)?.learnt);
  const old = ids.filter((id) => known.has(id)).length;
  const made: Made = {
    ...madeFrom(catalogue, model, ids),
    run: null,
    new_texts: data.train.length - old,
    old_texts: old,
    held_out: data.held_out.length,
    datasets: sources.map(({ name }) => name),
    dataset_ids: sources.map(({ id }) => id),
    seed,
  };
  return { model, name, options, serve, data, made, ids };
}

/**
 * As a retraining has it, so that a few labels are learnt and what was known stays. Whoever names the step size and not what it
 * is for, or learns from something else than labels, gets the trainer's own defaults.
 */
function suited(about: TextModelSummary, n: number, given: TrainOverrides = {}): TrainOverrides {
  const { trainable, learning_rate, objective = 'classification' } = given;
  if (objective !== 'classification' || (trainable === undefined && learning_rate !== undefined)) return given;
  return { ...adaptingOptions(about, n, trainable), ...given };
}

/** What a model that comes of another one inherits, having learnt from these reviews, too. */
export function madeFrom(
  catalogue: Catalogue,
  model: string,
  ids: readonly number[],
): Pick<Made, 'format' | 'training' | 'learnt' | 'ancestors'> {
  const before = catalogue.made(model);
  const learnt = [...new Set([...(before?.learnt ?? []), ...ids])];
  const ancestors = [{ model, name: catalogue.get(model).name }, ...(before?.ancestors ?? [])];
  return { format: 1, training: null, learnt, ancestors };
}

interface Gathered {
  readonly data: Split;
  readonly ids: readonly number[];
  readonly sources: readonly Named[];
}

/** What its trainer would refuse once the training is on. */
function checkObjective(kind: TextModelSummary['kind'], objective: TrainOptions['objective'] | undefined): void {
  if (kind !== 'ngram' || objective === undefined || LABELLED.includes(objective)) return;
  throw invalid('options.objective', `An n-gram model learns from labels only, not by ${objective}.`);
}

async function gather(
  { data, held_out }: TextTrainRequest,
  seed: number,
  datasets: DatasetsParts | undefined,
): Promise<Gathered> {
  const kept = await readLabelled();
  if (data.kind === 'labels') {
    const parted = splitParted(kept, held_out, seed);
    return { data: plain(parted), ids: parted.train.map(({ id }) => id), sources: [] };
  }
  const judging = textsOf(kept.filter(({ part }) => part === 'held_out'));
  const apart = ({ train, held_out: held }: Split) => ({
    train: train.filter(({ text }) => !judging.has(normalText(text))),
    held_out: held,
  });
  if (data.kind === 'dataset') {
    if (!datasets) throw new ServiceError('not_found', 'There are no datasets here.');
    const id = await datasets.find(data.dataset, 'dataset');
    const { name } = await datasets.summary(id);
    const parted = await readDataset(id, held_out, seed, datasets);
    return { data: apart(parted), ids: [], sources: [{ id, name }] };
  }
  const given = data.reviews.flatMap(({ text, sentiment }) => (sentiment === null ? [] : [{ text, label: sentiment }]));
  return { data: apart(split(given, held_out, seed)), ids: [], sources: [] };
}

/** The parts of a dataset as they are; a share is held out where it has no validation part. */
async function readDataset(id: string, share: number, seed: number, datasets: DatasetsParts): Promise<Split> {
  const parts = { train: [], validation: [], test: [], none: [] } as Record<string, { text: string; label: 0 | 1 }[]>;
  let n = 0;
  for await (const { text, label, split: part } of datasets.walk(id)) {
    if (label === null || part === 'test') continue;
    parts[part]?.push({ text, label });
    n += 1;
    if (n > MAX_TRAIN_TEXTS) throw tooLarge(n);
  }
  const { train = [], validation = [], none = [] } = parts;
  const teaching = train.length > 0 ? train : none;
  if (validation.length === 0 || share === 0) return split(teaching, share, seed);
  const judging = textsOf(validation);
  return { train: teaching.filter(({ text }) => !judging.has(normalText(text))), held_out: validation };
}

function tooLarge(n: number): ServiceError {
  const most = MAX_TRAIN_TEXTS.toLocaleString('en');
  const message = `has more than ${most} labelled texts to learn from`;
  return new ServiceError('too_large', `The dataset ${message}; ${most} fit in one training.`, [
    { field: 'dataset', message: `${message} (${n.toLocaleString('en')} read)` },
  ]);
}

function plain({ train, held_out }: Split<Labelled>): Split {
  const bare = ({ text, label }: Labelled) => ({ text, label });
  return { train: train.map(bare), held_out: held_out.map(bare) };
}
