// The models whose formats are checked, made on the spot, and the one that comes with the app; each with a question and the
// product's own answer to it.

import { readdirSync, readFileSync } from 'node:fs';
import { type EncoderConfig, presetConfig } from '../../src/ml/bert/config';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/ml/bert/safetensors';
import { ReferenceBackend } from '../../src/ml/compute/nn/reference';
import type { Files } from '../../src/ml/formats';
import { NO_FEATURE } from '../../src/ml/formats/onnx/ngram';
import type { Given } from '../../src/ml/formats/onnx/run-onnx.fixture';
import { COLUMNS, learnt, rowsOf } from '../../src/ml/formats/stream/learner.fixture';
import { exportMixture } from '../../src/ml/gmm/export';
import { sampleMixture } from '../../src/ml/gmm/sample';
import { respond } from '../../src/ml/gmm/score';
import type { CovarianceType, Mixture } from '../../src/ml/gmm/types';
import type { ImageStructure } from '../../src/ml/image/config';
import { readImageModel, writeImageModel } from '../../src/ml/image/files';
import { ImageModel } from '../../src/ml/image/model';
import { loadStream, MIXTURE_FILE, readMixture } from '../../src/ml/modules/own';
import { Rng } from '../../src/ml/rng';
import type { LearnerConfig } from '../../src/ml/stream/learners';
import type { Task } from '../../src/ml/stream/types';
import { joinCombined } from '../../src/ml/text/combined/files';
import { readEncoder, readTokenizer, WEIGHTS_FILE } from '../../src/ml/text/encoder/files';
import { freshEncoder } from '../../src/ml/text/encoder/model';
import { readText } from '../../src/ml/text/encoder/reader';
import { loadTextModel } from '../../src/ml/text/load';
import { prints } from '../../src/ml/text/ngram/features';
import { NGRAM_FILE, readNgram } from '../../src/ml/text/ngram/file';
import { NgramModel } from '../../src/ml/text/ngram/model';

export interface Checked {
  readonly name: string;
  readonly files: Files;
  /** What ONNX is asked. */
  readonly feeds: Readonly<Record<string, Given>>;
  /** Which of ONNX's outputs is the answer; of logits [n, 2] the second less the first. */
  readonly output: string;
  /** What a layers model is asked; null where there is none. */
  readonly input: { readonly data: Float32Array; readonly shape: readonly number[] } | null;
  /** What transformers is asked; null where there is no such folder. */
  readonly texts: readonly string[] | null;
  /** The product's answer with these files in place of the model's. */
  answer(files: Files): Promise<ArrayLike<number>>;
}

const TEXTS = ['a warm film', 'Long and dull.', 'nothing of this is known'];

export async function checkedModels(): Promise<readonly Checked[]> {
  const classes: Task = { kind: 'classification', n_classes: 3 };
  return [
    ...(['full', 'tied', 'diag', 'spherical'] as const).map(mixture),
    text('encoder, BERT', { encoder: encoder({}) }),
    text('encoder, pre-LN with relative bias', {
      encoder: encoder({ norm_position: 'pre', position_embedding_type: 'relative_bias', pooling: 'attention' }),
    }),
    text('n-grams', { ngram: words() }),
    text('both together', { encoder: encoder({}), ngram: words() }),
    text('the shipped model', shipped()),
    await image('image, CNN', { kind: 'cnn', stages: [3, 4], hidden: [6] }),
    await image('image, MLP', { kind: 'mlp', hidden: [8], activation: 'tanh' }),
    await stream('stream, network', {}, classes),
    await stream('stream, linear', { id: 'linear' }, { kind: 'regression' }),
    await stream('stream, mixture', { id: 'mixture' }, { kind: 'density' }),
  ];
}

const COVARIANCES = {
  full: [2, 0.6, 0.6, 1, 1, -0.3, -0.3, 2],
  tied: [2, 0.6, 0.6, 1],
  diag: [1, 2, 0.5, 0.25],
  spherical: [0.5, 2],
} as const;

function mixture(type: CovarianceType): Checked {
  const made: Mixture = {
    ...{ covariance_type: type, n_components: 2, n_features: 2 },
    weights: Float64Array.of(0.3, 0.7),
    means: Float64Array.of(1000, -2, 1004, 1 / 3),
    covariances: Float64Array.from(COVARIANCES[type]),
  };
  const { points } = sampleMixture(made, 20, 3);
  return {
    ...{ name: `mixture, ${type}`, output: 'log_density', input: null, texts: null },
    files: new Map([[MIXTURE_FILE, new TextEncoder().encode(exportMixture(made, 'json'))]]),
    feeds: { points: { type: 'float64', data: points.data, dims: [20, 2] } },
    answer: async (files) => respond(readMixture(files.get(MIXTURE_FILE)!), points).logDensity,
  };
}

interface TextParts {
  readonly encoder?: Files;
  readonly ngram?: Files;
  readonly combination?: { readonly encoder: number; readonly ngram: number; readonly offset: number };
}

function text(name: string, { encoder, ngram, combination }: TextParts): Checked {
  const weights = combination ?? { encoder: 0.7, ngram: 1.3, offset: -0.2 };
  const both = encoder && ngram ? joinCombined({ encoder, ngram, combination: weights }) : null;
  const files = both ?? encoder ?? ngram ?? new Map<string, Uint8Array>();
  return {
    ...{ name, files, output: 'logits', input: null, texts: encoder && !ngram ? TEXTS : null },
    feeds: {
      ...(encoder && tokensOf(encoder)),
      ...(ngram && {
        ngrams: padded(
          TEXTS.map((one) => [...prints(one, readNgram(ngram.get(NGRAM_FILE) ?? new Uint8Array()).order)]),
          NO_FEATURE,
        ),
      }),
    },
    async answer(some) {
      const model = loadTextModel(new ReferenceBackend(), some);
      return (await model.score(TEXTS)).map(({ logit }) => logit);
    },
  };
}

function tokensOf(files: Files): Record<string, Given> {
  const { config } = readEncoder(files);
  const tokenizer = readTokenizer(files, config);
  const read = TEXTS.map((one) => [...readText(tokenizer, one, config.max_position_embeddings).ids]);
  const there = read.map((ids) => ids.map(() => 1));
  return { input_ids: padded(read, tokenizer.special.pad), attention_mask: padded(there, 0) };
}

function padded(rows: readonly (readonly number[])[], fill: number): Given {
  const length = Math.max(1, ...rows.map((row) => row.length));
  const data = rows.flatMap((row) => [...row, ...new Array<number>(length - row.length).fill(fill)]);
  return { type: 'int64', data, dims: [rows.length, length] };
}

/** With biases and norms that are not what they begin as. */
function encoder(changes: Partial<EncoderConfig>): Files {
  const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'warm', 'film', 'long', 'and', 'du', '##ll', '.'];
  const size = { max_position_embeddings: 16, initializer_range: 0.3, ...changes };
  const config = presetConfig('L-2_H-16_A-4', pieces.length, size);
  const fresh = freshEncoder(config, new TextEncoder().encode(`${pieces.join('\n')}\n`), 3);
  const rng = new Rng(4);
  const tensors = [...readSafetensors(fresh.get(WEIGHTS_FILE)!)].map(([name, { shape, data }]): [string, Tensor] => {
    return [name, { shape, data: shape.length > 1 ? data : data.map((value) => value + 0.2 * rng.normal()) }];
  });
  return new Map(fresh).set(WEIGHTS_FILE, writeSafetensors(new Map(tensors)));
}

function words(): Files {
  const model = NgramModel.fresh();
  model.learn('a warm film', 1);
  model.learn('Long and dull.', 0);
  return model.saveNow();
}

function shipped(): TextParts {
  const filesIn = (folder: string) =>
    new Map(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(`${folder}/${name}`))]));
  const [base, nano] = [filesIn('public/models/small'), filesIn('public/models/nano')];
  const combination = JSON.parse(new TextDecoder().decode(base.get('combined.json')));
  const encoder = new Map([...base].filter(([name]) => !['combined.json', 'profile.bin'].includes(name)));
  return { encoder, ngram: new Map([[NGRAM_FILE, nano.get(NGRAM_FILE)!]]), combination };
}

async function image(name: string, structure: ImageStructure): Promise<Checked> {
  const shape = { height: 9, width: 6, channels: 3 };
  const config = { shape, structure, classes: ['a', 'b', 'c'], mean: [0.4, 0.5, 0.2], std: [0.25, 0.1, 0.3] };
  const made = new ImageModel(new ReferenceBackend(), config, new Rng(5));
  const weights = [...(await made.weights())].map(([key, values]) => [key, Float32Array.from(values)] as const);
  const rng = new Rng(3);
  const data = Float32Array.from({ length: 4 * 9 * 6 * 3 }, () => rng.uniform());
  return {
    ...{ name, files: writeImageModel(config, new Map(weights)), output: 'probabilities', texts: null },
    feeds: { pixels: { type: 'float32', data, dims: [4, 9, 6, 3] } },
    input: { data, shape: [4, 9, 6, 3] },
    async answer(files) {
      const read = readImageModel(files);
      return new ImageModel(new ReferenceBackend(), read.config, read.weights).predict(data);
    },
  };
}

async function stream(name: string, changes: Partial<LearnerConfig>, task: Task): Promise<Checked> {
  // What single precision makes of times is what all are given.
  const X = rowsOf(8, 50).map(Math.fround);
  const density = task.kind === 'density';
  const outputs = { classification: 'probabilities', regression: 'prediction', density: 'log_density' };
  return {
    ...{ name, files: (await learnt(changes, task)).files, output: outputs[task.kind], texts: null },
    feeds: { [density ? 'points' : 'features']: { type: 'float64', data: X, dims: [8, COLUMNS] } },
    input: density ? null : { data: Float32Array.from(X), shape: [8, COLUMNS] },
    async answer(files) {
      const { learner, scaler } = await loadStream(files);
      return learner.predict(scaler.transform(X, 8), 8);
    },
  };
}
