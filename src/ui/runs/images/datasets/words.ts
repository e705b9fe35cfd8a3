// Parts in words.

import type { ImagePart } from '../../../../wire/images';

export const PART_WORDS: Readonly<Record<ImagePart, string>> = {
  train: 'training',
  val: 'validation',
  test: 'test',
};
