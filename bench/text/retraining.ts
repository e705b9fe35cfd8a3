// What retraining on few labels brings and costs, by how it is done: the defaults of src/service/retrain/defaults.ts
// were chosen by this, on product reviews made up at random, of which the shipped models know little. Needs the Large
// Movie Review Dataset (Maas et al. 2011), whose validation reviews no shipped model has learnt from:
// node --experimental-wasm-relaxed-simd scripts/run-ts.mjs bench/text/retraining.ts --data <aclImdb folder> [--model nano]

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCorpus } from '../../scripts/base-model/corpus';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/node-env';
import { mcnemar } from '../../src/ml/metrics/binary';
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
const SIZES = [30, 75, 150];
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

interface Way {
  readonly name: string;
  readonly options: Partial<TrainOptions>;
  /** Old texts for each new one. */
  readonly replay?: number;
}

const LORA = { kind: 'lora', rank: 8, alpha: 16 } as const;
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  base: [
    { name: 'head, 1e-3 × 5', options: { trainable: { kind: 'head' }, learning_rate: 1e-3, epochs: 5 } },
    { name: 'top layer, 3e-4 × 5', options: { trainable: { kind: 'top', layers: 1 }, learning_rate: 3e-4, epochs: 5 } },
    { name: 'all, 3e-5 × 5', options: { learning_rate: 3e-5, epochs: 5 } },
    { name: 'all, 1e-4 × 5', options: { learning_rate: 1e-4, epochs: 5 } },
    { name: 'all, 3e-4 × 5', options: { learning_rate: 3e-4, epochs: 5 } },
    { name: 'low-rank, 1e-3 × 5', options: { trainable: LORA, learning_rate: 1e-3, epochs: 5 } },
    { name: 'low-rank, 1e-3 × 8', options: { trainable: LORA, learning_rate: 1e-3, epochs: 8 } },
    { name: 'low-rank, 1e-3 × 12', options: { trainable: LORA, learning_rate: 1e-3, epochs: 12 } },
    { name: 'low-rank, × 8, half old', options: { trainable: LORA, learning_rate: 1e-3, epochs: 8 }, replay: 1 },
  ],
  nano: [
    { name: '0.03 × 3', options: { learning_rate: 0.03 } },
    { name: '0.1 × 3', options: { learning_rate: 0.1 } },
    { name: '0.1 × 10', options: { learning_rate: 0.1, epochs: 10 } },
    { name: '0.3 × 5', options: { learning_rate: 0.3, epochs: 5 } },
    { name: '0.1 × 3, half old', options: { learning_rate: 0.1 }, replay: 1 },
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
  const rightOn = async (model: ModelFiles, texts: readonly LabelledText[]) => {
    const loaded = loadTextModel(nn, model);
    const right: boolean[] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      const part = texts.slice(at, at + BATCH);
      const scores = await loaded.score(part.map(({ text }) => text));
      right.push(...scores.map(({ score }, i) => score >= 0.5 === part[i]?.label > 0.5));
    }
    loaded.dispose();
    return right;
  };
  const learn = async (train: readonly LabelledText[], options: Partial<TrainOptions>) => {
    const trainer = createTrainer(nn, files, { train, held_out: [] }, options);
    for (let event = await trainer.next(); event.kind !== 'done'; ) event = await trainer.next();
    const model = await trainer.result();
    trainer.dispose();
    return model;
  };

  const judged = {
    products: productReviews(JUDGED, 1000),
    films: films.slice(0, JUDGED).toSorted((a, b) => a.text.length - b.text.length),
    probe: PROBE,
  };
  const before = { products: await rightOn(files, judged.products), films: await rightOn(files, judged.films) };
  const knew = await rightOn(files, PROBE);
  console.log(
    `${values.model} as it is: products ${share([before.products])}, films ${share([before.films])}, probe ${share([knew])}`,
  );
  for (const n of SIZES) {
    for (const { name, options, replay = 0 } of WAYS[values.model] ?? []) {
      const after = { products: [], probe: [], films: [] } as Record<keyof typeof judged, boolean[][]>;
      for (const seed of SEEDS) {
        const old = films.slice(JUDGED).slice(seed * 300, seed * 300 + n * replay);
        const model = await learn([...productReviews(n, seed), ...old], { ...options, seed });
        after.products.push(await rightOn(model, judged.products));
        after.probe.push(await rightOn(model, PROBE));
        // Films are long: one of the challengers stands for all.
        if (seed === SEEDS[0]) after.films.push(await rightOn(model, judged.films));
      }
      const refused = after.probe.filter((now) => worse(knew, now) < 0.05).length;
      const figures = `products ${share(after.products)} · films ${share(after.films)} · probe ${share(after.probe)}`;
      console.log(
        `${String(n).padStart(3)} labels · ${name.padEnd(24)} ${figures} · ${refused} of ${SEEDS.length} worse on the probe`,
      );
    }
  }
}

/** Per cent right. */
function share(right: readonly (readonly boolean[])[]): string {
  const all = right.flat();
  return ((100 * all.filter(Boolean).length) / all.length).toFixed(1);
}

/** p of McNemar's exact test: is it worse? */
function worse(before: readonly boolean[], now: readonly boolean[]): number {
  const lost = now.filter((right, i) => !right && before[i]).length;
  const won = now.filter((right, i) => right && !before[i]).length;
  return mcnemar(lost, won)?.worse ?? 1;
}

function inRandomOrder(texts: readonly LabelledText[]): readonly LabelledText[] {
  const order = new Rng(1).shuffle(texts.map((_, i) => i));
  return order.flatMap((i) => texts[i] ?? []);
}
