// Training of an image model, step by step: shuffled epochs, augmented images, one update a step. A step is all or
// nothing, and whatever happens between two is in the state, so that a run stopped anywhere goes on as if it had not
// been: on WASM and in plain JavaScript bit for bit.

import { type Numbers, readNumbers } from '../bert/numbers';
import type { Floats, NnBackend } from '../compute/nn/types';
import type { Pause } from '../gmm/stretches';
import { Rng, type RngState } from '../rng';
import { learningRateAt } from '../schedule/schedule';
import { augment } from './augment';
import { checkOptions, type ImageModelConfig, type ImageTrainOptions, SCHEDULE_EXTRAS } from './config';
import { ImageError } from './errors';
import { checkImages } from './evaluate';
import { type Images, pixelsOf } from './images';
import { ImageModel } from './model';
import type { Workspace } from './network';
import { ImageOptimiser } from './optimiser';

export interface ImageStep {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** From 1. */
  readonly epoch: number;
  /** It was the epoch's last. */
  readonly lastOfEpoch: boolean;
  readonly images: number;
  readonly learning_rate: number;
  /** The batch's mean cross-entropy with smoothing, before the step; null where it was not measured. */
  readonly loss: number | null;
  /** Norm of all gradients together, before clipping; null where it was not measured. */
  readonly grad_norm: number | null;
}

/** For storage: a structured clone of it is enough. */
export interface ImageTrainState {
  readonly version: 1;
  readonly config: ImageModelConfig;
  readonly options: ImageTrainOptions;
  /** Images of the set. */
  readonly images: number;
  /** Steps taken. */
  readonly step: number;
  /** The order of the epoch under way. */
  readonly order: Uint32Array;
  readonly rng: RngState;
  readonly weights: ReadonlyMap<string, Numbers>;
  readonly optimizer: ReadonlyMap<string, Numbers>;
}

export interface ImageTrainArgs {
  readonly nn: NnBackend;
  readonly images: Images;
  /** Awaited between parts of a batch; what it throws ends the step, as if it had not been begun. */
  readonly pause?: Pause | undefined;
  /** Most images computed at a time, a power of two; by default what suits the backend. Sums round by it. */
  readonly part?: number | undefined;
}

export class ImageTrainer {
  readonly model: ImageModel;
  readonly options: ImageTrainOptions;
  private readonly optimiser: ImageOptimiser;
  private readonly images: Images;
  private readonly pause: Pause | undefined;
  /** Images computed at a time. */
  private readonly part: number;
  private readonly buffers: BatchBuffers;
  private taken: number;
  private order: Uint32Array;
  private rng: Rng;
  private stepping = false;

  /** Throws ImageError on a config, options or images that cannot be trained with, or a state of other images. */
  constructor(args: ImageTrainArgs, start: { config: ImageModelConfig; options: ImageTrainOptions } | ImageTrainState) {
    const { nn, images, pause, part } = args;
    const { config, options } = start;
    checkOptions(options);
    if (images.size === 0) throw new ImageError('images', 'There are no images to train with.');
    const saved = 'version' in start ? start : null;
    if (saved && saved.images !== images.size) {
      throw new ImageError('images', `The checkpoint is of ${saved.images} images, not of ${images.size}.`);
    }
    this.images = images;
    this.options = options;
    this.pause = pause;
    this.rng = new Rng(saved?.rng ?? options.seed);
    this.model = new ImageModel(nn, config, saved ? saved.weights : this.rng, part);
    this.optimiser = new ImageOptimiser(this.model.network, options);
    this.part = Math.min(this.model.part, 2 ** Math.ceil(Math.log2(options.batch_size)));
    this.buffers = makeBuffers(nn, this.part);
    this.taken = saved?.step ?? 0;
    this.order = saved?.order.slice() ?? shuffled(images.size, this.rng);
    try {
      checkImages(images, this.model);
      if (saved) this.optimiser.restore(saved.optimizer);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  get stepsPerEpoch(): number {
    return Math.ceil(this.images.size / this.options.batch_size);
  }

  get steps(): number {
    return this.options.epochs * this.stepsPerEpoch;
  }

  /** Steps taken. */
  get step(): number {
    return this.taken;
  }

  /** The epoch of the next step, from 1; of a run that is done, the last. */
  get epoch(): number {
    return Math.min(this.options.epochs, Math.floor(this.taken / this.stepsPerEpoch) + 1);
  }

  get done(): boolean {
    return this.taken >= this.steps;
  }

  /**
   * One update. Measuring its loss waits for the device. Throws an Error when the run is done or a step is under way;
   * rejects with what `pause` or the images reject with, and nothing has changed then.
   */
  async next(measure = true): Promise<ImageStep> {
    if (this.done) throw new Error('The run is done: there is nothing left to learn.');
    if (this.stepping) throw new Error('A step is under way.');
    this.stepping = true;
    const rng = new Rng(this.rng.state());
    try {
      const indices = this.#indices();
      await this.#gather(indices, rng);
      return await this.#update(indices.length, rng, measure);
    } finally {
      this.stepping = false;
    }
  }

  /** Steps to the end of the epoch, or until `onStep` answers false. */
  async untilEpochEnds(onStep?: (step: ImageStep) => boolean | undefined): Promise<void> {
    if (this.done) return;
    for (;;) {
      const step = await this.next();
      if (onStep?.(step) === false || step.lastOfEpoch) return;
      await this.pause?.();
    }
  }

  /** The run as it is between two steps, also while one is under way. */
  async state(): Promise<ImageTrainState> {
    const { options, taken, order } = this;
    const rng = this.rng.state();
    const [weights, optimizer] = await Promise.all([this.model.weights(), this.optimiser.state()]);
    const { config } = this.model;
    const images = this.images.size;
    return { version: 1, config, options, images, step: taken, order: order.slice(), rng, weights, optimizer };
  }

  dispose(): void {
    const { labels, weights, loss, total } = this.buffers;
    this.model.network.nn.free(labels, weights, loss, total);
    this.optimiser.free();
    this.model.dispose();
  }

  #indices(): Uint32Array {
    const { batch_size } = this.options;
    const at = (this.taken % this.stepsPerEpoch) * batch_size;
    return this.order.subarray(at, at + batch_size);
  }

  /** Adds up the batch's gradients and losses, part by part. */
  async #gather(indices: Uint32Array, rng: Rng): Promise<void> {
    const { nn } = this.model.network;
    nn.zero(this.buffers.total);
    try {
      for (let at = 0; at < indices.length; at += this.part) {
        if (at > 0) await this.pause?.();
        const members = indices.subarray(at, at + this.part);
        const pixels = await this.#load(members, rng);
        const { dropout = 0 } = this.model.config.structure;
        this.#learn(pixels, members, 1 / indices.length, dropout > 0 ? rng.uint32() : null);
      }
    } catch (error) {
      this.optimiser.clear();
      throw error;
    }
  }

  /** The members' pixels as a whole part: augmented, normalised. */
  async #load(members: Uint32Array, rng: Rng): Promise<Float32Array> {
    const { shape } = this.model.config;
    const { augmentation } = this.options;
    const each = pixelsOf(shape);
    const pixels = new Float32Array(members.length * each);
    await this.images.load(members, pixels);
    const out = new Float32Array(this.part * each);
    if (augmentation) {
      members.forEach((_, i) => {
        augment(pixels, out, i * each, shape, augmentation, rng);
      });
    } else out.set(pixels);
    this.model.normalise(out);
    return out;
  }

  /** In one go, without a rest: the workspace is shared with answers (./model.ts). */
  #learn(pixels: Float32Array, members: Uint32Array, weight: number, dropout: number | null): void {
    const { network } = this.model;
    const { nn } = network;
    const { labels, weights, loss, total } = this.buffers;
    const work = this.model.workspace(this.part);
    const real = (i: number) => i < members.length;
    nn.write(work.values[0], pixels);
    nn.writeInts(
      labels,
      Int32Array.from({ length: this.part }, (_, i) => (real(i) ? this.images.labels[members[i]] : 0)),
    );
    nn.write(
      weights,
      Float32Array.from({ length: this.part }, (_, i) => (real(i) ? weight : 0)),
    );
    network.forward(work, dropout);
    nn.softmaxCrossEntropy(this.#crossEntropy(work), loss, work.gradients[work.gradients.length - 1]);
    nn.addScaled(total, loss, 1);
    network.backward(work, this.optimiser.gradients, dropout);
  }

  #crossEntropy(work: Workspace) {
    const { labels, weights } = this.buffers;
    const targets = { kind: 'labels' as const, labels, smoothing: this.options.label_smoothing };
    const logits = work.values[work.values.length - 1];
    return { logits, targets, rows: this.part, classes: this.model.config.classes.length, weights };
  }

  async #update(images: number, rng: Rng, measure: boolean): Promise<ImageStep> {
    const { steps, epoch, stepsPerEpoch } = this;
    const step = this.taken + 1;
    const rate = learningRateAt({ ...SCHEDULE_EXTRAS, ...this.options }, this.taken, steps);
    this.optimiser.step(step, rate);
    this.taken = step;
    this.rng = rng;
    const lastOfEpoch = step % stepsPerEpoch === 0;
    if (lastOfEpoch && step < steps) this.order = shuffled(this.images.size, rng);
    const measured = measure ? await this.#measured() : { loss: null, grad_norm: null };
    return { step, steps, epoch, lastOfEpoch, images, learning_rate: rate, ...measured };
  }

  /** Asked for together: a GPU is waited for once. */
  async #measured(): Promise<Pick<ImageStep, 'loss' | 'grad_norm'>> {
    const { nn } = this.model.network;
    const [losses, [norm]] = await Promise.all([
      readNumbers(nn, this.buffers.total),
      readNumbers(nn, this.optimiser.norm),
    ]);
    return { loss: Array.from(losses).reduce((sum, part) => sum + part, 0), grad_norm: norm };
  }
}

interface BatchBuffers {
  readonly labels: ReturnType<NnBackend['ints']>;
  /** [part] of each image in the loss; 0 for padding. */
  readonly weights: Floats;
  readonly loss: Floats;
  readonly total: Floats;
}

function makeBuffers(nn: NnBackend, part: number): BatchBuffers {
  return { labels: nn.ints(part), weights: nn.floats(part), loss: nn.floats(part), total: nn.floats(part) };
}

function shuffled(n: number, rng: Rng): Uint32Array {
  return rng.shuffle(Uint32Array.from({ length: n }, (_, i) => i));
}
