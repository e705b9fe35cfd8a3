// Measures the shipped models on a labelled part of the dataset, by the product's own engine:
// npm run evaluate -- --data <aclImdb folder> [--part test] [--models <folder>] [--words <n>]
//   data: the archive's folder, or one with its parts as test.csv(.xz) and train.csv(.xz): id, rating, label, review
//   part: test by default; validation: the 5,000 reviews of validation.txt
//   words: of each text only its first n, as if it were half typed

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { loadTextModel } from '../../src/ml/text/load';
import type { LabelledText } from '../../src/ml/text/types';
import { readShipped, readShippedFiles } from '../../src/service/reviews/shipped';
import { readCorpus, readLabelled } from './corpus';

const MODELS = 'public/models';
const BATCH = 16;
const BINS = 15;

export default async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      part: { type: 'string', default: 'test' },
      models: { type: 'string', default: MODELS },
      words: { type: 'string', default: 'Infinity' },
    },
  });
  if (!values.data) throw new Error('Say where the dataset lies: --data <aclImdb folder>.');
  const whole = readPart(values.data, values.part);
  const texts = whole.map(({ text, label }) => ({ text: beginning(text, Number(values.words)), label }));
  const asset = async (path: string) => new Uint8Array(readFileSync(join(values.models, path)));
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  for (const shipped of (await readShipped(asset)).models) {
    const model = loadTextModel(nn, await readShippedFiles(shipped, asset, () => {}));
    const order = texts.toSorted((a, b) => a.text.length - b.text.length);
    const probabilities: number[] = [];
    for (let from = 0; from < order.length; from += BATCH) {
      const scores = await model.score(order.slice(from, from + BATCH).map(({ text }) => text));
      probabilities.push(...scores.map(({ score }) => score));
    }
    model.dispose();
    const right = order.filter(({ label }, i) => probabilities[i] > 0.5 === (label === 1)).length;
    const accuracy = (100 * right) / order.length;
    console.log(
      `${shipped.name}: ${accuracy.toFixed(2)} % of ${order.length}, ECE ${(100 * calibrationError(probabilities, order)).toFixed(2)} %`,
    );
  }
}

function readPart(folder: string, part: string): readonly LabelledText[] {
  if (part === 'validation') return readCorpus(folder).validation;
  if (part === 'test' || part === 'train') return readLabelled(folder, part);
  throw new Error('--part is test, train or validation.');
}

function beginning(text: string, words: number): string {
  return Number.isFinite(words) ? text.trim().split(/\s+/).slice(0, words).join(' ') : text;
}

/** Expected calibration error over bins of equal width (Guo et al. 2017). */
function calibrationError(probabilities: readonly number[], texts: readonly LabelledText[]): number {
  const bins = Array.from({ length: BINS }, () => ({ sure: 0, right: 0 }));
  probabilities.forEach((p, i) => {
    const bin = bins[Math.min(BINS - 1, Math.floor(p * BINS))];
    bin.sure += p;
    bin.right += texts[i].label;
  });
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / texts.length;
}
