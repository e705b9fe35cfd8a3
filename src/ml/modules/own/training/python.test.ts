// Trained by train.py and by the product, from the same files with the same arguments, models are the same as far as the methods
// allow: EM and gradients have no chance in them; the n-gram model's texts come in another order. Where there is no python3 with
// NumPy this is passed over, and says so.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../../../compute/nn/wasm/create';
import { nodeNnEnv } from '../../../compute/nn/wasm/env.node';
import type { Precision } from '../../../formats/files';
import { atPrecision } from '../../../formats/precision/precision';
import { learnt, rowsOf } from '../../../formats/stream/learner.fixture';
import { parametersOf, readStreamModel } from '../../../formats/stream/model';
import type { Mixture } from '../../../gmm/types';
import { readImageModel, writeImageModel } from '../../../image/files';
import { ImageModel } from '../../../image/model';
import { smallConfig, smallImages } from '../../../image/problem.fixture';
import { Rng } from '../../../rng';
import type { LearnerConfig } from '../../../stream/learners';
import type { Task } from '../../../stream/types';
import { joinCombined } from '../../../text/combined/files';
import { loadTextModel } from '../../../text/load';
import { NgramModel } from '../../../text/ngram/model';
import { EIGHT, TINY_PRE, tinyFiles } from '../../../trainer/encoder.fixture';
import { memoryDir } from '../../memory-dir';
import type { TrainingModule } from '../../protocol';
import { missing } from '../../python/testing/host.fixture';
import { expectClose, filesIn, moduleOf, train } from '../../python/testing/run-python.fixture';
import { mixtureFiles, readMixture } from '../mixture';
import { imageTraining, mixtureTraining, streamTraining, textTraining } from '.';
import { npzOf } from './pictures.fixture';

type Files = ReadonlyMap<string, Uint8Array>;

interface Case {
  readonly name: string;
  readonly kind: 'mixture' | 'stream' | 'text' | 'image';
  readonly module: TrainingModule;
  readonly files: Files;
  readonly data: string | Uint8Array;
  /** What its name ends with; CSV where it is not said. */
  readonly ending?: string;
  readonly args: readonly string[];
  /** What is compared of the model. */
  numbersOf(files: Files): readonly number[] | Promise<readonly number[]>;
  readonly within: number;
}

const rng = new Rng(8);
const points = Array.from({ length: 80 }, (_, i) => `${rng.normal() + (i % 2) * 4},${rng.normal()}`).join('\n');
const COVARIANCES = { full: [1, 0, 0, 1, 2, 0, 0, 2], tied: [1, 0, 0, 1], diag: [1, 1, 2, 1], spherical: [1, 2] };

function mixtureCase(type: Mixture['covariance_type']): Case {
  const mixture: Mixture = {
    ...{ covariance_type: type, n_components: 2, n_features: 2 },
    weights: Float64Array.of(0.5, 0.5),
    means: Float64Array.of(-1, 0, 1, 0),
    covariances: Float64Array.from(COVARIANCES[type]),
  };
  const numbersOf = (files: Files) => {
    const { weights, means, covariances } = readMixture(files.get('mixture.json')!);
    return [...weights, ...means, ...covariances];
  };
  const common = { kind: 'mixture', module: mixtureTraining, data: points, args: [], within: 1e-9 } as const;
  return { name: `a mixture, ${type}`, files: mixtureFiles(mixture), numbersOf, ...common };
}

async function streamCase(
  name: string,
  changes: Partial<LearnerConfig>,
  task: Task,
  precision: Precision | null = null,
): Promise<Case> {
  const made = await learnt(changes, task);
  const files = precision ? atPrecision(made.files, precision) : made.files;
  const X = rowsOf(50, 4);
  const data = Array.from({ length: 50 }, (_, i) => `${X.subarray(3 * i, 3 * i + 3).join()},${i % 3}`).join('\n');
  const numbersOf = (trained: Files) => [...parametersOf(readStreamModel(trained))];
  const args = ['--epochs=5', '--learning_rate=0.05'];
  return { name, kind: 'stream', module: streamTraining, files, data, args, numbersOf, within: 1e-10 };
}

const nn = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
const lines = EIGHT.concat(EIGHT, EIGHT).map(({ text, label }, i) => `"${text}, ${i % 5}",${label}\n`);

function textCase(name: string, files: Files, within: number): Case {
  const numbersOf = async (trained: Files) => {
    const model = loadTextModel(await nn(), trained);
    return (await model.score(EIGHT.map(({ text }) => text))).map(({ score }) => score);
  };
  const data = `text,label\n${lines.join('')}`;
  return { name, kind: 'text', module: textTraining(nn), files, data, args: ['--epochs=12'], numbersOf, within };
}

/** One batch holds all pictures, so that their order does not count. */
async function imageCase(): Promise<Case> {
  const config = smallConfig('cnn');
  const model = new ImageModel(await nn(), config, new Rng(2));
  const files = writeImageModel(config, await model.weights());
  const numbersOf = (trained: Files) => [...readImageModel(trained).weights.values()].flatMap((values) => [...values]);
  const common = { kind: 'image', module: imageTraining({ createNn: nn }), ending: 'npz', within: 1e-4 } as const;
  const args = ['--epochs=3', '--batch_size=12'];
  return { name: 'an image classifier', files, data: npzOf(smallImages(12, 1)), args, numbersOf, ...common };
}

const words = NgramModel.fresh().saveNow();
const encoder = tinyFiles(TINY_PRE);
const plain: readonly Case[] = [
  ...(['full', 'tied', 'diag', 'spherical'] as const).map(mixtureCase),
  await streamCase(
    'a network of a stream',
    { hidden: [6], activation: 'tanh' },
    { kind: 'classification', n_classes: 3 },
  ),
  await streamCase('a linear model of a stream', { id: 'linear' }, { kind: 'regression' }),
  // Its layers lie apart, without what an optimiser remembers.
  await streamCase('a network of a stream in half precision', { hidden: [6] }, { kind: 'regression' }, 'float16'),
  await imageCase(),
  textCase('an encoder', encoder, 1e-5),
  textCase('an n-gram model', words, 0.02),
  textCase(
    'both joined',
    joinCombined({ encoder, ngram: words, combination: { encoder: 0.8, ngram: 0.5, offset: 0 } }),
    0.02,
  ),
];
/** Every other text begins with a byte-order mark, as spreadsheets write it. */
const cases = plain.map((one, i) =>
  typeof one.data === 'string' && i % 2 === 0 ? { ...one, data: `\uFEFF${one.data}` } : one,
);

/** What the product's training left, and said. */
async function ours({ module, files, data, args, ending = 'csv' }: Case): Promise<{ files: Files; said: string }> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const path = `data.${ending}`;
  const dir = memoryDir([...files, [path, bytes]]);
  let said = '';
  const log = (line: unknown) => {
    said += `${line}\n`;
  };
  await module.train(dir, [path, ...args], { logger: { log, flush() {} } });
  const read = await Promise.all([...files.keys()].map(async (name) => [name, await dir.read(name)] as const));
  return { files: new Map(read), said };
}

describe.skipIf(missing)('train.py and the product', () => {
  const theirs = new Map<Case, { readonly files: Files; readonly said: string }>();

  beforeAll(async () => {
    const placed = cases.map(({ kind, files, data, args, ending = 'csv' }) => {
      const folder = moduleOf(kind, files);
      const [path, out] = [join(folder, `data.${ending}`), join(folder, 'trained')];
      writeFileSync(path, data);
      return { folder, out, args: [out, path, ...args] };
    });
    const said = await train(placed);
    cases.forEach((one, i) => {
      const left = [...filesIn(placed[i]!.out)].filter(([name]) => one.files.has(name));
      theirs.set(one, { files: new Map(left), said: said[i]! });
    });
  });

  it.each(cases)('bring $name to the same place', async (one) => {
    const [mine, other] = [await ours(one), theirs.get(one)!];
    expectClose(await one.numbersOf(mine.files), await one.numbersOf(other.files), one.within);
    // Numbers aside, both say the same.
    const spoken = (text: string) =>
      text
        .replace(/, accuracy \d\S*/g, '')
        .replace(/-?\d+(\.\d+)?/g, '#')
        .trim();
    expect(spoken(mine.said)).toBe(spoken(other.said));
  });
});
