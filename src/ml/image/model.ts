// An image classifier that answers: probabilities of classes, and where in an image it looks (./explain.ts). Each answer
// is computed in one go between two awaits, so that answers and training steps on the same weights do not mix.

import { type Numbers, readNumbers } from '../bert/numbers';
import type { NnBackend } from '../compute/nn/types';
import type { Pause } from '../gmm/stretches';
import { Rng } from '../rng';
import type { ImageModelConfig } from './config';
import { ImageError } from './errors';
import { type Explanation, explain } from './explain';
import { pixelsOf } from './images';
import { ImageNetwork, type Weights, type Workspace } from './network';
import { costOf } from './structure';

/** Multiply-adds of one part of a batch on its way forward: some 5 ms on one core. */
const PART_WORK = 3e7;
/** Numbers kept of one part: 64 MB. */
const PART_NUMBERS = 2 ** 24;
const LARGEST_PART = 256;

export class ImageModel {
  readonly network: ImageNetwork;
  /** Images computed at a time: a power of two. */
  readonly part: number;
  readonly #workspaces = new Map<number, Workspace>();

  /**
   * Starts from `weights`, or from random ones that `rng` draws. Throws ImageError where the config makes no model or
   * the weights are not its own, NnMemoryError where there is no room. Without `part` it is what suits the backend.
   */
  constructor(nn: NnBackend, config: ImageModelConfig, start: Weights | Rng, part?: number) {
    this.network = new ImageNetwork(nn, config);
    this.part = part ?? partOf(this.network);
    try {
      if (start instanceof Rng) this.network.initialise(start);
      else this.network.write(start);
    } catch (error) {
      this.network.free();
      throw error;
    }
  }

  get config(): ImageModelConfig {
    return this.network.config;
  }

  /** In place: values 0…1 become what the network takes. */
  normalise(pixels: Float32Array): void {
    const { shape, mean, std } = this.config;
    const { channels } = shape;
    for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] - mean[i % channels]) / std[i % channels];
  }

  /** Buffers for so many images, a power of two; kept until `dispose`. */
  workspace(batch: number): Workspace {
    const held = this.#workspaces.get(batch) ?? this.network.workspace(batch);
    this.#workspaces.set(batch, held);
    return held;
  }

  /**
   * [n, classes] logits of n images of values 0…1, [n, height, width, channels].
   * Throws ImageError where that is no whole number of images.
   */
  async logits(pixels: Float32Array, pause?: Pause): Promise<Numbers> {
    const each = pixelsOf(this.config.shape);
    const n = countImages(pixels, each);
    const classes = this.config.classes.length;
    const { nn } = this.network;
    const all = nn.exact ? new Float64Array(n * classes) : new Float32Array(n * classes);
    for (let at = 0; at < n; at += this.part) {
      if (at > 0) await pause?.();
      const count = Math.min(this.part, n - at);
      const work = this.workspace(2 ** Math.ceil(Math.log2(count)));
      this.#enter(work, pixels.subarray(at * each, (at + count) * each));
      const got = await readNumbers(nn, work.values[work.values.length - 1]);
      all.set(got.subarray(0, count * classes), at * classes);
    }
    return all;
  }

  /** [n, classes] probabilities; see `logits`. */
  async predict(pixels: Float32Array, pause?: Pause): Promise<Float64Array> {
    return softmaxRows(await this.logits(pixels, pause), this.config.classes.length);
  }

  /**
   * Where one image of values 0…1 speaks for a class. Throws ImageError for another size of image, or a class that
   * there is not.
   */
  async explain(pixels: Float32Array, target: number): Promise<Explanation> {
    if (countImages(pixels, pixelsOf(this.config.shape)) !== 1) throw new ImageError('image', 'One image, please.');
    if (!(Number.isInteger(target) && target >= 0 && target < this.config.classes.length)) {
      throw new ImageError('class', `There is no class ${target}: they are 0 to ${this.config.classes.length - 1}.`);
    }
    const work = this.workspace(1);
    this.#enter(work, pixels);
    return await explain(this.network, work, target);
  }

  /** As they are at the call, by name. */
  async weights(): Promise<Map<string, Numbers>> {
    const { nn, parameters } = this.network;
    const reads = [...parameters].map(async ([name, { value }]): Promise<[string, Numbers]> => {
      return [name, await readNumbers(nn, value)];
    });
    return new Map(await Promise.all(reads));
  }

  dispose(): void {
    for (const work of this.#workspaces.values()) this.network.release(work);
    this.#workspaces.clear();
    this.network.free();
  }

  /** Computes the logits of images, as many as the workspace has or fewer. */
  #enter(work: Workspace, pixels: Float32Array): void {
    const { nn } = this.network;
    const padded = new Float32Array(work.values[0].size);
    padded.set(pixels);
    this.normalise(padded);
    nn.write(work.values[0], padded);
    this.network.forward(work);
  }
}

/** GPUs like large parts; what computes in this thread rests between small ones. */
function partOf({ layers, nn }: ImageNetwork): number {
  const { work, kept } = costOf(layers);
  const inThisThread = nn.kind !== 'webgpu' && nn.kind !== 'webgl';
  const most = Math.min(LARGEST_PART, PART_NUMBERS / kept, inThisThread ? PART_WORK / work : LARGEST_PART);
  return 2 ** Math.floor(Math.log2(Math.max(1, most)));
}

function countImages(pixels: Float32Array, each: number): number {
  const n = pixels.length / each;
  if (!Number.isInteger(n)) {
    throw new ImageError('image', `${pixels.length} values are no whole number of images of ${each} values.`);
  }
  return n;
}

/** Softmax of each row. */
export function softmaxRows(logits: Numbers, classes: number): Float64Array {
  const out = Float64Array.from(logits);
  for (let at = 0; at < out.length; at += classes) {
    const row = out.subarray(at, at + classes);
    let top = -Infinity;
    for (const value of row) top = Math.max(top, value);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      row[c] = Math.exp(row[c] - top);
      sum += row[c];
    }
    for (let c = 0; c < classes; c++) row[c] /= sum;
  }
  return out;
}
