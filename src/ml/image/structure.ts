// A model's layers one after the other, with the sizes of what goes in and comes out, and their parameters.

import type { PictureShape } from '../compute/nn/images';
import type { ImageActivation, ImageModelConfig, ImageShape } from './config';
import { pixelsOf } from './images';

interface Sized {
  /** Numbers of one image that come out. */
  readonly size: number;
}

interface Linear extends Sized {
  readonly name: string;
  readonly outputs: number;
  readonly activation: ImageActivation | 'none';
}

export type LinearLayer =
  | (Linear & { readonly kind: 'conv'; readonly input: ImageShape; readonly side: number })
  | (Linear & { readonly kind: 'dense'; readonly inputs: number });

export type Layer =
  | LinearLayer
  | (Sized & { readonly kind: 'pool'; readonly input: ImageShape })
  /** Leaves numbers out in training, and none otherwise. */
  | (Sized & { readonly kind: 'dropout'; readonly rate: number });

export interface ParameterSpec {
  readonly name: string;
  /** Weights: [outputs, inputs], of a convolution [outputs, side, side, channels]. Biases: [outputs]. */
  readonly shape: readonly number[];
  readonly size: number;
  /** Of the normal distribution that it starts from; 0: zeros. */
  readonly std: number;
  readonly decay: boolean;
}

export function layersOf({ shape, structure, classes }: ImageModelConfig): Layer[] {
  const { hidden, activation = 'relu', dropout = 0 } = structure;
  const layers: Layer[] = [];
  let inputs = pixelsOf(shape);
  if (structure.kind === 'cnn') inputs = addStages(layers, shape, structure);
  hidden.forEach((outputs, i) => {
    layers.push({ kind: 'dense', name: `hidden.${i}`, inputs, outputs, activation, size: outputs });
    inputs = outputs;
  });
  if (dropout > 0) layers.push({ kind: 'dropout', rate: dropout, size: inputs });
  const outputs = classes.length;
  layers.push({ kind: 'dense', name: 'classifier', inputs, outputs, activation: 'none', size: outputs });
  return layers;
}

type Convolutional = Extract<ImageModelConfig['structure'], { kind: 'cnn' }>;

/** Returns how many numbers of one image come out of the last stage. */
function addStages(layers: Layer[], shape: ImageShape, structure: Convolutional): number {
  const { stages, convolutions = 2, kernel_size: side = 3, activation = 'relu' } = structure;
  let grid = shape;
  stages.forEach((outputs, stage) => {
    for (let part = 0; part < convolutions; part++) {
      const next = { ...grid, channels: outputs };
      const name = `stages.${stage}.${part}`;
      layers.push({ kind: 'conv', name, input: grid, side, outputs, activation, size: pixelsOf(next) });
      grid = next;
    }
    const smaller = { ...grid, height: Math.floor(grid.height / 2), width: Math.floor(grid.width / 2) };
    layers.push({ kind: 'pool', input: grid, size: pixelsOf(smaller) });
    grid = smaller;
  });
  return pixelsOf(grid);
}

/**
 * Before ReLU He et al. 2015, eq. 10; before tanh and sigmoid LeCun et al. 1998, *Efficient BackProp*, eq. 16; the last
 * layer starts smaller, so that no class is sure at first.
 */
const GAIN = { relu: 2, tanh: 1, sigmoid: 1, none: 0.1 } as const;

export function parametersOf(layers: readonly Layer[]): ParameterSpec[] {
  return layers.flatMap((layer) => {
    if (!isLinear(layer)) return [];
    const { name, outputs, activation } = layer;
    const inputs = inputsOf(layer);
    const { channels } = layer.kind === 'conv' ? layer.input : { channels: 0 };
    const shape = layer.kind === 'conv' ? [outputs, layer.side, layer.side, channels] : [outputs, inputs];
    const std = Math.sqrt(GAIN[activation] / inputs);
    return [
      { name: `${name}.weight`, shape, size: outputs * inputs, std, decay: true },
      { name: `${name}.bias`, shape: [outputs], size: outputs, std: 0, decay: false },
    ];
  });
}

export function isLinear(layer: Layer): layer is LinearLayer {
  return layer.kind === 'conv' || layer.kind === 'dense';
}

/** Numbers that each output of the layer is a sum over. */
export function inputsOf(layer: LinearLayer): number {
  return layer.kind === 'conv' ? layer.side ** 2 * layer.input.channels : layer.inputs;
}

/** Multiply-adds of one image on its way forward, and the numbers that training keeps of it. */
export function costOf(layers: readonly Layer[]): { readonly work: number; readonly kept: number } {
  let [work, kept] = [0, 0];
  for (const layer of layers) {
    kept += 2 * layer.size;
    if (!isLinear(layer)) continue;
    kept += EXTRA[layer.activation] * layer.size;
    work += inputsOf(layer) * layer.size;
    if (layer.kind === 'conv') kept += layer.side ** 2 * pixelsOf(layer.input);
  }
  return { work, kept };
}

/** Numbers that an activation keeps beside what comes out of it (./activation.ts). */
const EXTRA = { none: 0, relu: 0, tanh: 1, sigmoid: 3 } as const;

export function pictures(shape: ImageShape, batch: number): PictureShape {
  return { batch, ...shape };
}
