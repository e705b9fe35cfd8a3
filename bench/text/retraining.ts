// What retraining on few labels brings and costs, by how it is done: the defaults of src/service/retrain/defaults.ts
// were chosen by this. Needs the Large Movie Review Dataset (Maas et al. 2011), whose validation reviews no shipped
// model has learnt from: node --experimental-wasm-relaxed-simd scripts/run-ts.mjs bench/text/retraining.ts --data <aclImdb folder> [--model nano]

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCorpus } from '../../scripts/base-model/corpus';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/node-env';
import { Rng } from '../../src/ml/rng';
import { PROBE } from '../../src/ml/samples/probe';
import { loadTextModel } from '../../src/ml/text/load';
import type { LabelledText, ModelFiles } from '../../src/ml/text/types';
import { createTrainer } from '../../src/ml/trainer';
import type { TrainOptions } from '../../src/ml/trainer/types';
import { productReviews } from '../../src/service/retrain/products.fixture';
import { readShipped, readShippedFiles } from '../../src/service/reviews/shipped';

const MODELS = 'public/models';
const BATCH = 16;
const JUDGED = 300;
const SIZES = [40, 100, 200];

interface Way {
  readonly name: string;
  readonly options: Partial<TrainOptions>;
  /** Old texts for each new one. */
  readonly replay: number;
}

const WAYS: Readonly<Record<string, readonly Way[]>> = {
  base: [
    { name: 'head 1e-3 × 5', options: { trainable: { kind: 'head' }, learning_rate: 1e-3, epochs: 5 }, replay: 0 },
    {
      name: 'top 1 1e-4 × 5',
      options: { trainable: { kind: 'top', layers: 1 }, learning_rate: 1e-4, epochs: 5 },
      replay: 0,
    },
    { name: 'all 3e-5 × 5', options: { learning_rate: 3e-5, epochs: 5 }, replay: 0 },
    { name: 'all 1e-4 × 5', options: { learning_rate: 1e-4, epochs: 5 }, replay: 0 },
    { name: 'all 1e-4 × 5, half old', options: { learning_rate: 1e-4, epochs: 5 }, replay: 1 },
    { name: 'all 3e-4 × 5', options: { learning_rate: 3e-4, epochs: 5 }, replay: 0 },
    { name: 'all 3e-4 × 5, half old', options: { learning_rate: 3e-4, epochs: 5 }, replay: 1 },
    { name: 'all 3e-4 × 10, half old', options: { learning_rate: 3e-4, epochs: 10 }, replay: 1 },
  ],
  nano: [
    { name: '0.03 × 3', options: { learning_rate: 0.03 }, replay: 0 },
    { name: '0.1 × 3', options: { learning_rate: 0.1 }, replay: 0 },
    { name: '0.1 × 5', options: { learning_rate: 0.1, epochs: 5 }, replay: 0 },
    { name: '0.1 × 10', options: { learning_rate: 0.1, epochs: 10 }, replay: 0 },
    { name: '0.1 × 10, half old', options: { learning_rate: 0.1, epochs: 10 }, replay: 1 },
    { name: '0.3 × 5', options: { learning_rate: 0.3, epochs: 5 }, replay: 0 },
    { name: '0.3 × 5, half old', options: { learning_rate: 0.3, epochs: 5 }, replay: 1 },
    { name: '0.3 × 10, half old', options: { learning_rate: 0.3, epochs: 10 }, replay: 1 },
  ],
};

export default async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, model: { type: 'string', default: 'base' } },
  });
  if (!values.data) throw new Error('Say where the dataset lies: --data <aclImdb folder>.');
  const films = inRandomOrder(readCorpus(values.data).validation);
  const asset = async (path: string) => new Uint8Array(readFileSync(join(MODELS, path)));
  const shipped = (await readShipped(asset)).find(({ id }) => id === values.model);
  if (!shipped) throw new Error(`There is no model ${values.model}.`);
  const files = await readShippedFiles(shipped, asset, () => {});
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const right = async (model: ModelFiles, texts: readonly LabelledText[]) => {
    const loaded = loadTextModel(nn, model);
    const order = texts.toSorted((a, b) => a.text.length - b.text.length);
    let count = 0;
    for (let at = 0; at < order.length; at += BATCH) {
      const part = order.slice(at, at + BATCH);
      const scores = await loaded.score(part.map(({ text }) => text));
      count += scores.filter(({ score }, i) => score > 0.5 === part[i]?.label > 0.5).length;
    }
    loaded.dispose();
    return ((100 * count) / texts.length).toFixed(1).padStart(5);
  };

  const old = films.slice(0, JUDGED);
  const replayed = films.slice(JUDGED, JUDGED + 400);
  const fresh = films.slice(1000);
  console.log(
    `${values.model} as it is: ${await right(files, old)} % of films, ${await right(files, PROBE)} % of the probe`,
  );
  for (const domain of ['products', 'films'] as const) {
    const texts = domain === 'products' ? productReviews(JUDGED + 200, 7) : fresh.slice(0, JUDGED + 200);
    const judged = texts.slice(200);
    console.log(`${domain}: ${await right(files, judged)} % before`);
    for (const n of SIZES) {
      for (const { name, options, replay } of WAYS[values.model] ?? []) {
        const train = [...texts.slice(0, n), ...replayed.slice(0, n * replay)];
        const started = performance.now();
        const trainer = createTrainer(nn, files, { train, held_out: [] }, { ...options, seed: 1 });
        for (let event = await trainer.next(); event.kind !== 'done'; ) event = await trainer.next();
        const model = await trainer.result();
        trainer.dispose();
        const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
        const [now, then, probe] = [await right(model, judged), await right(model, old), await right(model, PROBE)];
        console.log(
          `${domain} ${n} · ${name.padEnd(24)} new ${now} · old films ${then} · probe ${probe} · ${seconds} s`,
        );
      }
    }
  }
}

function inRandomOrder(texts: readonly LabelledText[]): readonly LabelledText[] {
  const order = new Rng(1).shuffle(texts.map((_, i) => i));
  return order.flatMap((i) => texts[i] ?? []);
}
