// What a model is made of, from its files: layers in order of computation, and tensors with what their numbers look like.

import { architectureName, parseConfig } from '../../ml/bert/config';
import { viewSafetensors } from '../../ml/bert/safetensors';
import { encoderStructure } from '../../ml/bert/structure';
import { readStreamModel } from '../../ml/formats/stream/model';
import { parameterCount } from '../../ml/gmm/params';
import { readImageModel } from '../../ml/image/files';
import { layersOf as imageLayers, parametersOf } from '../../ml/image/structure';
import { MIXTURE_FILE, readMixture } from '../../ml/modules/own';
import { splitCombined } from '../../ml/text/combined/files';
import { CONFIG_FILE, parseJson } from '../../ml/text/encoder/files';
import { modelKind } from '../../ml/text/kind';
import { NGRAM_FILE, readNgram } from '../../ml/text/ngram/file';
import { ngramStructure } from '../../ml/text/ngram/structure';
import type { LayerInfo } from '../../ml/text/types';
import type { ModelLayer, ModelTensor } from '../../wire/library';
import { Breath } from '../pace';
import type { OfKind } from './host';
import type { Files } from './source';

const BINS = 40;
const WEIGHTS = /(?:^|\/)[^/]*\.safetensors$/;

export function layersOf({ kind, files }: OfKind): readonly ModelLayer[] {
  switch (kind) {
    case 'mixture':
      return mixtureLayers(files);
    case 'text':
      return textLayers(files);
    case 'image':
      return pictureLayers(files);
    case 'stream':
      return streamLayers(files);
    case 'module':
      return [];
  }
}

function mixtureLayers(files: Files): ModelLayer[] {
  const { covariance_type, n_components: k, n_features: d } = readMixture(required(files, MIXTURE_FILE));
  const kind = `${k} Gaussian ${k === 1 ? 'component' : 'components'}, ${covariance_type} covariance`;
  const parameters = parameterCount(covariance_type, k, d) - (k - 1);
  return [
    { name: 'components', kind, output: ['points', k], parameters },
    { name: 'weights', kind: 'Plus the logarithm of each weight', output: ['points', k], parameters: k - 1 },
    { name: 'responsibilities', kind: 'Softmax', output: ['points', k], parameters: 0 },
  ];
}

function textLayers(files: Files): ModelLayer[] {
  const kind = modelKind(files);
  const told = ({ flops: _flops, ...layer }: LayerInfo): ModelLayer => layer;
  if (kind === 'encoder') return encoderStructure(parseConfig(parseJson(files, CONFIG_FILE))).map(told);
  if (kind === 'ngram') return ngramStructure(readNgram(required(files, NGRAM_FILE))).map(told);
  const { encoder, ngram } = splitCombined(files);
  const under = (part: string, layers: readonly ModelLayer[]) =>
    layers.map((layer) => ({ ...layer, name: `${part}.${layer.name}` }));
  const sum = { name: 'combination', kind: 'Weighted sum of logits', output: ['batch', 1], parameters: 3 };
  return [...under('encoder', textLayers(encoder)), ...under('ngram', textLayers(ngram)), sum];
}

function pictureLayers(files: Files): ModelLayer[] {
  const { config } = readImageModel(files);
  const layers = imageLayers(config);
  const sizes = parametersOf(layers);
  return layers.map((layer, i): ModelLayer => {
    switch (layer.kind) {
      case 'pool': {
        const { height, width, channels } = layer.input;
        const output = ['batch', Math.floor(height / 2), Math.floor(width / 2), channels];
        return { name: `pool.${i}`, kind: 'Max-pool 2 × 2', output, parameters: 0 };
      }
      case 'dropout':
        return { name: 'dropout', kind: `Dropout ${layer.rate}`, output: ['batch', layer.size], parameters: 0 };
      default: {
        const { name, outputs, activation } = layer;
        const own = sizes.filter((one) => one.name.startsWith(`${name}.`));
        const parameters = own.reduce((total, { size }) => total + size, 0);
        const after = activation === 'none' ? '' : `, ${activation}`;
        if (layer.kind === 'dense') {
          const kind = `Linear ${layer.inputs} → ${outputs}${after}`;
          return { name, kind, output: ['batch', outputs], parameters };
        }
        const { height, width, channels } = layer.input;
        const kind = `Convolution ${layer.side} × ${layer.side}, ${channels} → ${outputs}${after}`;
        return { name, kind, output: ['batch', height, width, outputs], parameters };
      }
    }
  });
}

function streamLayers(files: Files): ModelLayer[] {
  const { features, task, learner } = readStreamModel(files).about;
  const d = features.length;
  const scaling = { name: 'scaling', kind: 'To mean 0 and deviation 1', output: ['rows', d], parameters: 2 * d };
  if (learner.id === 'mixture') {
    const k = learner.n_components;
    const kind = `${k} Gaussian components, full covariance`;
    return [scaling, { name: 'components', kind, output: ['rows'], parameters: parameterCount('full', k, d) }];
  }
  const hidden = learner.id === 'network' ? learner.hidden : [];
  const outputs = task.kind === 'classification' ? task.n_classes : 1;
  const widths = [d, ...hidden, outputs];
  const linear = widths.slice(1).map((out, i): ModelLayer => {
    const last = i === widths.length - 2;
    const after = last ? (task.kind === 'classification' ? ', softmax' : '') : `, ${learner.activation}`;
    const kind = `Linear ${widths[i]} → ${out}${after}`;
    return { name: last ? 'output' : `hidden.${i}`, kind, output: ['rows', out], parameters: (widths[i] + 1) * out };
  });
  return [scaling, ...linear];
}

// ---------------------------------------------------------------- tensors

export interface Numbers {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: ArrayLike<number>;
}

export async function tensorsOf(model: OfKind): Promise<readonly ModelTensor[]> {
  const breath = new Breath();
  const tensors: ModelTensor[] = [];
  for (const numbers of numbersOf(model)) {
    tensors.push(summed(numbers));
    await breath.take();
  }
  return tensors;
}

/** Every array of numbers that the model has, one file at a time. */
export function* numbersOf({ kind, files }: OfKind): Generator<Numbers> {
  if (kind === 'mixture') {
    const {
      covariance_type: type,
      n_components: k,
      n_features: d,
      ...arrays
    } = readMixture(required(files, MIXTURE_FILE));
    const covariances = { full: [k, d, d], tied: [d, d], diag: [k, d], spherical: [k] }[type];
    yield { name: 'weights', shape: [k], dtype: 'float64', data: arrays.weights };
    yield { name: 'means', shape: [k, d], dtype: 'float64', data: arrays.means };
    yield { name: 'covariances', shape: covariances, dtype: 'float64', data: arrays.covariances };
    return;
  }
  for (const [path, bytes] of files) {
    const folder = path.includes('/') && kind === 'text' ? `${path.split('/')[0]}.` : '';
    if (WEIGHTS.test(path)) yield* kind === 'module' ? ifReadable(bytes) : inSafetensors(folder, bytes);
    if (path.endsWith(NGRAM_FILE) && kind === 'text') {
      const { weights, bias } = readNgram(bytes);
      const data = Float64Array.from(weights.values());
      yield { name: `${folder}weights`, shape: [data.length], dtype: 'int8', data };
      yield { name: `${folder}bias`, shape: [1], dtype: 'float32', data: [bias] };
    }
  }
}

/** A file of people's own that is no such file, or is of types that are not read, has no numbers to be shown. */
function* ifReadable(bytes: Uint8Array): Generator<Numbers> {
  try {
    yield* inSafetensors('', bytes);
  } catch {
    // The module does not depend on it being read here.
  }
}

const DTYPES: Readonly<Record<string, string>> = {
  ...{ F64: 'float64', F32: 'float32', F16: 'float16', BF16: 'bfloat16', I8: 'int8' },
};

function* inSafetensors(folder: string, bytes: Uint8Array): Generator<Numbers> {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  // `viewSafetensors` checks it whole; this only looks up what the numbers were kept in.
  const tensors = viewSafetensors(bytes);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    { dtype: string }
  >;
  for (const [name, { shape, data }] of tensors) {
    yield { name: folder + name, shape, dtype: DTYPES[header[name]?.dtype] ?? 'float32', data };
  }
}

function summed({ name, shape, dtype, data }: Numbers): ModelTensor {
  let [min, max, total] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value < min) min = value;
    if (value > max) max = value;
    total += value;
  }
  if (data.length === 0) return { name, shape, dtype, mean: 0, std: 0, min: 0, max: 0, counts: [] };
  const mean = total / data.length;
  const counts = new Array<number>(max > min ? BINS : 1).fill(0);
  const per = max > min ? BINS / (max - min) : 0;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    squares += (data[i] - mean) ** 2;
    counts[Math.min(counts.length - 1, Math.floor((data[i] - min) * per))] += 1;
  }
  return { name, shape, dtype, mean, std: Math.sqrt(squares / data.length), min, max, counts };
}

/** For people: "BERT, 2 layers of 128, 8,192 pieces". */
export function summaryOf({ kind, files }: OfKind): { readonly architecture: string; readonly description: string } {
  switch (kind) {
    case 'mixture': {
      const { covariance_type, n_components: k, n_features: d } = readMixture(required(files, MIXTURE_FILE));
      return {
        architecture: covariance_type,
        description: `Mixture of ${k}, ${covariance_type} covariance, ${d} columns`,
      };
    }
    case 'text':
      return describeText(files);
    case 'image': {
      const { shape, structure, classes } = readImageModel(files).config;
      const size = `${shape.width} × ${shape.height}`;
      const name = structure.kind === 'cnn' ? 'Convolutional network' : 'Multilayer perceptron';
      return { architecture: structure.kind, description: `${name} for ${size} pictures, ${classes.length} classes` };
    }
    case 'stream': {
      const { features, task, learner } = readStreamModel(files).about;
      return {
        architecture: learner.id,
        description: `Model of a stream (${learner.id}), ${features.length} columns, ${task.kind}`,
      };
    }
    case 'module':
      return { architecture: '', description: `Module of ${files.size} files` };
  }
}

function describeText(files: Files): { readonly architecture: string; readonly description: string } {
  const kind = modelKind(files);
  if (kind === 'ngram') {
    const features = readNgram(required(files, NGRAM_FILE)).weights.size;
    return { architecture: 'n-gram', description: `n-gram model, ${features.toLocaleString('en')} features` };
  }
  const own = kind === 'encoder' ? files : splitCombined(files).encoder;
  const config = parseConfig(parseJson(own, CONFIG_FILE));
  const { num_hidden_layers: layers, hidden_size: width, vocab_size: pieces } = config;
  const encoder = `BERT, ${layers} layers of ${width}, ${pieces.toLocaleString('en')} pieces`;
  const with_ = kind === 'combined' ? `${encoder}, with an n-gram model` : encoder;
  return { architecture: architectureName(config), description: with_ };
}

function required(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`The model has no ${name}.`);
  return bytes;
}
