// Puts trained weights into public/models: n-gram model, int8 encoders, the three numbers that join each with the
// n-gram model (fitted on the validation reviews), and the manifest with sizes, checksums and validation figures. All
// figures come from the product's own engine on the files as they ship:
// node --experimental-wasm-relaxed-simd scripts/run-ts.mjs scripts/base-model/pack.ts <dataset> <n-gram folder> small=<encoder folder> [base=<encoder folder>]
//   [--to <folder instead of public/models>]

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join as inside } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
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
/** Two models that are right for much the same reasons are too sure together: nothing holds them to their sum. */
const FREE = 0;

interface Shipped {
  /** Its architecture. */
  readonly name: string;
  /** By what the model calls it, where it lies below public/models. */
  readonly files: Readonly<Record<string, string>>;
  readonly parameters: number;
  readonly logits: readonly number[];
}

interface Member {
  readonly name: string;
  readonly description: string;
}

const DATA = 'Trained on the Large Movie Review Dataset (Maas et al. 2011) and on sentences made up for it.';
const NANO: Member = {
  name: 'Nano',
  description: 'Words and runs of two and three words, each with a weight. Answers at once.',
};
/** The encoders, each joined with nano, in the order of their size. */
const FAMILY = {
  small: { name: 'Small', description: `A small BERT together with the n-gram model. ${DATA}` },
  base: {
    name: 'Base',
    description: `A larger BERT together with the n-gram model: a second opinion, at four times Small’s time. ${DATA}`,
  },
} satisfies Record<string, Member>;
/** What serves where nobody chose. */
const STANDARD = 'small';

export default async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string' }, limit: { type: 'string' } },
  });
  const [data, ngramFolder, ...encoders] = positionals;
  if (!data || !ngramFolder) throw new Error('Say where dataset and n-gram model lie.');
  const folders = new Map(encoders.map((given) => given.split('=', 2) as [string, string]));
  if (!folders.has(STANDARD)) throw new Error(`Say where the encoder of ${STANDARD} lies: ${STANDARD}=<folder>.`);
  const put = putInto(values.to ?? MODELS);
  const { validation } = readCorpus(data, values.limit ? Number(values.limit) : undefined);
  const nano = packNgram(put, ngramFolder, validation);
  const models = [entry(put.folder, 'nano', NANO, 'ngram', nano.name, nano, validation)];
  for (const [id, member] of Object.entries(FAMILY)) {
    const folder = folders.get(id);
    if (!folder) continue;
    const encoder = await packEncoder(put, id, folder, validation);
    const joined = join(put, id, encoder, nano, validation);
    models.push(entry(put.folder, id, member, 'combined', joined.name, joined, validation));
    console.log(JSON.stringify({ id, alone: figures(encoder.logits, validation), joined: models.at(-1)?.held_out }));
  }
  const manifest = { format: 'millrace-models', standard: STANDARD, models };
  put('manifest.json', new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
  console.log(JSON.stringify({ id: 'nano', alone: models[0].held_out }));
}

function packNgram(put: Put, folder: string, validation: readonly NamedReview[]): Shipped {
  const bytes = new Uint8Array(readFileSync(inside(folder, NGRAM_FILE)));
  put(`nano/${NGRAM_FILE}`, bytes);
  const model = NgramModel.fromFiles(new Map([[NGRAM_FILE, bytes]]));
  const files = { [NGRAM_FILE]: `nano/${NGRAM_FILE}` };
  const { architecture: name, parameters } = model.info;
  return { files, name, parameters, logits: validation.map(({ text }) => model.logit(text)) };
}

/** One vocabulary serves all encoders. */
const VOCABULARY = `${STANDARD}/${VOCABULARY_FILE}`;

async function packEncoder(put: Put, id: string, folder: string, validation: readonly NamedReview[]) {
  const read = (path: string) => new Uint8Array(readFileSync(path));
  const trained: ModelFiles = new Map([
    ['config.json', read(inside(folder, 'config.json'))],
    [WEIGHTS_FILE, read(inside(folder, WEIGHTS_FILE))],
    [VOCABULARY_FILE, read(inside(MODELS, VOCABULARY))],
  ]);
  const { config, weights } = readEncoder(trained);
  const files = withWeights(trained, config, { ...weights, heads: ['classifier'] }, 'I8');
  const paths = Object.fromEntries(
    Array.from(files.keys(), (file) => [file, file === VOCABULARY_FILE ? VOCABULARY : `${id}/${file}`]),
  );
  for (const [name, bytes] of files) put(paths[name], bytes);
  const model = new EncoderModel(await createWasmBackend({ env: nodeNnEnv(), threads: 1 }), files);
  const logits = await scoreAll(model, validation);
  const { architecture: name, parameters } = model.info;
  return { files: paths, name, parameters, logits };
}

/** Encoder and n-gram model as one; its logits are those of what was not fitted to them. */
function join(put: Put, id: string, encoder: Shipped, ngram: Shipped, validation: readonly NamedReview[]): Shipped {
  const labels = validation.map(({ label }) => label);
  const combination = fitCombination(EVEN, encoder.logits, ngram.logits, labels, FREE);
  const path = `${id}/${COMBINED_FILE}`;
  put(path, new TextEncoder().encode(`${JSON.stringify(combination, null, 2)}\n`));
  return {
    name: `${encoder.name} + n-gram`,
    files: { [COMBINED_FILE]: path, ...under('encoder/', encoder.files), ...under('ngram/', ngram.files) },
    parameters: encoder.parameters + ngram.parameters + 3,
    logits: crossFitted(encoder.logits, ngram.logits, validation),
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
    const combination = fitCombination(EVEN, pick(encoder), pick(ngram), labels, FREE);
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
  { name, description }: Member,
  kind: 'ngram' | 'combined',
  architecture: string,
  { files: paths, parameters, logits }: Shipped,
  validation: readonly NamedReview[],
) {
  const files = Object.entries(paths).map(([file, path]) => {
    const bytes = readFileSync(inside(folder, path));
    return { name: file, path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const held_out = figures(logits, validation);
  return { id, name, kind, architecture, parameters, created_at: CREATED, description, held_out, files };
}

/** Fixed, so that the same weights give the same bytes. */
const CREATED = '2026-11-23T00:00:00.000Z';

function under(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, path]) => [folder + name, path]));
}

type Put = ReturnType<typeof putInto>;

/** Writes files below a folder. */
function putInto(folder: string) {
  const put = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(inside(folder, path)), { recursive: true });
    writeFileSync(inside(folder, path), bytes);
  };
  return Object.assign(put, { folder });
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
