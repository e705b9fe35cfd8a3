// Trains the n-gram model that ships as "nano", and says how it does on the validation reviews:
// node scripts/run-ts.mjs scripts/base-model/ngram.ts <folder of the dataset> <folder for ngram.bin> [features] [soft labels] [sentences] [--limit <texts>]
// `features`: how many are kept; 70,000 as shipped. `soft labels`: a file with lines "unsup/123_0 0.87", what a teacher
// thinks of the unlabelled reviews: they teach too, then. `sentences`: a file with lines "0.93 a single sentence".

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NGRAM_FILE, readNgram, writeNgram } from '../../src/ml/text/ngram/file';
import { DEFAULT_NGRAM_FIT, fitNgram } from '../../src/ml/text/ngram/fit';
import { crossEntropy, NgramModel } from '../../src/ml/text/ngram/model';
import type { LabelledText } from '../../src/ml/text/types';
import { limited, parts, readCorpus } from './corpus';

export default function main(args: string[]): void {
  const { limit, given } = limited(args);
  const [data, out, features, soft, sentences] = given;
  if (!data || !out) throw new Error('Say where the dataset lies and where the model goes.');
  const { train, validation } = readCorpus(data, limit);
  const taught: LabelledText[] = [...train];
  if (soft) taught.push(...softly(data, soft));
  if (sentences) taught.push(...single(sentences));
  const options = features ? { ...DEFAULT_NGRAM_FIT, features: Number(features) } : DEFAULT_NGRAM_FIT;
  const bytes = writeNgram(fitNgram(taught, options));
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, NGRAM_FILE), bytes);
  const model = new NgramModel(readNgram(bytes));
  const logits = validation.map(({ text }) => model.logit(text));
  const right = validation.filter(({ label }, i) => logits[i] > 0 === (label === 1)).length;
  const loss = validation.reduce((sum, { label }, i) => sum + crossEntropy(logits[i], label), 0) / validation.length;
  const accuracy = right / validation.length;
  console.log(JSON.stringify({ trained_on: taught.length, accuracy, loss, n: validation.length, bytes: bytes.length }));
}

function single(file: string): LabelledText[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => ({ label: Number.parseFloat(line), text: line.slice(line.indexOf(' ') + 1) }));
}

/** The unlabelled reviews under the probabilities of a teacher; those it does not name are left out. */
function softly(data: string, file: string): LabelledText[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const told = new Map(lines.map((line) => line.split(' ')).map(([name, p]) => [name, Number(p)]));
  const unlabelled = parts(data).find(({ name }) => name === 'unsup')?.reviews ?? [];
  return unlabelled.flatMap(({ name, text }) => {
    const label = told.get(name);
    return label === undefined ? [] : [{ text, label }];
  });
}
