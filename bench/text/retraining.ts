// What retraining on few labels brings, on product reviews made up at random, of which the shipped models know little: as the app does
// it (src/service/retrain/defaults.ts), or, by --ways all, by the ways that those defaults were chosen from. With --data, the
// Large Movie Review Dataset (Maas et al. 2011), whose validation reviews no shipped model has learnt from, it also tells what is
// forgotten of films. Writes JSON: --out <file> [--model nano] [--ways all] [--seeds 8] [--data <aclImdb folder>]

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCorpus } from '../../scripts/base-model/corpus';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { mcnemar } from '../../src/ml/metrics/binary';
import { Rng } from '../../src/ml/rng';
import { PROBE } from '../../src/ml/samples/probe';
import { loadTextModel } from '../../src/ml/text/load';
import type { LabelledText, ModelFiles } from '../../src/ml/text/types';
import { createTrainer } from '../../src/ml/trainer';
import { adaptingOptions } from '../../src/ml/trainer/adapting';
import type { TrainOptions } from '../../src/ml/trainer/types';
import { productReviews } from '../../src/service/retrain/products.fixture';
import { readShipped, readShippedFiles } from '../../src/service/reviews/shipped';

const MODELS = 'public/models';
const BATCH = 16;
const JUDGED = 300;
const SIZES = [30, 75, 150];

interface Way {
  readonly name: string;
  readonly options: Partial<TrainOptions>;
  /** Old texts for each new one. */
  readonly replay?: number;
}

const LORA = { kind: 'lora', rank: 8, alpha: 16 } as const;
const WAYS: Readonly<Record<'encoder' | 'ngram', readonly Way[]>> = {
  encoder: [
    { name: 'head, 1e-3 × 12', options: { trainable: { kind: 'head' }, learning_rate: 1e-3, epochs: 12 } },
    { name: 'low-rank, 3e-4 × 12', options: { trainable: LORA, learning_rate: 3e-4, epochs: 12 } },
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
  ngram: [
    { name: '0.03 × 3', options: { learning_rate: 0.03 } },
    { name: '0.1 × 3', options: { learning_rate: 0.1 } },
    { name: '0.1 × 10', options: { learning_rate: 0.1, epochs: 10 } },
    { name: '0.3 × 5', options: { learning_rate: 0.3, epochs: 5 } },
    { name: '0.1 × 3, half old', options: { learning_rate: 0.1 }, replay: 1 },
  ],
};

interface Judged {
  readonly products: readonly LabelledText[];
  readonly probe: readonly LabelledText[];
  readonly films: readonly LabelledText[];
}

export default async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ data: text, out: text, model: { ...text, default: 'small' }, ways: { ...text, default: 'own' } },
      seeds: { ...text, default: '8' },
    },
  });
  const films = values.data ? inRandomOrder(readCorpus(values.data).validation) : [];
  const bench = await openBench(values.model);
  const judged: Judged = {
    products: productReviews(JUDGED, 1000),
    probe: PROBE,
    films: films.slice(0, JUDGED).toSorted((a, b) => a.text.length - b.text.length),
  };
  const before = await bench.rightOn(bench.files, judged);
  const rows = [];
  for (const n of SIZES) {
    const own = { name: 'as the app does it', options: adaptingOptions(bench.about, n) };
    const others = WAYS[bench.about.kind === 'ngram' ? 'ngram' : 'encoder'];
    const ways = values.ways === 'all' ? [own, ...others] : [own];
    for (const way of ways.filter(({ replay = 0 }: Way) => replay === 0 || films.length > 0)) {
      const old = films.slice(JUDGED);
      rows.push({
        n,
        way: way.name,
        ...(await after(bench, way, { n, judged, knew: before.probe, old }, Number(values.seeds))),
      });
      console.log(JSON.stringify(rows.at(-1)));
    }
  }
  const percents = { products: share([before.products]), probe: share([before.probe]), films: share([before.films]) };
  if (values.out) writeFileSync(values.out, JSON.stringify({ model: values.model, before: percents, rows }));
}

/** What is said of them. */

/** The shipped model of that name, and what can be done with it. */
async function openBench(name: string) {
  const asset = async (path: string) => new Uint8Array(readFileSync(join(MODELS, path)));
  const shipped = (await readShipped(asset)).models.find(({ id }) => id === name);
  if (!shipped) throw new Error(`There is no model ${name}.`);
  const files = await readShippedFiles(shipped, asset, () => {});
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const right = async (model: ModelFiles, texts: readonly LabelledText[]) => {
    const loaded = loadTextModel(nn, model);
    const all: boolean[] = [];
    for (let at = 0; at < texts.length; at += BATCH) {
      const part = texts.slice(at, at + BATCH);
      const scores = await loaded.score(part.map(({ text }) => text));
      all.push(...scores.map(({ score }, i) => score >= 0.5 === (part[i]?.label ?? 0) > 0.5));
    }
    loaded.dispose();
    return all;
  };
  return {
    ...{ files, about: { kind: shipped.kind, untrained: false } },
    rightOn: async (model: ModelFiles, { products, probe, films }: Judged) => ({
      products: await right(model, products),
      probe: await right(model, probe),
      films: await right(model, films),
    }),
    async learn(train: readonly LabelledText[], options: Partial<TrainOptions>): Promise<ModelFiles> {
      const trainer = createTrainer(nn, files, { train, held_out: [] }, options);
      for (let event = await trainer.next(); event.kind !== 'done'; ) event = await trainer.next();
      const model = await trainer.result();
      trainer.dispose();
      return model;
    },
  };
}

interface Task {
  readonly n: number;
  readonly judged: Judged;
  readonly knew: readonly boolean[];
  readonly old: readonly LabelledText[];
}

/** Over several seeds: per cent right, seconds of a training, and how many challengers the gate would refuse for the probe. */
async function after(
  bench: Awaited<ReturnType<typeof openBench>>,
  way: Way,
  { n, judged, knew, old }: Task,
  seeds: number,
) {
  const all = { products: [], probe: [], films: [] } as Record<keyof Judged, boolean[][]>;
  const seconds: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const start = performance.now();
    const replayed = old.slice(seed * 300, seed * 300 + n * (way.replay ?? 0));
    const model = await bench.learn([...productReviews(n, seed), ...replayed], { ...way.options, seed });
    seconds.push((performance.now() - start) / 1000);
    // Films are long: one of the challengers stands for all.
    const right = await bench.rightOn(model, seed === 1 ? judged : { ...judged, films: [] });
    all.products.push(right.products);
    all.probe.push(right.probe);
    if (seed === 1) all.films.push(right.films);
  }
  const refused = all.probe.filter((now) => worse(knew, now) < 0.05).length;
  const percents = { products: share(all.products), probe: share(all.probe), films: share(all.films) };
  const sorted = seconds.toSorted((a, b) => a - b);
  return { ...percents, seeds, refused, seconds: Number(sorted[Math.floor(seeds / 2)]?.toPrecision(3)) };
}

/** Per cent right; null where there was nothing to judge. */
function share(right: readonly (readonly boolean[])[]): number | null {
  const all = right.flat();
  return all.length === 0 ? null : Number(((100 * all.filter(Boolean).length) / all.length).toFixed(1));
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
