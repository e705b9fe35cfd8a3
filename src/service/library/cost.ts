// What a precision costs: the model as it is and in the precision are asked the same, and what differs is counted.

import type { NnBackend } from '../../ml/compute/nn/types';
import { atPrecision } from '../../ml/formats';
import { readImageModel } from '../../ml/image/files';
import { pixelsOf } from '../../ml/image/images';
import { ImageModel } from '../../ml/image/model';
import { loadStream } from '../../ml/modules/own';
import { Rng } from '../../ml/rng';
import { sampleReviews } from '../../ml/samples/reviews';
import type { LearnerEnv } from '../../ml/stream/learners';
import { loadTextModel } from '../../ml/text/load';
import type { Precision, PrecisionCost } from '../../wire/library';
import { Breath } from '../points/pace';
import type { OfKind } from './host';
import type { Files } from './source';

/** What a model makes of its examples. */
interface Answers {
  /** [n, width] */
  readonly values: Float64Array;
  /** Numbers of an example; of several the largest is the answer, of one whether it is past 0.5. */
  readonly width: number;
  readonly data: string;
}

interface CostDependencies {
  readonly createNn: () => Promise<NnBackend>;
  readonly kernels: LearnerEnv['kernels'] | undefined;
}

const EXAMPLES = 200;
const TEXTS = 64;

export async function precisionCost(
  model: OfKind,
  precision: Precision,
  deps: CostDependencies,
): Promise<PrecisionCost> {
  const same = precision === 'float32' || model.kind === 'module' || model.kind === 'mixture';
  const files = same ? model.files : atPrecision(model.files, precision);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  if (same) return { precision, bytes, n: 0, changed: 0, largest_difference: 0, data: 'the model as it is' };
  const before = await answersOf(model, deps);
  const after = await answersOf({ kind: model.kind, files }, deps);
  return { precision, bytes, ...differing(before, after), data: before.data };
}

function differing(a: Answers, b: Answers): Pick<PrecisionCost, 'n' | 'changed' | 'largest_difference'> {
  const { width } = a;
  const n = a.values.length / width;
  let [changed, largest_difference] = [0, 0];
  for (let i = 0; i < n; i++) if (answerAt(a, i) !== answerAt(b, i)) changed += 1;
  for (let i = 0; i < a.values.length; i++) {
    largest_difference = Math.max(largest_difference, Math.abs(a.values[i] - b.values[i]));
  }
  return { n, changed, largest_difference };
}

function answerAt({ values, width }: Answers, i: number): number {
  if (width === 1) return Number(values[i] >= 0.5);
  const row = values.subarray(i * width, (i + 1) * width);
  return row.reduce((best, value, c) => (value > row[best] ? c : best), 0);
}

function answersOf({ kind, files }: OfKind, deps: CostDependencies): Promise<Answers> {
  switch (kind) {
    case 'text':
      return scores(files, deps);
    case 'image':
      return pictures(files, deps);
    default:
      return rows(files, deps);
  }
}

async function scores(files: Files, { createNn }: CostDependencies): Promise<Answers> {
  const texts = sampleReviews()
    .slice(0, TEXTS)
    .map(({ text }) => text);
  const model = loadTextModel(await createNn(), files);
  const breath = new Breath();
  try {
    const values: number[] = [];
    for (const text of texts) {
      values.push(...(await model.score([text])).map(({ score }) => score));
      await breath.take();
    }
    return { values: Float64Array.from(values), width: 1, data: `${texts.length} of the sample reviews` };
  } finally {
    model.dispose();
  }
}

async function pictures(files: Files, { createNn }: CostDependencies): Promise<Answers> {
  const { config, weights } = readImageModel(files);
  const model = new ImageModel(await createNn(), config, weights);
  try {
    const rng = new Rng(1);
    const pixels = Float32Array.from({ length: EXAMPLES * pixelsOf(config.shape) }, () => rng.uniform());
    const values = await model.predict(pixels);
    return { values, width: config.classes.length, data: `${EXAMPLES} generated pictures` };
  } finally {
    model.dispose();
  }
}

async function rows(files: Files, { kernels }: CostDependencies): Promise<Answers> {
  const { about, learner } = await loadStream(files, kernels);
  const rng = new Rng(1);
  // As the scaling brings columns: mean 0 and deviation 1.
  const X = Float64Array.from({ length: EXAMPLES * about.features.length }, () => rng.normal());
  const values = await learner.predict(X, EXAMPLES);
  learner.dispose();
  const width = about.task.kind === 'classification' ? about.task.n_classes : 1;
  return { values, width, data: `${EXAMPLES} generated rows` };
}
