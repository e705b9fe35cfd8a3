// The one error of formats: what in a model or a file is at fault, and what would be accepted.

import { EncoderError } from '../bert/errors';
import { MixtureError } from '../gmm/errors';
import { ImageError } from '../image/errors';
import { VocabularyError } from '../text/tokenizer/vocabulary';

/** A model that a format cannot hold, or a file that no model can be made from. `field` names the file or field at fault. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** What `work` gives; what the parts that read models throw, as a FormatError of the same field and words. */
export function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EncoderError || error instanceof ImageError || error instanceof MixtureError) {
      throw new FormatError(error.field, error.message);
    }
    if (error instanceof VocabularyError) throw new FormatError('vocab.txt', error.message);
    throw error;
  }
}
