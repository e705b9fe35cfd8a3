// Models of images and streams as TensorFlow.js layers models (tfjs-core/src/io/types.ts, ModelJSON; Keras 2's Sequential):
// model.json and shards of weights. Columns and channels are normalised by a BatchNormalization whose moving mean and
// variance are theirs and whose epsilon is 0: (x − mean) / √variance.

import type { ImageModelConfig } from '../../image/config';
import type { Weights } from '../../image/network';
import { type LinearLayer, layersOf } from '../../image/structure';
import { FormatError } from '../errors';
import { encodeJson, type Json, type Precision, type WrittenFiles } from '../files';
import { networkOf, parametersOf, type StreamModel } from '../stream/model';
import { type NamedTensor, writeWeights } from './weights';

export const TFJS_FILE = 'model.json';

interface Layer {
  readonly class_name: string;
  readonly config: Json;
}

interface Parts {
  readonly layers: Layer[];
  readonly tensors: NamedTensor[];
}

/** Input [batch, height, width, channels] of values 0…1; output probabilities [batch, classes]. */
export function imageToTfjs(
  config: ImageModelConfig,
  weights: Weights,
  precision: Precision = 'float32',
): WrittenFiles {
  const { shape, classes, mean, std } = config;
  const parts = begin([shape.height, shape.width, shape.channels]);
  normalise(parts, mean, std);
  let flat = false;
  layersOf(config).forEach((layer, i) => {
    if (layer.kind === 'conv') addConv(parts, layer, weights);
    else if (layer.kind === 'pool') {
      const pool = { pool_size: [2, 2], strides: [2, 2], padding: 'valid', data_format: 'channels_last' };
      add(parts, 'MaxPooling2D', `pool_${i}`, pool);
    } else {
      if (!flat) add(parts, 'Flatten', 'flatten', { data_format: 'channels_last' });
      flat = true;
      if (layer.kind === 'dropout') add(parts, 'Dropout', 'dropout', { rate: layer.rate });
      else addImageDense(parts, layer, weights);
    }
  });
  return finish(parts, precision, { classes });
}

/**
 * Networks and linear models: input [batch, d], columns as they come; output probabilities [batch, n_classes], or of
 * regression [batch, 1].
 *
 * @throws FormatError for a mixture
 */
export function streamToTfjs(model: StreamModel, precision: Precision = 'float32'): WrittenFiles {
  const { about, scaler } = model;
  const { layers, activation, loss } = networkOf(about);
  const parameters = parametersOf(model);
  const parts = begin([about.features.length]);
  normalise(parts, scaler.mean, scaler.deviation);
  layers.forEach(({ inputs, outputs, weightsAt, biasesAt }, i) => {
    const kernel = Float32Array.from(parameters.subarray(weightsAt, biasesAt));
    const bias = Float32Array.from(parameters.subarray(biasesAt, biasesAt + outputs));
    if (i === 0) for (let o = 0; o < outputs; o++) bias[o] += rounding(model, kernel, o);
    const last = i + 1 === layers.length;
    const end = loss === 'squared' ? 'linear' : 'softmax';
    const dense = { name: last ? 'output' : `hidden_${i}`, inputs, activation: last ? end : activation };
    if (last && loss === 'logistic') addDense(parts, { ...dense, ...twoClasses(kernel, bias) });
    else addDense(parts, { ...dense, kernel, bias });
  });
  return finish(parts, precision, { features: about.features, ...(about.classes && { classes: about.classes }) });
}

/** What output `o` of the first layer gets because means are rounded to single precision: times lose a minute by it. */
function rounding({ scaler }: StreamModel, kernel: Float32Array, o: number): number {
  const { mean, deviation } = scaler;
  const outputs = kernel.length / mean.length;
  return mean.reduce((sum, m, j) => sum + (kernel[j * outputs + o] * (Math.fround(m) - m)) / deviation[j], 0);
}

/** One output z of the logistic function as two of a softmax, 0 and z. */
function twoClasses(kernel: Float32Array, bias: Float32Array): { kernel: Float32Array; bias: Float32Array } {
  const both = new Float32Array(2 * kernel.length);
  kernel.forEach((value, i) => {
    both[2 * i + 1] = value;
  });
  return { kernel: both, bias: Float32Array.of(0, bias[0]) };
}

function begin(shape: readonly number[]): Parts {
  const config = { batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false, name: 'input' };
  return { layers: [{ class_name: 'InputLayer', config }], tensors: [] };
}

function add({ layers }: Parts, class_name: string, name: string, config: Json): void {
  layers.push({ class_name, config: { name, trainable: true, dtype: 'float32', ...config } });
}

function normalise(parts: Parts, mean: ArrayLike<number>, std: ArrayLike<number>): void {
  const name = 'normalise';
  add(parts, 'BatchNormalization', name, { axis: -1, momentum: 0.99, epsilon: 0, center: false, scale: false });
  const size = mean.length;
  const variance = Float32Array.from(Array.from(std), (value) => value ** 2);
  if (!variance.every((value) => value > 0 && Number.isFinite(value))) {
    throw new FormatError('scaler', 'A column varies too little or too much for single precision: use ONNX.');
  }
  parts.tensors.push({ name: `${name}/moving_mean`, shape: [size], data: Float32Array.from(mean) });
  parts.tensors.push({ name: `${name}/moving_variance`, shape: [size], data: variance });
}

interface Dense {
  readonly name: string;
  readonly inputs: number;
  readonly activation: string;
  /** [inputs, units] */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

function addDense(parts: Parts, { name, inputs, activation, kernel, bias }: Dense): void {
  add(parts, 'Dense', name, { units: bias.length, activation, use_bias: true });
  parts.tensors.push({ name: `${name}/kernel`, shape: [inputs, bias.length], data: kernel });
  parts.tensors.push({ name: `${name}/bias`, shape: [bias.length], data: bias });
}

function addImageDense(parts: Parts, layer: LinearLayer & { readonly kind: 'dense' }, weights: Weights): void {
  const { name, inputs, outputs, activation } = layer;
  const kernel = transposed(take(weights, `${name}.weight`, inputs * outputs), outputs);
  const bias = Float32Array.from(take(weights, `${name}.bias`, outputs));
  const end = activation === 'none' ? 'softmax' : activation;
  addDense(parts, { name: name.replaceAll('.', '_'), inputs, activation: end, kernel, bias });
}

/** Kernels [outputs, side, side, channels] become [side, side, channels, outputs]. */
function addConv(parts: Parts, layer: LinearLayer & { readonly kind: 'conv' }, weights: Weights): void {
  const { outputs, side, input, activation } = layer;
  const name = layer.name.replaceAll('.', '_');
  const size = side ** 2 * input.channels * outputs;
  const kernel = transposed(take(weights, `${layer.name}.weight`, size), outputs);
  add(parts, 'Conv2D', name, {
    ...{ filters: outputs, kernel_size: [side, side], strides: [1, 1], dilation_rate: [1, 1], padding: 'same' },
    ...{ data_format: 'channels_last', activation, use_bias: true },
  });
  parts.tensors.push({ name: `${name}/kernel`, shape: [side, side, input.channels, outputs], data: kernel });
  const bias = Float32Array.from(take(weights, `${layer.name}.bias`, outputs));
  parts.tensors.push({ name: `${name}/bias`, shape: [outputs], data: bias });
}

function take(weights: Weights, name: string, size: number): ArrayLike<number> {
  const data = weights.get(name);
  if (data?.length !== size) throw new FormatError(name, `The model has no fitting “${name}”.`);
  return data;
}

/** [rows, columns] → [columns, rows] */
export function transposed(from: ArrayLike<number>, rows: number): Float32Array {
  const columns = from.length / rows;
  const to = new Float32Array(from.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) to[column * rows + row] = from[row * columns + column];
  }
  return to;
}

function finish({ layers, tensors }: Parts, precision: Precision, metadata: Json): WrittenFiles {
  const { manifest, files } = writeWeights(tensors, precision);
  const model = {
    ...{ format: 'layers-model', generatedBy: 'Millrace', convertedBy: null },
    modelTopology: {
      ...{ class_name: 'Sequential', config: { name: 'millrace', layers } },
      ...{ keras_version: '2.1.6', backend: 'tensor_flow.js' },
    },
    weightsManifest: manifest,
    userDefinedMetadata: metadata,
  };
  return new Map([[TFJS_FILE, encodeJson(model)], ...files]);
}
