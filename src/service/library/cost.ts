// What a precision costs: the model as it is and in the precision are asked the same, and what differs is counted.

import type { NnBackend } from '../../ml/compute/nn/types';
import { atPrecision, exportAs, formatsOf, importFrom } from '../../ml/formats';
import { readImageModel } from '../../ml/image/files';
import { ImageModel } from '../../ml/image/model';
import { loadStream } from '../../ml/modules/own';
import type { LearnerEnv } from '../../ml/stream/learners';
import { loadTextModel } from '../../ml/text/load';
import type { MeasuredCost, Precision, PrecisionCost } from '../../wire/library';
import type { ImageDecoder } from '../images/decoder';
import { Breath } from '../pace';
import { type Pictures, picturesFor, type Rows, rowsFor, type Texts, textsFor } from './examples';
import type { HeldOut } from './held-out';
import type { OfKind } from './host';
import type { Files } from './source';

/** What a model makes of its examples. */
interface Answers {
  /** [n, width] */
  readonly values: Float64Array;
  /** Numbers of an example. */
  readonly width: number;
  /** Of classes the largest is the answer, of one alone whether it is past 0.5; numbers are answers themselves. */
  readonly of: 'classes' | 'numbers';
}

interface CostDependencies {
  readonly createNn: () => Promise<NnBackend>;
  readonly kernels: LearnerEnv['kernels'] | undefined;
  readonly imageDecoder: ImageDecoder | undefined;
}

/** Numbers that move by less of their spread are as before. */
const LITTLE = 0.01;

/** A question that the model as it is and the reduced one are asked alike. */
interface Question {
  readonly data: string;
  readonly labels: ArrayLike<number> | null;
  ask(files: Files): Promise<Answers>;
}

export async function precisionCost(
  model: OfKind,
  precision: Precision,
  held: HeldOut | null,
  deps: CostDependencies,
): Promise<PrecisionCost> {
  const same = precision === 'float32' || model.kind === 'module' || model.kind === 'mixture';
  const files = same ? model.files : atPrecision(model.files, precision);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  const nothing = { n: 0, changed: 0, largest_difference: 0, accuracy: null };
  if (same) return { precision, bytes, ...nothing, formats: [], data: 'the model as it is' };
  const question = await questionOf(model, held, deps);
  const before = await question.ask(model.files);
  const { data, labels } = question;
  const lost = async (written: Files): Promise<MeasuredCost> => {
    const after = await question.ask(written);
    const accuracy = labels && { before: share(before, labels), after: share(after, labels) };
    return { ...differing(before, after), accuracy };
  };
  const formats: PrecisionCost['formats'][number][] = [];
  for (const { id, label } of formatsOf(model.files).filter((format) => roundsOtherwise(format.id, precision))) {
    formats.push({ id, label, ...(await lost(importFrom(exportAs(model.files, id, precision)).files)) });
  }
  return { precision, bytes, ...(await lost(files)), formats, data };
}

/** TensorFlow.js has one scale for all numbers of a tensor (src/ml/formats/tfjs/weights.ts), all others one for each row. */
function roundsOtherwise(format: string, precision: Precision): boolean {
  return format === 'tfjs' && precision === 'int8';
}

function differing(a: Answers, b: Answers): Pick<PrecisionCost, 'n' | 'changed' | 'largest_difference'> {
  const { width } = a;
  const n = a.values.length / width;
  let [changed, largest_difference] = [0, 0];
  const little = a.of === 'numbers' ? LITTLE * spreadOf(a.values) : 0;
  for (let i = 0; i < n; i++) {
    const [was, is] = [answerAt(a, i), answerAt(b, i)];
    if (Math.abs(was - is) > little) changed += 1;
  }
  for (let i = 0; i < a.values.length; i++) {
    largest_difference = Math.max(largest_difference, Math.abs(a.values[i] - b.values[i]));
  }
  return { n, changed, largest_difference };
}

/** Of the answers that are right. */
function share(answers: Answers, labels: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < labels.length; i++) right += Number(answerAt(answers, i) === labels[i]);
  return right / labels.length;
}

/** Standard deviation. */
function spreadOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function answerAt({ values, width, of }: Answers, i: number): number {
  if (of === 'numbers') return values[i];
  if (width === 1) return Number(values[i] >= 0.5);
  const row = values.subarray(i * width, (i + 1) * width);
  return row.reduce((best, value, c) => (value > row[best] ? c : best), 0);
}

async function questionOf(
  { kind, files }: OfKind,
  held: HeldOut | null,
  { createNn, kernels, imageDecoder }: CostDependencies,
): Promise<Question> {
  switch (kind) {
    case 'text': {
      const texts = await textsFor(held);
      return { ...texts, ask: async (some) => scores(await createNn(), some, texts) };
    }
    case 'image': {
      const pictures = await picturesFor(files, held, imageDecoder);
      return { ...pictures, ask: async (some) => classes(await createNn(), some, pictures) };
    }
    default: {
      const model = await loadStream(files, kernels);
      model.learner.dispose();
      const rows = await rowsFor(model.about.features, held);
      return { ...rows, ask: (some) => predictions(some, rows, kernels) };
    }
  }
}

async function scores(nn: NnBackend, files: Files, { texts }: Texts): Promise<Answers> {
  const model = loadTextModel(nn, files);
  const breath = new Breath();
  try {
    const values: number[] = [];
    for (const text of texts) {
      values.push(...(await model.score([text])).map(({ score }) => score));
      await breath.take();
    }
    return { values: Float64Array.from(values), width: 1, of: 'classes' };
  } finally {
    model.dispose();
  }
}

async function classes(nn: NnBackend, files: Files, { pixels }: Pictures): Promise<Answers> {
  const { config, weights } = readImageModel(files);
  const model = new ImageModel(nn, config, weights);
  try {
    return { values: await model.predict(pixels), width: config.classes.length, of: 'classes' };
  } finally {
    model.dispose();
  }
}

async function predictions(files: Files, { X, n, scaled }: Rows, kernels: LearnerEnv['kernels']): Promise<Answers> {
  const { about, learner, scaler } = await loadStream(files, kernels);
  try {
    const values = await learner.predict(scaled ? X : scaler.transform(X, n), n);
    if (about.task.kind !== 'classification') return { values, width: 1, of: 'numbers' };
    return { values, width: about.task.n_classes, of: 'classes' };
  } finally {
    learner.dispose();
  }
}
