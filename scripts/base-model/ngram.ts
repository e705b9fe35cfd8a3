// Trains the n-gram model that ships as "nano", and says how it does on the validation reviews:
// node scripts/run-ts.mjs scripts/base-model/ngram.ts <folder of the dataset> <folder for ngram.bin>

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NGRAM_FILE, readNgram, writeNgram } from '../../src/ml/text/ngram/file';
import { DEFAULT_NGRAM_FIT, fitNgram } from '../../src/ml/text/ngram/fit';
import { crossEntropy, NgramModel } from '../../src/ml/text/ngram/model';
import { readCorpus } from './corpus';

export default function main([data, out]: string[]): void {
  if (!data || !out) throw new Error('Say where the dataset lies and where the model goes.');
  const { train, validation } = readCorpus(data);
  const bytes = writeNgram(fitNgram(train, DEFAULT_NGRAM_FIT));
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, NGRAM_FILE), bytes);
  const model = new NgramModel(readNgram(bytes));
  const logits = validation.map(({ text }) => model.logit(text));
  const right = validation.filter(({ label }, i) => logits[i] > 0 === (label === 1)).length;
  const loss = validation.reduce((sum, { label }, i) => sum + crossEntropy(logits[i], label), 0) / validation.length;
  const accuracy = right / validation.length;
  console.log(JSON.stringify({ trained_on: train.length, accuracy, loss, n: validation.length, bytes: bytes.length }));
}
