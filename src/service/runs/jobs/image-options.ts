// An image configuration in the words of the trainer (src/ml/image).

import type { Pause } from '../../../ml/gmm/stretches';
import type { Augmentation } from '../../../ml/image/augment';
import type { ImageModelConfig, ImageStructure, ImageTrainOptions } from '../../../ml/image/config';
import { measureChannels } from '../../../ml/image/images';
import { type ImageConfig, scheduleOptionsOf } from '../../configs/schema';
import type { ImageParts } from './image-parts';

/** With the brightness of the training images measured. */
export async function modelConfigOf(
  { model }: ImageConfig,
  { train, classes }: ImageParts,
  pause: Pause,
): Promise<ImageModelConfig> {
  const { mean, std } = await measureChannels(train, pause);
  return { shape: train.shape, structure: structureOf(model), classes, mean, std };
}

function structureOf(model: ImageConfig['model']): ImageStructure {
  const { architecture, filters, kernel_size, hidden, activation, dropout } = model;
  if (architecture === 'mlp') return { kind: 'mlp', hidden, activation, dropout };
  // "Filters of each convolution, after which the image is halved."
  return { kind: 'cnn', stages: filters, convolutions: 1, kernel_size, hidden, activation, dropout };
}

/** Optimisers as PyTorch's: adam is AdamW without decay, momentum is SGD with 0.9. */
export function trainOptionsOf(config: ImageConfig, stepsPerEpoch: number): ImageTrainOptions {
  const { epochs, batch_size, optimizer, weight_decay, max_grad_norm, label_smoothing } = config.trainer;
  return {
    ...scheduleOptionsOf(config, stepsPerEpoch),
    ...{ epochs, batch_size, max_grad_norm, label_smoothing, seed: config.seed },
    optimizer: optimizer === 'adam' || optimizer === 'adamw' ? 'adamw' : 'sgd',
    momentum: optimizer === 'momentum' ? 0.9 : 0,
    weight_decay: optimizer === 'adamw' ? weight_decay : 0,
    augmentation: augmentationOf(config.data.augmentation),
  };
}

function augmentationOf(wanted: ImageConfig['data']['augmentation']): Augmentation | null {
  const { flip, shift, rotate, zoom: scale, noise } = wanted;
  const nothing = !flip && [shift, rotate, scale, noise].every((most) => most === 0);
  return nothing ? null : { flip, shift, rotate, scale, noise };
}
