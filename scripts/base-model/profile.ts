// Makes the profiles of the models in public/models, by which the app notices that reviews have drifted, and lists
// them in the manifest: 2,000 validation reviews (held out from training) as each model scores and embeds them by the
// product's own engine, and prints of the words that the training reviews have. Statistics and single words only:
// node --experimental-wasm-relaxed-simd scripts/run-ts.mjs scripts/base-model/profile.ts <folder of the dataset> [folder of models] [--limit <texts>]

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { buildProfile, frequentWords } from '../../src/ml/drift/profile';
import { encodeProfile } from '../../src/ml/drift/profile-file';
import { Rng } from '../../src/ml/rng';
import { loadTextModel } from '../../src/ml/text/load';
import type { TextModel } from '../../src/ml/text/types';
import { readShipped, readShippedFiles } from '../../src/service/reviews/shipped';
import { limited, type NamedReview, readCorpus } from './corpus';

const MODELS = fileURLToPath(new URL('../../public/models/', import.meta.url));
const TEXTS = 2000;
const EMBEDDED = 500;
const KNOWN = 30_000;
const BATCH = 16;
const SEED = 1;
const ABOUT = '2,000 film reviews held out from its training';

interface Manifest {
  readonly models: readonly { readonly id: string; readonly files: unknown }[];
}

export default async function main(args: string[]): Promise<void> {
  const { limit, given } = limited(args);
  const [data, models = MODELS] = given;
  if (!data) throw new Error('Say where the dataset lies.');
  const { train, validation } = readCorpus(data, limit);
  const known = frequentWords(
    train.map(({ text }) => text),
    KNOWN,
  );
  const reviews = pick(validation);
  const asset = async (path: string) => new Uint8Array(readFileSync(join(models, path)));
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const listed = new Map<string, { path: string; bytes: number; sha256: string }>();
  for (const shipped of (await readShipped(asset)).models) {
    const model = loadTextModel(nn, await readShippedFiles(shipped, asset, () => {}));
    const bytes = await profile(model, reviews, known);
    model.dispose();
    const path = `${shipped.id}/profile.bin`;
    writeFileSync(join(models, path), bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    listed.set(shipped.id, { path, bytes: bytes.length, sha256 });
    console.log(JSON.stringify({ id: shipped.id, bytes: bytes.length, reviews: reviews.length }));
  }
  list(models, listed);
}

/** Those of the validation reviews that profiles are made of: at random, as many of each label. */
export function pick(reviews: readonly NamedReview[]): NamedReview[] {
  const order = new Rng(SEED).shuffle(Uint32Array.from(reviews, (_, i) => i));
  const shuffled = Array.from(order, (i) => reviews[i]);
  const of = (label: number) => shuffled.filter((review) => review.label === label).slice(0, TEXTS / 2);
  const chosen = new Set([...of(0), ...of(1)]);
  // Mixed, so that the first of them are a fair sample, too.
  return shuffled.filter((review) => chosen.has(review));
}

async function profile(model: TextModel, reviews: readonly NamedReview[], known: readonly number[]) {
  const texts = reviews.map(({ text }) => text);
  const scores: number[] = [];
  for (let from = 0; from < texts.length; from += BATCH) {
    scores.push(...(await model.score(texts.slice(from, from + BATCH))).map(({ score }) => score));
  }
  const rows: number[] = [];
  let d = 0;
  const embedded = Math.min(EMBEDDED, texts.length);
  for (let from = 0; from < embedded; from += BATCH) {
    const found = await model.embed(texts.slice(from, Math.min(from + BATCH, embedded)));
    d = found.d;
    rows.push(...found.data);
  }
  const labels = reviews.map(({ label }) => label);
  const observed = { scores, labels, embeddings: { d, data: Float32Array.from(rows) } };
  return encodeProfile(buildProfile(texts, observed, { about: ABOUT, known, learnt: false }));
}

function list(folder: string, profiles: ReadonlyMap<string, object>): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const models = manifest.models.map((model) => ({ ...model, profile: profiles.get(model.id) }));
  writeFileSync(file, `${JSON.stringify({ ...manifest, models }, null, 2)}\n`);
}
