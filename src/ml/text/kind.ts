// Tells what kind of text model files are.

import { EncoderError } from '../bert/errors';
import { COMBINED_FILE } from './combined/files';
import { WEIGHTS_FILE } from './encoder/files';
import { NGRAM_FILE } from './ngram/file';
import type { ModelFiles, TextModelKind } from './types';

/** Throws EncoderError where they are none. */
export function modelKind(files: ModelFiles): TextModelKind {
  if (files.has(COMBINED_FILE)) return 'combined';
  if (files.has(NGRAM_FILE)) return 'ngram';
  if (files.has(WEIGHTS_FILE)) return 'encoder';
  throw new EncoderError('model', `These files are no text model: ${[...files.keys()].join(', ') || 'none'}`);
}
