// A model on a backend: its parameters, the buffers that a batch of images passes through, and the way forward and
// back. A convolution is a linear layer over patches (compute/nn/images.ts), so that one implementation serves every
// backend, TensorFlow.js's WASM, which cannot train a convolution, among them.

import { type Numbers, writeNumbers } from '../bert/numbers';
import type { Floats, LinearArgs, NnBackend } from '../compute/nn/types';
import type { Rng } from '../rng';
import { checkConfig, type ImageModelConfig } from './config';
import { ImageError } from './errors';
import { pixelsOf } from './images';
import { type Layer, layersOf, type ParameterSpec, parametersOf, pictures, SIDE } from './structure';

export interface Parameter {
  readonly spec: ParameterSpec;
  readonly value: Floats;
}

/** Buffers for `batch` images. */
export interface Workspace {
  readonly batch: number;
  /** What goes into each layer, and the logits [batch, classes] last. */
  readonly values: readonly Floats[];
  /** Gradients of `values`; those of the images only for explanations. */
  readonly gradients: readonly Floats[];
  /** By layer: the patches of a convolution, and on the way back their gradients; else null. */
  readonly patches: readonly (Floats | null)[];
}

export type Weights = ReadonlyMap<string, Numbers>;

export class ImageNetwork {
  readonly layers: readonly Layer[];
  readonly parameters: ReadonlyMap<string, Parameter>;

  /** Throws ImageError on a config that makes no model. Weights are zeros until they are written. */
  constructor(
    readonly nn: NnBackend,
    readonly config: ImageModelConfig,
  ) {
    checkConfig(config);
    this.layers = layersOf(config);
    const specs = parametersOf(this.layers);
    this.parameters = new Map(specs.map((spec) => [spec.name, { spec, value: nn.floats(spec.size) }]));
  }

  /** Random weights to start from. */
  initialise(rng: Rng): void {
    for (const { spec, value } of this.parameters.values()) {
      const { size, std } = spec;
      if (std > 0)
        this.nn.write(
          value,
          Float32Array.from({ length: size }, () => std * rng.normal()),
        );
    }
  }

  /** Throws ImageError where a parameter is missing or of another size; then nothing has changed. */
  write(weights: Weights): void {
    for (const [name, { spec }] of this.parameters) {
      if (weights.get(name)?.length !== spec.size) {
        throw new ImageError('weights', `The weights have no fitting “${name}” (${spec.shape.join('×')}).`);
      }
    }
    for (const [name, { value }] of this.parameters) writeNumbers(this.nn, value, weights.get(name)!);
  }

  /** Throws NnMemoryError where there is no room; nothing is held then. */
  workspace(batch: number): Workspace {
    const held: Floats[] = [];
    const take = (size: number) => {
      const buffer = this.nn.floats(batch * size);
      held.push(buffer);
      return buffer;
    };
    try {
      const sizes = [pixelsOf(this.config.shape), ...this.layers.map(({ size }) => size)];
      return {
        batch,
        values: sizes.map(take),
        gradients: sizes.map(take),
        patches: this.layers.map((layer) => (layer.kind === 'conv' ? take(SIDE * SIDE * pixelsOf(layer.input)) : null)),
      };
    } catch (error) {
      this.nn.free(...held);
      throw error;
    }
  }

  release({ values, gradients, patches }: Workspace): void {
    this.nn.free(...values, ...gradients, ...patches.filter((buffer) => buffer !== null));
  }

  /** From the images in values[0] to the logits. */
  forward(work: Workspace): void {
    const { nn } = this;
    this.layers.forEach((layer, i) => {
      const [x, out] = [work.values[i], work.values[i + 1]];
      if (layer.kind === 'pool') {
        nn.images.maxPool(x, pictures(layer.input, work.batch), out);
        return;
      }
      if (layer.kind === 'conv') nn.images.patches(x, pictures(layer.input, work.batch), SIDE, work.patches[i]!);
      nn.linear(this.#linear(work, layer, i), isRectified(layer) ? 'relu' : 'none', out, null);
    });
  }

  /** Back from the logits' gradients: adds every parameter's to `sums`. */
  backward(work: Workspace, sums: ReadonlyMap<string, Floats>): void {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      this.#layerBackward(work, i, i > 0 ? work.gradients[i] : null, sums);
    }
  }

  /** Back from the logits' gradients to gradients[place], 0 being the images'; parameters' are left alone. */
  trace(work: Workspace, place: number): void {
    for (let i = this.layers.length - 1; i >= place; i--) this.#layerBackward(work, i, work.gradients[i], null);
  }

  free(): void {
    this.nn.free(...[...this.parameters.values()].map(({ value }) => value));
  }

  #layerBackward(work: Workspace, i: number, dx: Floats | null, sums: ReadonlyMap<string, Floats> | null): void {
    const { nn } = this;
    const layer = this.layers[i];
    const [x, out, d] = [work.values[i], work.values[i + 1], work.gradients[i + 1]];
    if (layer.kind === 'pool') {
      if (dx) nn.images.maxPoolBackward(x, pictures(layer.input, work.batch), d, dx);
      return;
    }
    // ReLU's slope is 1 where what came out is above 0.
    if (isRectified(layer)) nn.activationBackward('relu', out, d, d, work.batch * layer.size);
    const args = this.#linear(work, layer, i);
    if (sums) nn.linearBackward(args, d, null, sums.get(`${layer.name}.weight`)!, sums.get(`${layer.name}.bias`)!);
    if (!dx) return;
    if (layer.kind === 'dense') {
      nn.linearBackward(args, d, dx, null, null);
      return;
    }
    // The patches have done their work: their gradients take their place.
    const patches = work.patches[i]!;
    nn.linearBackward(args, d, patches, null, null);
    nn.images.patchesBackward(patches, pictures(layer.input, work.batch), SIDE, dx);
  }

  #linear(work: Workspace, layer: Exclude<Layer, { kind: 'pool' }>, i: number): LinearArgs {
    const w = this.parameters.get(`${layer.name}.weight`)!.value;
    const b = this.parameters.get(`${layer.name}.bias`)!.value;
    const { outputs } = layer;
    if (layer.kind === 'dense') return { x: work.values[i], w, b, rows: work.batch, inputs: layer.inputs, outputs };
    const { height, width, channels } = layer.input;
    return { x: work.patches[i]!, w, b, rows: work.batch * height * width, inputs: SIDE * SIDE * channels, outputs };
  }
}

function isRectified(layer: Layer): boolean {
  return layer.kind === 'conv' || (layer.kind === 'dense' && layer.relu);
}
