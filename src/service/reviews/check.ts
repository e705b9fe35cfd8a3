// Whether files are a text model this version can open, without making it ready.

import { splitCombined } from '../../ml/text/combined/files';
import { readEncoder, readTokenizer } from '../../ml/text/encoder/files';
import { modelKind } from '../../ml/text/kind';
import { NGRAM_FILE, readNgram } from '../../ml/text/ngram/file';
import type { ModelFiles, TextModelKind } from '../../ml/text/types';

/** Throws, saying what is wrong, where the files are damaged or of another kind. */
export function checkTextModel(kind: TextModelKind, files: ModelFiles): void {
  const found = modelKind(files);
  if (found !== kind) throw new Error(`it says ${kind} and its files are those of ${found}`);
  if (kind === 'ngram') checkNgram(files);
  else if (kind === 'encoder') checkEncoder(files);
  else {
    const { encoder, ngram } = splitCombined(files);
    checkEncoder(encoder);
    checkNgram(ngram);
  }
}

function checkEncoder(files: ModelFiles): void {
  readTokenizer(files, readEncoder(files).config);
}

function checkNgram(files: ModelFiles): void {
  readNgram(files.get(NGRAM_FILE) ?? new Uint8Array(0));
}
