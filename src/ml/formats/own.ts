// The product's own models as files: what kind they are, and whether they are whole.

import { architectureName } from '../bert/config';
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

/** For people. Reads all of it. @throws FormatError naming the file at fault */
export function describeOwn(files: Files, kind: Exclude<OwnModel, 'mixture' | 'encoder'>): string {
  return inWords(() => describedAs(files, kind));
}

function describedAs(files: Files, kind: Exclude<OwnModel, 'mixture' | 'encoder'>): string {
  switch (kind) {
    case 'stream': {
      const { about } = readStreamModel(files);
      return `Model of a stream, ${about.learner.id}, ${about.features.length} columns`;
    }
    case 'image': {
      const { shape, structure, classes } = readImageModel(files).config;
      const size = `${shape.height} × ${shape.width} × ${shape.channels}`;
      return `${structure.kind.toUpperCase()}, ${size}, ${classes.length} classes`;
    }
    case 'ngram':
      return `n-gram model, ${NgramModel.fromFiles(files).info.parameters.toLocaleString('en')} weights`;
    case 'combined': {
      const { encoder, ngram } = splitCombined(files);
      const { config } = readEncoder(encoder);
      readTokenizer(encoder, config);
      NgramModel.fromFiles(ngram);
      return `BERT and n-grams together, ${architectureName(config)}`;
    }
  }
}
