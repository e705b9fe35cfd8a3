// From a Sequential model's layers to what the product's networks are made of: normalisation, stages of convolutions, dense
// layers. Each layer's options are checked for what they would compute otherwise.

import { shown } from '../files';
import { refused, type SavedLayer, type SavedModel, shaped, unfitting } from './layers';

export type Activation = 'relu' | 'tanh' | 'sigmoid';

export interface LinearPart {
  readonly name: string;
  /** [… inputs, outputs] */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly outputs: number;
  /** Pixels along a side of a convolution; 0 of a dense layer. */
  readonly side: number;
  activation: string;
}

export interface Plan {
  /** (x − mean) / std, a number each or one for all; null: as it comes. */
  normal: { readonly mean: readonly number[]; readonly std: readonly number[] } | null;
  readonly stages: LinearPart[][];
  readonly dense: LinearPart[];
  /** The last rate among dense layers. */
  dropout: number;
  /** Whether any layer leaves numbers out in training. */
  leavesOut: boolean;
  readonly remarks: string[];
}

/** Where in the model we are: sizes of what the next layer takes. */
interface Place {
  /** Height, width, channels; or one size. */
  shape: readonly number[];
  /** Convolutions since the last pooling. */
  open: LinearPart[];
  /** Of the layer before, where it left numbers out. */
  dropout: number;
}

/** @throws FormatError naming the layer that does not fit */
export function planOf({ layers, input }: SavedModel): Plan {
  const plan: Plan = { normal: null, stages: [], dense: [], dropout: 0, leavesOut: false, remarks: [] };
  const place: Place = { shape: input, open: [], dropout: 0 };
  for (const layer of layers) take(plan, place, layer);
  if (plan.dense.length === 0) throw refused('it has no dense layer at its end');
  plan.dropout = place.dropout;
  return plan;
}

function take(plan: Plan, place: Place, layer: SavedLayer): void {
  const first = plan.stages.length + plan.dense.length + place.open.length === 0;
  switch (layer.kind) {
    case 'BatchNormalization':
    case 'Rescaling':
      if (!first || plan.normal) throw unfitting(layer, 'is not the first; only there it is read');
      plan.normal =
        layer.kind === 'Rescaling' ? rescaling(layer, place.shape, plan.remarks) : normalising(layer, place.shape);
      return;
    case 'Conv2D':
      place.open.push(convolution(layer, place));
      return;
    case 'MaxPooling2D':
      pool(plan, place, layer);
      return;
    case 'Flatten':
      flatten(place, layer);
      return;
    case 'Dropout':
      dropout(plan, place, layer);
      return;
    case 'Dense':
      plan.dense.push(dense(layer, place));
      return;
    case 'Activation':
    case 'ReLU':
    case 'Softmax':
      activate(plan, place, layer);
      return;
    default:
      throw unfitting(layer, 'is of a kind that is not read: Conv2D, MaxPooling2D, Flatten, Dropout and Dense are');
  }
}

/** scale · x + offset */
function rescaling(layer: SavedLayer, shape: readonly number[], remarks: string[]): Plan['normal'] {
  const { scale, offset = 0 } = layer.config;
  if (typeof scale !== 'number' || !(scale > 0) || typeof offset !== 'number') {
    throw unfitting(layer, `must have one scale above 0 and one offset, not ${shown(scale)} and ${shown(offset)}`);
  }
  // 1/255 and 1/127.5 are for bytes of pictures, which the product has as 0…1; columns come as they are.
  const bytes = shape.length === 3 && scale < 1 / 64;
  if (bytes)
    remarks.push('It was made for pixels from 0 to 255; here they are 0 to 1, and its scaling is changed to fit.');
  const std = 1 / (bytes ? 255 * scale : scale);
  return { mean: [-offset * std], std: [std] };
}

/** gamma · (x − mean) / √(variance + epsilon) + beta */
function normalising(layer: SavedLayer, shape: readonly number[]): Plan['normal'] {
  const size = shape[shape.length - 1];
  const { epsilon = 1e-3, axis = -1 } = layer.config;
  const last = [axis].flat().every((one) => one === -1 || one === shape.length);
  if (typeof epsilon !== 'number' || !last) throw unfitting(layer, 'does not normalise by channels or columns');
  const mean = shaped(layer, 'moving_mean', [size]);
  const variance = shaped(layer, 'moving_variance', [size]);
  if (!mean || !variance) throw unfitting(layer, 'has no moving_mean and moving_variance');
  const { scale, center } = layer.config;
  const gamma = scale === false ? new Float32Array(size).fill(1) : needed(layer, 'gamma', [size]);
  const beta = center === false ? new Float32Array(size) : needed(layer, 'beta', [size]);
  const std = Array.from(variance, (value, i) => Math.sqrt(value + epsilon) / gamma[i]);
  if (!std.every((value) => value > 0 && Number.isFinite(value)))
    throw unfitting(layer, 'divides by 0, or turns a sign');
  return { mean: std.map((value, i) => mean[i] - beta[i] * value), std };
}

function convolution(layer: SavedLayer, place: Place): LinearPart {
  const { config } = layer;
  const [height, width, channels] = place.shape;
  if (channels === undefined) throw unfitting(layer, 'does not stand among images');
  const sides = [config.kernel_size].flat();
  const side = Number(sides[0]);
  const square = Number.isInteger(side) && side % 2 === 1 && side <= 11 && sides.every((one) => one === side);
  if (!square)
    throw unfitting(layer, `has kernels of ${shown(config.kernel_size)}; they must be square, odd and at most 11`);
  if (config.padding !== 'same') throw unfitting(layer, `has the padding ${shown(config.padding)}; “same” is read`);
  wants(layer, 'strides', [1, 1]);
  wants(layer, 'dilation_rate', [1, 1]);
  if ((config.groups ?? 1) !== 1) throw unfitting(layer, 'has groups');
  wantsChannelsLast(layer);
  const outputs = countOf(layer, 'filters');
  place.shape = [height, width, outputs];
  return linear(layer, [side, side, channels, outputs], side);
}

function dense(layer: SavedLayer, place: Place): LinearPart {
  if (place.shape.length !== 1) throw unfitting(layer, 'stands before the image is flattened');
  const outputs = countOf(layer, 'units');
  const part = linear(layer, [place.shape[0], outputs], 0);
  place.shape = [outputs];
  return part;
}

function linear(layer: SavedLayer, shape: readonly number[], side: number): LinearPart {
  const outputs = shape[shape.length - 1];
  const kernel = needed(layer, 'kernel', shape);
  const bias = layer.config.use_bias === false ? new Float32Array(outputs) : needed(layer, 'bias', [outputs]);
  const { activation = 'linear' } = layer.config;
  if (typeof activation !== 'string') throw unfitting(layer, `has the activation ${shown(activation)}`);
  return { name: layer.name, kernel, bias, outputs, side, activation };
}

/** Zeros in place of a weight that is missing would be other answers. */
function needed(layer: SavedLayer, name: string, shape: readonly number[]): Float32Array {
  const data = shaped(layer, name, shape);
  if (!data) throw unfitting(layer, `has no weights “${name}”`);
  return data;
}

function pool(plan: Plan, place: Place, layer: SavedLayer): void {
  if (place.open.length === 0) throw unfitting(layer, 'pools without a convolution before it');
  wants(layer, 'pool_size', [2, 2]);
  wants(layer, 'strides', [2, 2]);
  if ((layer.config.padding ?? 'valid') !== 'valid') throw unfitting(layer, 'has a padding; “valid” is read');
  wantsChannelsLast(layer);
  const [height, width, channels] = place.shape;
  place.shape = [Math.floor(height / 2), Math.floor(width / 2), channels];
  plan.stages.push(place.open);
  place.open = [];
}

function flatten(place: Place, layer: SavedLayer): void {
  if (place.open.length > 0) throw unfitting(layer, 'follows a convolution; each stage must end in a pooling of 2×2');
  wantsChannelsLast(layer);
  place.shape = [place.shape.reduce((product, size) => product * size, 1)];
}

/** What is left out in training changes no answer: only the rate is kept. */
function dropout(plan: Plan, place: Place, layer: SavedLayer): void {
  const { rate } = layer.config;
  if (typeof rate !== 'number' || !(rate >= 0 && rate < 1)) throw unfitting(layer, `has the rate ${shown(rate)}`);
  if (place.shape.length === 1) place.dropout = rate;
  if (rate > 0) plan.leavesOut = true;
}

function activate(plan: Plan, place: Place, layer: SavedLayer): void {
  const part = place.open.at(-1) ?? plan.dense.at(-1);
  if (part?.activation !== 'linear') throw unfitting(layer, 'follows no linear layer');
  const { activation } = layer.config;
  if (layer.kind === 'ReLU' && [layer.config.max_value, layer.config.maxValue].some((value) => value != null)) {
    throw unfitting(layer, 'is cut off above');
  }
  if (layer.kind === 'ReLU' && [layer.config.negative_slope, layer.config.threshold].some(Boolean)) {
    throw unfitting(layer, 'has a slope below 0, or a threshold other than 0');
  }
  const name = { ReLU: 'relu', Softmax: 'softmax' }[layer.kind] ?? activation;
  if (typeof name !== 'string') throw unfitting(layer, 'has no activation');
  part.activation = name;
}

function wants(layer: SavedLayer, field: string, value: readonly number[]): void {
  const given = layer.config[field] ?? value;
  const all = [given].flat();
  if (!all.every((one) => one === value[0])) throw unfitting(layer, `has ${field} ${shown(given)}; [${value}] is read`);
}

function wantsChannelsLast(layer: SavedLayer): void {
  const format = layer.config.data_format ?? 'channels_last';
  if (format !== 'channels_last') throw unfitting(layer, `has the data_format ${shown(format)}; channels_last is read`);
}

function countOf(layer: SavedLayer, field: string): number {
  const value = layer.config[field];
  if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value);
  throw unfitting(layer, `has ${field} ${shown(value)}`);
}
