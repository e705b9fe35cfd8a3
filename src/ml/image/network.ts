// A model on a backend: its parameters, the buffers that a batch of images passes through, and the way forward and
// back. A convolution is a linear layer over patches (compute/nn/images.ts), so that one implementation serves every
// backend, TensorFlow.js's WASM, which cannot train a convolution, among them.

import { type Numbers, writeNumbers } from '../bert/numbers';
import type { Dropout, Floats, LinearArgs, NnBackend } from '../compute/nn/types';
import type { Rng } from '../rng';
import { activationBackward, buffersOf, linearForward, type Room, roomFor } from './activation';
import { checkConfig, type ImageModelConfig } from './config';
import { ImageError } from './errors';
import { pixelsOf } from './images';
import {
  inputsOf,
  isLinear,
  type Layer,
  type LinearLayer,
  layersOf,
  type ParameterSpec,
  parametersOf,
  pictures,
} from './structure';

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
  /** By layer: what its activation needs beside. */
  readonly rooms: readonly (Room | null)[];
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
    const takeOne = (size: number) => {
      const buffer = this.nn.floats(size);
      held.push(buffer);
      return buffer;
    };
    const take = (size: number) => takeOne(batch * size);
    const patches = (layer: Layer) => (layer.kind === 'conv' ? take(layer.side ** 2 * pixelsOf(layer.input)) : null);
    const room = (layer: Layer) => {
      if (!isLinear(layer)) return null;
      const { size, outputs, activation } = layer;
      const sizes = { out: batch * size, w: outputs * inputsOf(layer), b: outputs };
      return roomFor(this.nn, activation, sizes, takeOne);
    };
    try {
      const sizes = [pixelsOf(this.config.shape), ...this.layers.map(({ size }) => size)];
      const [values, gradients] = [sizes.map(take), sizes.map(take)];
      return { batch, values, gradients, patches: this.layers.map(patches), rooms: this.layers.map(room) };
    } catch (error) {
      this.nn.free(...held);
      throw error;
    }
  }

  release({ values, gradients, patches, rooms }: Workspace): void {
    const kept = rooms.flatMap((room) => (room ? buffersOf(room) : []));
    this.nn.free(...values, ...gradients, ...patches.filter((buffer) => buffer !== null), ...kept);
  }

  /** From the images in values[0] to the logits. In training `seed` says which numbers are left out; null: none. */
  forward(work: Workspace, seed: number | null = null): void {
    const { nn } = this;
    this.layers.forEach((layer, i) => {
      const [x, out] = [work.values[i], work.values[i + 1]];
      if (layer.kind === 'pool') {
        nn.images.maxPool(x, pictures(layer.input, work.batch), out);
      } else if (layer.kind === 'dropout') {
        this.#leaveOut(x, out, seed === null ? null : { rate: layer.rate, seed });
      } else {
        if (layer.kind === 'conv') {
          nn.images.patches(x, pictures(layer.input, work.batch), layer.side, work.patches[i]!);
        }
        linearForward(nn, layer.activation, this.#linear(work, layer, i), work.rooms[i], out);
      }
    });
  }

  /** Back from the logits' gradients: adds every parameter's to `sums`. `seed` as on the way forward. */
  backward(work: Workspace, sums: ReadonlyMap<string, Floats>, seed: number | null = null): void {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      this.#layerBackward(work, i, i > 0 ? work.gradients[i] : null, sums, seed);
    }
  }

  /** Back from the logits' gradients to gradients[place], 0 being the images'; parameters' are left alone. */
  trace(work: Workspace, place: number): void {
    for (let i = this.layers.length - 1; i >= place; i--) this.#layerBackward(work, i, work.gradients[i], null, null);
  }

  free(): void {
    this.nn.free(...[...this.parameters.values()].map(({ value }) => value));
  }

  #layerBackward(
    work: Workspace,
    i: number,
    dx: Floats | null,
    sums: ReadonlyMap<string, Floats> | null,
    seed: number | null,
  ): void {
    const { nn } = this;
    const layer = this.layers[i];
    const [x, out, d] = [work.values[i], work.values[i + 1], work.gradients[i + 1]];
    if (layer.kind === 'pool') {
      if (dx) nn.images.maxPoolBackward(x, pictures(layer.input, work.batch), d, dx);
    } else if (layer.kind === 'dropout') {
      if (dx) this.#leaveOut(d, dx, seed === null ? null : { rate: layer.rate, seed });
    } else {
      const args = this.#linear(work, layer, i);
      const dPre = activationBackward(nn, layer.activation, out, work.rooms[i], d, work.batch * layer.size);
      if (sums) nn.linearBackward(args, dPre, null, sums.get(`${layer.name}.weight`)!, sums.get(`${layer.name}.bias`)!);
      if (dx) this.#inputBackward(work, layer, i, args, dPre, dx);
    }
  }

  #inputBackward(work: Workspace, layer: LinearLayer, i: number, args: LinearArgs, dPre: Floats, dx: Floats): void {
    const { nn } = this;
    if (layer.kind === 'dense') {
      nn.linearBackward(args, dPre, dx, null, null);
      return;
    }
    // The patches have done their work: their gradients take their place.
    const patches = work.patches[i]!;
    nn.linearBackward(args, dPre, patches, null, null);
    nn.images.patchesBackward(patches, pictures(layer.input, work.batch), layer.side, dx);
  }

  /** out ← x, with numbers left out: forward and backward alike. */
  #leaveOut(x: Floats, out: Floats, dropout: Dropout | null): void {
    this.nn.zero(out);
    this.nn.addScaled(out, x, 1);
    if (dropout) this.nn.dropout(out, out.size, dropout);
  }

  #linear(work: Workspace, layer: LinearLayer, i: number): LinearArgs {
    const w = this.parameters.get(`${layer.name}.weight`)!.value;
    const b = this.parameters.get(`${layer.name}.bias`)!.value;
    const { outputs } = layer;
    const inputs = inputsOf(layer);
    if (layer.kind === 'dense') return { x: work.values[i], w, b, rows: work.batch, inputs, outputs };
    const { height, width } = layer.input;
    return { x: work.patches[i]!, w, b, rows: work.batch * height * width, inputs, outputs };
  }
}
