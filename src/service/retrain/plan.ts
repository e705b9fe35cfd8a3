// Decides what a retraining learns from and is judged by, before it begins: which of the new texts are held out for
// good, which old ones are shown again, and that nothing that judges is learnt from.

import { Rng } from '../../ml/rng';
import type { LabelledText } from '../../ml/text/types';
import { adaptingOptions } from '../../ml/trainer/adapting';
import { newId } from '../../wire/new-id';
import type { RetrainOptions, RetrainRequest } from '../../wire/retrain';
import type { DatasetsParts } from '../datasets/parts';
import { invalid } from '../errors';
import { checkName } from '../names';
import type { Catalogue } from '../reviews/catalogue';
import { normalText, splitParted, textsOf } from '../reviews/split';
import { type Labelled, madeFrom, readLabelled } from '../reviews/train-data';
import type { TrainingPlan } from '../reviews/training-plan';
import { describeOld, drawRows, type OldData } from './draw';
import type { Job } from './record';
import { drawTests } from './sets';

export interface PlanDependencies {
  readonly catalogue: Catalogue;
  readonly datasets: DatasetsParts;
}

export interface RetrainPlan {
  readonly job: Job;
  readonly training: TrainingPlan;
}

/** Rejects 'invalid' where there is nothing new to learn from. */
export async function planRetraining(
  champion: string,
  options: RetrainOptions,
  request: RetrainRequest,
  deps: PlanDependencies,
): Promise<RetrainPlan> {
  const { catalogue, datasets } = deps;
  const model = catalogue.get(champion);
  const name = checkName(request.name ?? nextName(model.name, catalogue));
  const sources = await describeOld(datasets, options.datasets);
  const parted = splitParted(await readLabelled(), options.held_out, options.seed);
  const tests = await drawTests(datasets, sources, options.seed);
  const judging = textsOf([...parted.held_out, ...tests]);
  const known = new Set(catalogue.made(champion)?.learnt);
  const teaching = parted.train.filter(({ text }) => !judging.has(normalText(text)));
  const fresh = teaching.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) {
    throw invalid('reviews', 'There is nothing new to learn from: label some reviews first.');
  }
  const old = await drawOld(
    teaching.filter(({ id }) => known.has(id)),
    { options, sources, datasets, n: oldWanted(fresh.length, options.replay), judging },
  );
  const shown = fresh.flatMap((item) => Array.from({ length: options.weight }, () => bare(item)));
  const ids = [...fresh, ...old.reviews].map(({ id }) => id);
  const seed = request.training?.seed ?? options.seed;
  const train = [...shown, ...old.reviews.map(bare), ...old.rows];
  const own = adaptingOptions(model, train.length, request.training?.trainable);
  const training = { ...own, ...request.training, seed };
  const run = newId();
  const counts = { new_texts: fresh.length, old_texts: old.reviews.length + old.rows.length };
  return {
    job: {
      ...{ format: 1, run, champion, challenger: null, options, ...counts },
      assigned: { train: unassigned(teaching), held_out: unassigned(parted.held_out) },
      judges: byAge(parted.held_out),
    },
    training: {
      ...{ model: champion, name, options: training, serve: false, ids },
      // Nothing is held out here: what chose the best epoch could not judge it fairly afterwards.
      data: { train, held_out: [], judges: [...parted.held_out.map(bare), ...tests] },
      made: {
        ...{ ...madeFrom(catalogue, champion, ids), run, ...counts, held_out: parted.held_out.length },
        datasets: sources.map((source) => source.name),
        dataset_ids: sources.map((source) => source.id),
        seed,
      },
    },
  };
}

/** So many that they are that share of all. */
function oldWanted(fresh: number, replay: number): number {
  return Math.round((fresh * replay) / (1 - replay));
}

interface Drawing {
  readonly options: RetrainOptions;
  readonly sources: readonly OldData[];
  readonly datasets: DatasetsParts;
  readonly n: number;
  readonly judging: ReadonlySet<string>;
}

/** Half from the earlier reviews and half from the datasets; what one of them lacks, the other fills. */
async function drawOld(earlier: readonly Labelled[], { options, sources, datasets, n, judging }: Drawing) {
  const parts = sources.map(({ id, teaching }) => ({ id, split: teaching }));
  const rows = await drawRows(datasets, parts, n, options.seed, (text) => judging.has(normalText(text)));
  const order = new Rng(options.seed).shuffle(earlier.map((_, i) => i));
  const shuffled = order.flatMap((i) => earlier[i] ?? []);
  const reviews = shuffled.slice(0, Math.max(Math.ceil(n / 2), n - rows.length));
  return { reviews, rows: rows.slice(0, Math.max(0, n - reviews.length)) };
}

function unassigned(items: readonly Labelled[]): number[] {
  return items.flatMap(({ id, part }) => (part === null ? [id] : []));
}

function byAge(held: readonly Labelled[]): Job['judges'] {
  const ids = (earlier: boolean) => held.filter(({ part }) => (part === 'held_out') === earlier).map(({ id }) => id);
  return { new: ids(false), old: ids(true) };
}

function bare({ text, label }: Labelled): LabelledText {
  return { text, label };
}

/** "Base, retrained 2" */
function nextName(champion: string, catalogue: Catalogue): string {
  const root = champion.replace(/, retrained \d+$/, '').slice(0, 80);
  const taken = new Set(catalogue.list().map(({ name }) => name));
  for (let i = 1; ; i++) {
    const name = `${root}, retrained ${i}`;
    if (!taken.has(name)) return name;
  }
}
