// Makes text models of any kind: from their files, or fresh.

import { type EncoderConfig, presetConfig } from '../bert/config';
import type { NnBackend } from '../compute/nn/types';
import { joinCombined } from './combined/files';
import { CombinedModel } from './combined/model';
import { EncoderModel, freshEncoder } from './encoder/model';
import { modelKind } from './kind';
import { NgramModel } from './ngram/model';
import type { ModelFiles, TextModel, TextModelKind } from './types';

/** Throws EncoderError or VocabularyError where the files are damaged; NnMemoryError without room. */
export function loadTextModel(nn: NnBackend, files: ModelFiles): TextModel {
  const kind = modelKind(files);
  if (kind === 'ngram') return NgramModel.fromFiles(files);
  return kind === 'encoder' ? new EncoderModel(nn, files) : new CombinedModel(nn, files);
}

export interface NewModelOptions {
  readonly kind: TextModelKind;
  /** The encoder's size by its name: "L-2_H-128_A-2". Not read for the n-gram model. */
  readonly architecture: string;
  /** vocab.txt */
  readonly vocabulary: Uint8Array;
  readonly seed: number;
  /** Other settings of the encoder than the size's own. */
  readonly changes?: Partial<EncoderConfig>;
}

/** Both parts of a combined model speak with one voice until training finds out which is the better. */
const EVEN = { encoder: 1, ngram: 1, offset: 0 };

/** An untrained model's files. Throws EncoderError or VocabularyError where size or vocabulary are none. */
export function freshTextModel({ kind, architecture, vocabulary, seed, changes = {} }: NewModelOptions): ModelFiles {
  const ngram = NgramModel.fresh().saveNow();
  if (kind === 'ngram') return ngram;
  const pieces = new TextDecoder()
    .decode(vocabulary)
    .replace(/\r?\n$/, '')
    .split('\n').length;
  const encoder = freshEncoder(presetConfig(architecture, pieces, changes), vocabulary, seed);
  return kind === 'encoder' ? encoder : joinCombined({ encoder, ngram, combination: EVEN });
}
