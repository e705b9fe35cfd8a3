// Logits of a full-size n-gram model (runs of up to three words, nothing pruned) for the teacher of the encoders:
// node --max-old-space-size=6000 scripts/run-ts.mjs scripts/base-model/ngram-logits.ts <folder of the dataset> <prepared folder>
// writes float32 little-endian, in the order of prepare.ts, below <prepared folder>/ngram:
//   train_oof.f32  each fifth of the training reviews by the model of the other four
//   val.f32, unsup.f32  by the model of all training reviews

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '../../src/ml/rng';
import { prints } from '../../src/ml/text/ngram/features';
import type { NgramNumbers } from '../../src/ml/text/ngram/file';
import { fitNgram, type NgramFitOptions } from '../../src/ml/text/ngram/fit';
import type { LabelledText } from '../../src/ml/text/types';
import { type Part, parts } from './corpus';

const FOLDS = 5;
const SEED = 1;
const OPTIONS: NgramFitOptions = {
  features: Number.POSITIVE_INFINITY,
  order: 3,
  minCount: 2,
  epochs: 8,
  rate: 0.1,
  penalty: 0.01,
  seed: SEED,
};

export default function main([data, folder]: string[]): void {
  if (!data || !folder) throw new Error('Say where the dataset lies and where the prepared files lie.');
  const [train, validation, unlabelled] = parts(data);
  const out = join(folder, 'ngram');
  mkdirSync(out, { recursive: true });
  const write = (name: string, part: Part, logits: Float32Array) => {
    writeFileSync(join(out, `${name}.f32`), new Uint8Array(logits.buffer));
    console.log(JSON.stringify({ name, n: logits.length, accuracy: accuracy(part, logits) }));
  };
  const whole = fitNgram(labelled(train), OPTIONS);
  write('val', validation, logitsOf(whole, validation));
  write('unsup', unlabelled, logitsOf(whole, unlabelled));
  write('train_oof', train, outOfFold(train));
}

function outOfFold(train: Part): Float32Array {
  const texts = labelled(train);
  const fold = new Uint8Array(texts.length);
  new Rng(SEED).shuffle(texts.map((_, i) => i)).forEach((i, at) => {
    fold[i] = at % FOLDS;
  });
  const logits = new Float32Array(texts.length);
  for (let f = 0; f < FOLDS; f++) {
    const model = fitNgram(
      texts.filter((_, i) => fold[i] !== f),
      OPTIONS,
    );
    texts.forEach(({ text }, i) => {
      if (fold[i] === f) logits[i] = logit(model, text);
    });
  }
  return logits;
}

function labelled({ reviews }: Part): LabelledText[] {
  return reviews.flatMap(({ text, label }) => (label === null ? [] : [{ text, label }]));
}

function logitsOf(model: NgramNumbers, { reviews }: Part): Float32Array {
  return Float32Array.from(reviews, ({ text }) => logit(model, text));
}

function logit({ bias, weights, order }: NgramNumbers, text: string): number {
  let sum = bias;
  for (const print of prints(text, order)) sum += weights.get(print) ?? 0;
  return sum;
}

/** Null where nothing is labelled. */
function accuracy({ reviews }: Part, logits: Float32Array): number | null {
  if (reviews.every(({ label }) => label === null)) return null;
  return reviews.filter(({ label }, i) => logits[i] > 0 === (label === 1)).length / reviews.length;
}
