// Puts trained weights into public/models: int8 encoder, n-gram model, the three numbers that join them (fitted on
// the validation reviews), and the manifest with sizes, checksums and validation figures. All figures come from
// the product's own engine on the files as they ship:
// node --experimental-wasm-relaxed-simd scripts/run-ts.mjs scripts/base-model/pack.ts <dataset> <encoder folder> <n-gram folder>
//   [<folder of a larger n-gram model for base; else it shares nano's>] [--to <folder instead of public/models>]

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/node-env';
import { COMBINED_FILE, type Combination } from '../../src/ml/text/combined/files';
import { combine, fitCombination } from '../../src/ml/text/combined/fit';
import { readEncoder, VOCABULARY_FILE, WEIGHTS_FILE, withWeights } from '../../src/ml/text/encoder/files';
import { EncoderModel } from '../../src/ml/text/encoder/model';
import { NGRAM_FILE } from '../../src/ml/text/ngram/file';
import { crossEntropy, NgramModel } from '../../src/ml/text/ngram/model';
import type { ModelFiles } from '../../src/ml/text/types';
import { type NamedReview, readCorpus } from './corpus';

const MODELS = fileURLToPath(new URL('../../public/models/', import.meta.url));
const BATCH = 16;
const EVEN: Combination = { encoder: 1, ngram: 1, offset: 0 };

interface Shipped {
  /** By what the model calls it, where it lies below public/models. */
  readonly files: Readonly<Record<string, string>>;
  readonly logits: readonly number[];
}

export default async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { to: { type: 'string' } } });
  const [data, encoderFolder, ngramFolder, ownNgramFolder] = positionals;
  if (!data || !encoderFolder || !ngramFolder) throw new Error('Say where dataset, encoder and n-gram model lie.');
  const put = putInto(values.to ?? MODELS);
  const { validation } = readCorpus(data);
  const nano = packNgram(put, 'nano', ngramFolder, validation);
  const ngram = ownNgramFolder ? packNgram(put, 'ngram', ownNgramFolder, validation) : nano;
  const encoder = await packEncoder(put, encoderFolder, validation);
  const judged = crossFitted(encoder.logits, ngram.logits, validation);
  const labels = validation.map(({ label }) => label);
  const combination = fitCombination(EVEN, encoder.logits, ngram.logits, labels);
  put(`base/${COMBINED_FILE}`, new TextEncoder().encode(`${JSON.stringify(combination, null, 2)}\n`));
  const alone = figures(encoder.logits, validation);
  const base: Shipped = {
    files: {
      [COMBINED_FILE]: `base/${COMBINED_FILE}`,
      ...under('encoder/', encoder.files),
      ...under('ngram/', ngram.files),
    },
    logits: judged,
  };
  const models = [
    entry(put.folder, 'nano', 'Nano', 'ngram', 'n-gram (1–2)', nano, nano.parameters, validation, NANO),
    entry(
      put.folder,
      'base',
      'Base',
      'combined',
      `${encoder.name} + n-gram`,
      base,
      encoder.parameters + ngram.parameters + 3,
      validation,
      BASE,
    ),
  ];
  put('manifest.json', new TextEncoder().encode(`${JSON.stringify({ format: 'millrace-models', models }, null, 2)}\n`));
  console.log(
    JSON.stringify({
      encoder: alone,
      nano: figures(nano.logits, validation),
      ngram: figures(ngram.logits, validation),
      combined: models[1].held_out,
      combination,
    }),
  );
}

const NANO = 'Words and pairs of words with naive-Bayes weights. Answers at once.';
const BASE =
  'A small BERT together with the n-gram model. Trained on the Large Movie Review Dataset (Maas et al. 2011).';

function packNgram(put: Put, below: 'nano' | 'ngram', folder: string, validation: readonly NamedReview[]) {
  const bytes = new Uint8Array(readFileSync(join(folder, NGRAM_FILE)));
  put(`${below}/${NGRAM_FILE}`, bytes);
  const model = NgramModel.fromFiles(new Map([[NGRAM_FILE, bytes]]));
  const files = { [NGRAM_FILE]: `${below}/${NGRAM_FILE}` };
  return { files, parameters: model.info.parameters, logits: validation.map(({ text }) => model.logit(text)) };
}

async function packEncoder(put: Put, folder: string, validation: readonly NamedReview[]) {
  const vocabulary = new Uint8Array(readFileSync(join(MODELS, 'base', VOCABULARY_FILE)));
  const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const trained: ModelFiles = new Map([
    ['config.json', read('config.json')],
    [WEIGHTS_FILE, read(WEIGHTS_FILE)],
    [VOCABULARY_FILE, vocabulary],
  ]);
  const { config, weights } = readEncoder(trained);
  const files = withWeights(trained, config, { ...weights, heads: ['classifier'] }, 'I8');
  for (const [name, bytes] of files) put(`base/${name}`, bytes);
  const model = new EncoderModel(await createWasmBackend({ env: nodeNnEnv(), threads: 1 }), files);
  const logits = await scoreAll(model, validation);
  const { architecture: name, parameters } = model.info;
  return {
    files: Object.fromEntries([...files.keys()].map((file) => [file, `base/${file}`])),
    name,
    parameters,
    logits,
  };
}

async function scoreAll(model: EncoderModel, reviews: readonly NamedReview[]): Promise<number[]> {
  const order = reviews.map((_, i) => i).sort((a, b) => reviews[a].text.length - reviews[b].text.length);
  const logits = new Array<number>(reviews.length);
  for (let from = 0; from < order.length; from += BATCH) {
    const part = order.slice(from, from + BATCH);
    const scores = await model.score(part.map((i) => reviews[i].text));
    part.forEach((i, at) => {
      logits[i] = scores[at].logit;
    });
  }
  return logits;
}

/** Each half's logits under the combination fitted on the other: what is reported was not fitted to. */
function crossFitted(encoder: readonly number[], ngram: readonly number[], reviews: readonly NamedReview[]): number[] {
  const half = (odd: number) => reviews.map((_, i) => i).filter((i) => i % 2 === odd);
  const joined = new Array<number>(reviews.length);
  for (const odd of [0, 1]) {
    const other = half(1 - odd);
    const pick = (values: readonly number[]) => other.map((i) => values[i]);
    const labels = other.map((i) => reviews[i].label);
    const combination = fitCombination(EVEN, pick(encoder), pick(ngram), labels);
    for (const i of half(odd)) joined[i] = combine(combination, encoder[i], ngram[i]);
  }
  return joined;
}

function figures(logits: readonly number[], reviews: readonly NamedReview[]) {
  const loss = reviews.reduce((sum, { label }, i) => sum + crossEntropy(logits[i], label), 0) / reviews.length;
  const right = reviews.filter(({ label }, i) => logits[i] > 0 === (label === 1)).length;
  return { loss: round(loss), accuracy: round(right / reviews.length), n: reviews.length };
}

function entry(
  folder: string,
  id: string,
  name: string,
  kind: 'ngram' | 'combined',
  architecture: string,
  shipped: Shipped,
  parameters: number,
  validation: readonly NamedReview[],
  description: string,
) {
  const files = Object.entries(shipped.files).map(([file, path]) => {
    const bytes = readFileSync(join(folder, path));
    return { name: file, path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const held_out = figures(shipped.logits, validation);
  return { id, name, kind, architecture, parameters, created_at: CREATED, description, held_out, files };
}

/** Fixed, so that the same weights give the same bytes. */
const CREATED = '2026-11-21T00:00:00.000Z';

function under(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, path]) => [folder + name, path]));
}

type Put = ReturnType<typeof putInto>;

/** Writes files below a folder. */
function putInto(folder: string) {
  const put = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  return Object.assign(put, { folder });
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
