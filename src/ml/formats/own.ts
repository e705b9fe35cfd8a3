// The product's own models as files: what kind they are, and whether they are whole.

import { isImageModel, readImageModel } from '../image/files';
import { COMBINED_FILE, splitCombined } from '../text/combined/files';
import { readEncoder, readTokenizer, WEIGHTS_FILE } from '../text/encoder/files';
import { NGRAM_FILE } from '../text/ngram/file';
import { NgramModel } from '../text/ngram/model';
import { inWords } from './errors';
import type { Files } from './files';
import { MIXTURE_FILE } from './mixture/read';
import { readStreamModel, STREAM_FILE } from './stream/model';

export type OwnModel = 'mixture' | 'ngram' | 'encoder' | 'combined' | 'stream' | 'image';

/** By the files that are there; null where they are none of the product's. */
export function ownModel(files: Files): OwnModel | null {
  if (files.has(STREAM_FILE)) return 'stream';
  if (files.has(MIXTURE_FILE)) return 'mixture';
  if (files.has(COMBINED_FILE)) return 'combined';
  if (files.has(NGRAM_FILE)) return 'ngram';
  if (isImageModel(files)) return 'image';
  return files.has(WEIGHTS_FILE) ? 'encoder' : null;
}

/** Reads all of it. @throws FormatError naming the file at fault */
export function checkOwn(files: Files, kind: Exclude<OwnModel, 'mixture' | 'encoder'>): void {
  inWords(() => read(files, kind));
}

function read(files: Files, kind: Exclude<OwnModel, 'mixture' | 'encoder'>): void {
  switch (kind) {
    case 'stream':
      readStreamModel(files);
      return;
    case 'image':
      readImageModel(files);
      return;
    case 'ngram':
      NgramModel.fromFiles(files);
      return;
    case 'combined': {
      const { encoder, ngram } = splitCombined(files);
      readTokenizer(encoder, readEncoder(encoder).config);
      NgramModel.fromFiles(ngram);
    }
  }
}
