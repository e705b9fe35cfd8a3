// Image classifiers: a small convolutional network, or a perceptron over the pixels.

import { z } from 'zod';
import type { ScheduleOptions } from '../../../ml/schedule/schedule';
import { checkpointSchema, commonShape, earlyStopping, labelledDataShape, metricsOf, scheduleShape } from './common';
import { above, oneOf, whole, wholes, within, yesOrNo } from './fields';

const modelSchema = z
  .strictObject({
    architecture: oneOf(['cnn', 'mlp'], 'cnn: convolutions, then dense layers; mlp: dense layers alone.').default(
      'cnn',
    ),
    image_size: whole(8, 256, 'Pixels along a side; images are scaled to it.').default(28),
    channels: z
      .union([z.literal(1), z.literal(3)], { error: 'must be 1 (grey) or 3 (colour)' })
      .meta({ description: '1: grey; 3: colour.' })
      .default(1),
    filters: wholes(6, 256, 'cnn: filters of each convolution, after which the image is halved.').default([16, 32]),
    kernel_size: z
      .union([z.literal(3), z.literal(5), z.literal(7)], { error: 'must be 3, 5 or 7' })
      .meta({ description: 'cnn: pixels along a side of a filter.' })
      .default(3),
    hidden: wholes(8, 1024, 'Widths of the hidden dense layers.').default([64]),
    activation: oneOf(['relu', 'tanh', 'sigmoid'], 'Of the hidden layers.').default('relu'),
    dropout: within(0, 0.9, 'Share of numbers left out before the last layer.').default(0.25),
  })
  .superRefine(({ architecture, image_size, filters }, context) => {
    if (architecture !== 'cnn') return;
    const left = Math.floor(image_size / 2 ** filters.length);
    const message = `must be at most ${Math.floor(Math.log2(image_size))} for ${image_size} pixels: each halves the image`;
    if (filters.length === 0)
      context.addIssue({ code: 'custom', path: ['filters'], message: 'must have at least one filter' });
    if (left < 1) context.addIssue({ code: 'custom', path: ['filters'], message });
  });

const augmentationSchema = z
  .strictObject({
    flip: yesOrNo('Mirrors half of the images left to right.').default(false),
    shift: within(0, 0.5, 'Moves by at most this share of the side.').default(0),
    rotate: within(0, 180, 'Turns by at most so many degrees.').default(0),
    zoom: within(0, 0.9, 'Scales by at most this share.').default(0),
    noise: within(0, 1, 'Standard deviation of noise, of white.').default(0),
  })
  .meta({ description: 'How training images are changed each time they are seen.' })
  .prefault({});

const trainerSchema = z.strictObject({
  epochs: whole(1, 1000, 'Passes over the training data.').default(10),
  batch_size: whole(1, 1024, 'Images a step.').default(32),
  optimizer: oneOf(['sgd', 'momentum', 'adam', 'adamw'], 'How weights follow the gradient.').default('adam'),
  learning_rate: above(10, 'The full learning rate, after the warm-up.').default(1e-3),
  weight_decay: within(0, 1, 'adamw: share of the weights taken away, times the learning rate.').default(0),
  ...scheduleShape,
  max_grad_norm: within(0, 1e6, 'Largest norm of the gradients together; 0: no clipping.').default(0),
  label_smoothing: within(0, 0.5, 'How far labels are moved to the middle.').default(0),
  early_stopping: earlyStopping('value of monitor').default(null),
  monitor: oneOf(['val_loss', 'val_acc', 'val_f1'], 'What says which epoch is best.').default('val_loss'),
  min_delta: within(0, 1, 'A change by less is no better.').default(0),
  metrics: metricsOf(['acc', 'f1', 'precision', 'recall', 'top_3_acc']).default(['acc']),
  checkpoint: checkpointSchema,
  compute: oneOf(
    ['auto', 'cpu', 'wasm', 'webgl', 'webgpu'],
    'What computes; runs are equal bit for bit on cpu alone.',
  ).default('auto'),
});

export const imageSchema = z
  .strictObject({
    kind: z.literal('image'),
    ...commonShape,
    model: modelSchema.meta({ description: 'A classifier of images.' }).prefault({}),
    data: z
      .strictObject({ ...labelledDataShape, augmentation: augmentationSchema })
      .meta({ description: 'Images in folders, one a class.' })
      .prefault({}),
    trainer: trainerSchema.meta({ description: 'How it is trained.' }).prefault({}),
  })
  .superRefine(({ trainer }, context) => {
    const { metrics, monitor, schedule, end_learning_rate, learning_rate } = trainer;
    const wrong = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['trainer', field], message });
    const watched = metrics.some((name) => `val_${name}` === monitor);
    if (monitor !== 'val_loss' && !watched)
      wrong('monitor', `is not among the metrics: add ${monitor.slice(4)} to them`);
    if (schedule === 'polynomial' && end_learning_rate > learning_rate) {
      wrong('end_learning_rate', 'must be at most learning_rate');
    }
  });

export type ImageConfig = z.output<typeof imageSchema>;

/** The schedule in steps, of which an epoch has `stepsPerEpoch`. */
export function scheduleOptionsOf({ trainer }: ImageConfig, stepsPerEpoch: number): ScheduleOptions {
  const { learning_rate, schedule, warmup_ratio, power, end_learning_rate, gamma } = trainer;
  const step_size = trainer.step_size * stepsPerEpoch;
  return { learning_rate, schedule, warmup_ratio, power, end_learning_rate, gamma, step_size };
}
