// How often the shipped models judge a review rightly by its first words, on the validation reviews:
// node --experimental-wasm-relaxed-simd scripts/run-ts.mjs scripts/base-model/beginnings.ts <folder of the dataset> [words] [folder of models]

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { loadTextModel } from '../../src/ml/text/load';
import { readShipped, readShippedFiles } from '../../src/service/reviews/shipped';
import { readCorpus } from './corpus';

const BATCH = 64;

export default async function main([data, words = '5', folder = 'public/models']: string[]): Promise<void> {
  if (!data) throw new Error('Say where the dataset lies.');
  const reviews = readCorpus(data).validation.map(({ text, label }) => ({
    text: text.split(/\s+/).slice(0, Number(words)).join(' '),
    label,
  }));
  const asset = async (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  for (const shipped of (await readShipped(asset)).models) {
    const model = loadTextModel(nn, await readShippedFiles(shipped, asset, () => {}));
    let right = 0;
    for (let at = 0; at < reviews.length; at += BATCH) {
      const batch = reviews.slice(at, at + BATCH);
      const scores = await model.score(batch.map(({ text }) => text));
      right += scores.filter(({ logit }, i) => logit > 0 === (batch[i]?.label === 1)).length;
    }
    model.dispose();
    console.log(`${shipped.name}: ${((100 * right) / reviews.length).toFixed(1)} % by the first ${words} words`);
  }
}
