// What an image classifier is made of, and how it is trained. Plain data: it is stored with runs and models.

import type { Augmentation } from './augment';
import { ImageError } from './errors';

export interface ImageShape {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 colour, 4 with transparency. */
  readonly channels: number;
}

/**
 * cnn: stages of convolution 3×3 → ReLU → convolution 3×3 → ReLU → max-pool 2×2, each with so many channels, then dense
 * layers. mlp: dense layers alone. `hidden` has the widths of dense ReLU layers; a linear layer to the classes ends both.
 */
export type ImageStructure =
  | { readonly kind: 'cnn'; readonly stages: readonly number[]; readonly hidden: readonly number[] }
  | { readonly kind: 'mlp'; readonly hidden: readonly number[] };

export interface ImageModelConfig {
  readonly shape: ImageShape;
  readonly structure: ImageStructure;
  /** Names of the classes, by number. */
  readonly classes: readonly string[];
  /** Each channel, 0…1, becomes (value − mean) / std. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export interface ImageTrainOptions {
  readonly epochs: number;
  readonly batch_size: number;
  readonly optimizer: 'adamw' | 'sgd';
  readonly learning_rate: number;
  /** Of sgd: 0 to before 1. */
  readonly momentum: number;
  readonly weight_decay: number;
  readonly schedule: 'constant' | 'linear' | 'cosine';
  /** Share of the steps with a rising learning rate. */
  readonly warmup_ratio: number;
  /** Of the labels: 0 to before 1. */
  readonly label_smoothing: number;
  /** The gradients' norm is clipped at it; 0: not clipped. */
  readonly max_grad_norm: number;
  /** null: none. */
  readonly augmentation: Augmentation | null;
  readonly seed: number;
}

export const SMALL_CNN: ImageStructure = { kind: 'cnn', stages: [16, 32], hidden: [64] };
export const SMALL_MLP: ImageStructure = { kind: 'mlp', hidden: [128] };

export const IMAGE_TRAINING: ImageTrainOptions = {
  epochs: 5,
  batch_size: 32,
  optimizer: 'adamw',
  learning_rate: 0.002,
  momentum: 0.9,
  weight_decay: 0.01,
  schedule: 'cosine',
  warmup_ratio: 0.05,
  label_smoothing: 0,
  max_grad_norm: 1,
  augmentation: null,
  seed: 1,
};

export const IMAGE_LIMITS = {
  side: 512,
  channels: 4,
  stages: 6,
  width: 1024,
  layers: 4,
  classes: 1000,
  batch: 1024,
} as const;

/** Throws ImageError on the first thing that makes no model. */
export function checkConfig({ shape, structure, classes, mean, std }: ImageModelConfig): void {
  const { side, channels, stages, width, layers } = IMAGE_LIMITS;
  checkWhole('shape.height', shape.height, 1, side);
  checkWhole('shape.width', shape.width, 1, side);
  checkWhole('shape.channels', shape.channels, 1, channels);
  checkWhole('classes', classes.length, 2, IMAGE_LIMITS.classes);
  if (new Set(classes).size !== classes.length) throw new ImageError('classes', 'Two classes have the same name.');
  checkWhole('hidden', structure.hidden.length, 0, layers);
  for (const units of structure.hidden) checkWhole('hidden', units, 1, 4 * width);
  if (structure.kind === 'cnn') {
    checkWhole('stages', structure.stages.length, 1, stages);
    for (const count of structure.stages) checkWhole('stages', count, 1, width);
    const least = 2 ** structure.stages.length;
    if (Math.min(shape.height, shape.width) < least) {
      throw new ImageError('stages', `${structure.stages.length} stages need images of at least ${least}×${least}.`);
    }
  }
  if (mean.length !== shape.channels || !mean.every(Number.isFinite)) {
    throw new ImageError('mean', `mean needs a number for each of the ${shape.channels} channels.`);
  }
  if (std.length !== shape.channels || !std.every((value) => value > 0 && Number.isFinite(value))) {
    throw new ImageError('std', `std needs a number above 0 for each of the ${shape.channels} channels.`);
  }
}

/** Throws ImageError on the first option that is out of bounds. */
export function checkOptions(options: ImageTrainOptions): void {
  checkWhole('epochs', options.epochs, 1, 10_000);
  checkWhole('batch_size', options.batch_size, 1, IMAGE_LIMITS.batch);
  checkWhole('seed', options.seed, 0, 2 ** 32 - 1);
  const { learning_rate, momentum, weight_decay, warmup_ratio, label_smoothing, max_grad_norm } = options;
  check('learning_rate', learning_rate > 0 && Number.isFinite(learning_rate), 'above 0');
  check('momentum', momentum >= 0 && momentum < 1, '0 to below 1');
  check('weight_decay', weight_decay >= 0 && Number.isFinite(weight_decay), '0 or more');
  check('warmup_ratio', warmup_ratio >= 0 && warmup_ratio <= 1, '0 to 1');
  check('label_smoothing', label_smoothing >= 0 && label_smoothing < 1, '0 to below 1');
  check('max_grad_norm', max_grad_norm >= 0 && Number.isFinite(max_grad_norm), '0 (no clipping) or more');
  const { augmentation } = options;
  if (!augmentation) return;
  check('augmentation.shift', augmentation.shift >= 0 && augmentation.shift <= 0.5, '0 to 0.5');
  check('augmentation.rotate', augmentation.rotate >= 0 && augmentation.rotate <= 180, '0 to 180');
  check('augmentation.scale', augmentation.scale >= 0 && augmentation.scale <= 0.5, '0 to 0.5');
}

function check(field: string, right: boolean, accepted: string): void {
  if (!right) throw new ImageError(field, `${field} must be ${accepted}.`);
}

function checkWhole(field: string, value: number, least: number, most: number): void {
  check(field, Number.isInteger(value) && value >= least && value <= most, `a whole number from ${least} to ${most}`);
}
