// What an image classifier is made of, and how it is trained. Plain data: it is stored with runs and models.

import { SCHEDULES, type ScheduleOptions } from '../schedule/schedule';
import type { Augmentation } from './augment';
import { ImageError } from './errors';

export interface ImageShape {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 3 colour, 4 with transparency. */
  readonly channels: number;
}

export const IMAGE_ACTIVATIONS = ['relu', 'tanh', 'sigmoid'] as const;
export type ImageActivation = (typeof IMAGE_ACTIVATIONS)[number];

interface Dense {
  /** Widths of the hidden dense layers; a linear layer to the classes ends every model. */
  readonly hidden: readonly number[];
  /** After every convolution and hidden layer; ReLU where it is not said. */
  readonly activation?: ImageActivation | undefined;
  /** Share of the numbers before the last layer that are left out in training; 0 where it is not said. */
  readonly dropout?: number | undefined;
}

/**
 * cnn: stages of convolution → activation, twice, → max-pool 2×2, each with so many channels, then dense layers.
 * mlp: dense layers alone.
 */
export type ImageStructure =
  | (Dense & {
      readonly kind: 'cnn';
      readonly stages: readonly number[];
      /** Convolutions of a stage; 2 where it is not said. */
      readonly convolutions?: number | undefined;
      /** Pixels along a side of a convolution, odd; 3 where it is not said. */
      readonly kernel_size?: number | undefined;
    })
  | (Dense & { readonly kind: 'mlp' });

export interface ImageModelConfig {
  readonly shape: ImageShape;
  readonly structure: ImageStructure;
  /** Names of the classes, by number. */
  readonly classes: readonly string[];
  /** Each channel, 0…1, becomes (value − mean) / std. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What only some schedules need has the defaults of `SCHEDULE_EXTRAS`. */
export interface ImageTrainOptions
  extends Partial<Pick<ScheduleOptions, 'power' | 'end_learning_rate' | 'step_size' | 'gamma'>> {
  readonly epochs: number;
  readonly batch_size: number;
  readonly optimizer: 'adamw' | 'sgd';
  readonly learning_rate: number;
  /** Of sgd: 0 to before 1. */
  readonly momentum: number;
  readonly weight_decay: number;
  readonly schedule: ScheduleOptions['schedule'];
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

/** A straight line to 0, and a tenth after every ten steps. */
export const SCHEDULE_EXTRAS = { power: 1, end_learning_rate: 0, step_size: 10, gamma: 0.1 } as const;

export const IMAGE_LIMITS = {
  side: 512,
  channels: 4,
  stages: 6,
  convolutions: 3,
  kernel: 11,
  width: 1024,
  layers: 8,
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
  const { activation = 'relu', dropout = 0 } = structure;
  check('activation', IMAGE_ACTIVATIONS.includes(activation), `one of ${IMAGE_ACTIVATIONS.join(', ')}`);
  check('dropout', dropout >= 0 && dropout < 1, '0 to below 1');
  if (structure.kind === 'cnn') {
    const { convolutions = 2, kernel_size = 3 } = structure;
    checkWhole('convolutions', convolutions, 1, IMAGE_LIMITS.convolutions);
    checkWhole('kernel_size', kernel_size, 1, IMAGE_LIMITS.kernel);
    check('kernel_size', kernel_size % 2 === 1, 'odd');
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
  checkSchedule({ ...SCHEDULE_EXTRAS, ...options });
  const { augmentation } = options;
  if (!augmentation) return;
  check('augmentation.shift', augmentation.shift >= 0 && augmentation.shift <= 0.5, '0 to 0.5');
  check('augmentation.rotate', augmentation.rotate >= 0 && augmentation.rotate <= 180, '0 to 180');
  check('augmentation.scale', augmentation.scale >= 0 && augmentation.scale <= 0.9, '0 to 0.9');
  const { noise = 0 } = augmentation;
  check('augmentation.noise', noise >= 0 && noise <= 1, '0 to 1');
}

function checkSchedule({ schedule, power, end_learning_rate, step_size, gamma }: ScheduleOptions): void {
  check('schedule', SCHEDULES.includes(schedule), `one of ${SCHEDULES.join(', ')}`);
  check('power', power > 0 && Number.isFinite(power), 'above 0');
  check('end_learning_rate', end_learning_rate >= 0 && Number.isFinite(end_learning_rate), '0 or more');
  checkWhole('step_size', step_size, 1, Number.MAX_SAFE_INTEGER);
  check('gamma', gamma > 0 && gamma <= 1, 'above 0 and at most 1');
}

function check(field: string, right: boolean, accepted: string): void {
  if (!right) throw new ImageError(field, `${field} must be ${accepted}.`);
}

function checkWhole(field: string, value: number, least: number, most: number): void {
  check(field, Number.isInteger(value) && value >= least && value <= most, `a whole number from ${least} to ${most}`);
}
