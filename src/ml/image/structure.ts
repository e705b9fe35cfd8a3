// A model's layers one after the other, with the sizes of what goes in and comes out, and their parameters.

import type { PictureShape } from '../compute/nn/images';
import type { ImageModelConfig, ImageShape } from './config';
import { pixelsOf } from './images';

export const SIDE = 3;

interface Sized {
  /** Numbers of one image that come out. */
  readonly size: number;
}

export type Layer =
  /** Followed by ReLU. */
  | (Sized & { readonly kind: 'conv'; readonly name: string; readonly input: ImageShape; readonly outputs: number })
  | (Sized & { readonly kind: 'pool'; readonly input: ImageShape })
  | (Sized & {
      readonly kind: 'dense';
      readonly name: string;
      readonly inputs: number;
      readonly outputs: number;
      readonly relu: boolean;
    });

export interface ParameterSpec {
  readonly name: string;
  /** Weights: [outputs, inputs], of a convolution [outputs, 3, 3, channels]. Biases: [outputs]. */
  readonly shape: readonly number[];
  readonly size: number;
  /** Of the normal distribution that it starts from; 0: zeros. */
  readonly std: number;
  readonly decay: boolean;
}

export function layersOf({ shape, structure, classes }: ImageModelConfig): Layer[] {
  const layers: Layer[] = [];
  let grid = shape;
  const stages = structure.kind === 'cnn' ? structure.stages : [];
  stages.forEach((outputs, stage) => {
    for (const part of [0, 1]) {
      const next = { ...grid, channels: outputs };
      layers.push({ kind: 'conv', name: `stages.${stage}.${part}`, input: grid, outputs, size: pixelsOf(next) });
      grid = next;
    }
    const smaller = { ...grid, height: Math.floor(grid.height / 2), width: Math.floor(grid.width / 2) };
    layers.push({ kind: 'pool', input: grid, size: pixelsOf(smaller) });
    grid = smaller;
  });
  let inputs = pixelsOf(grid);
  structure.hidden.forEach((outputs, i) => {
    layers.push({ kind: 'dense', name: `hidden.${i}`, inputs, outputs, relu: true, size: outputs });
    inputs = outputs;
  });
  const outputs = classes.length;
  layers.push({ kind: 'dense', name: 'classifier', inputs, outputs, relu: false, size: outputs });
  return layers;
}

/** Before ReLU He et al. 2015, eq. 10; the last layer starts smaller, so that no class is sure at first. */
export function parametersOf(layers: readonly Layer[]): ParameterSpec[] {
  return layers.flatMap((layer) => {
    if (layer.kind === 'pool') return [];
    const { name, outputs } = layer;
    const inputs = layer.kind === 'conv' ? SIDE * SIDE * layer.input.channels : layer.inputs;
    const gain = layer.kind === 'conv' || layer.relu ? 2 : 0.1;
    const shape = layer.kind === 'conv' ? [outputs, SIDE, SIDE, layer.input.channels] : [outputs, inputs];
    return [
      { name: `${name}.weight`, shape, size: outputs * inputs, std: Math.sqrt(gain / inputs), decay: true },
      { name: `${name}.bias`, shape: [outputs], size: outputs, std: 0, decay: false },
    ];
  });
}

/** Multiply-adds of one image on its way forward, and the numbers that training keeps of it. */
export function costOf(layers: readonly Layer[]): { readonly work: number; readonly kept: number } {
  let [work, kept] = [0, 0];
  for (const layer of layers) {
    kept += 2 * layer.size;
    if (layer.kind === 'dense') work += layer.inputs * layer.outputs;
    if (layer.kind !== 'conv') continue;
    const patches = SIDE * SIDE * pixelsOf(layer.input);
    kept += patches;
    work += patches * layer.outputs;
  }
  return { work, kept };
}

export function pictures(shape: ImageShape, batch: number): PictureShape {
  return { batch, ...shape };
}
