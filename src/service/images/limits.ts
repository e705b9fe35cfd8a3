// What datasets of images may be, so that a hostile or mistaken folder ends in a clear word and not in a full memory.

import { formatBytes } from '../../ml/bytes';
import { IMAGE_LIMITS } from '../../ml/image/config';
import { ServiceError } from '../../wire/errors';
import { LIMITS, type Limits } from '../datasets/import/limits';

export interface ImageLimits {
  /** Images of one set. */
  readonly images: number;
  /** Bytes of one file. */
  readonly file: number;
  /** Pixels of one image. */
  readonly pixels: number;
  /** Bytes of all files of a set. */
  readonly bytes: number;
  readonly classes: number;
  /** Characters of a class's name. */
  readonly name: number;
  /** Of folders and archives that are read. */
  readonly source: Limits;
}

const FILE = 21e6;

export const IMAGES: ImageLimits = {
  images: 200_000,
  file: FILE,
  pixels: 4096 ** 2,
  bytes: 4.3e9,
  classes: IMAGE_LIMITS.classes,
  name: 100,
  // Readers of archives measure their files as texts, in characters of three bytes.
  source: { ...LIMITS, characters: Math.ceil(FILE / 3) },
};

export function tooManyImages({ images }: ImageLimits): ServiceError {
  const most = images.toLocaleString('en');
  return new ServiceError('too_large', `There are more than ${most} images in it, the most a set takes.`);
}

export function tooManyBytes({ bytes }: ImageLimits): ServiceError {
  return new ServiceError(
    'too_large',
    `Its images are more than ${formatBytes(bytes)} together, the most a set takes.`,
  );
}
