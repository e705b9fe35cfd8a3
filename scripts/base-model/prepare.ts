// Cuts all reviews into pieces once and writes them as plain arrays, for training outside the browser:
// node scripts/run-ts.mjs scripts/base-model/prepare.ts <folder of the dataset> <vocab.txt> <folder to write> [--limit <texts>]
//   tokens.u16    pieces of all reviews, one after the other, without [CLS] and [SEP]
//   offsets.u32   where each review begins in them, and at last where the last one ends
//   labels.u8     1 positive, 0 negative, 255 not known
//   ratings.u8    stars, 1 to 10; 0 not known
//   index.json    size of the vocabulary; first review and number of reviews of train, val and unsup; their names
// Numbers are little-endian.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseVocabulary } from '../../src/ml/text/tokenizer/vocabulary';
import { WordPieceTokenizer } from '../../src/ml/text/tokenizer/wordpiece';
import { limited, parts, ratingOf } from './corpus';

const UNKNOWN_LABEL = 255;

export default function main(args: string[]): void {
  const { limit, given } = limited(args);
  const [data, vocabularyFile, out] = given;
  if (!data || !vocabularyFile || !out) throw new Error('Say where dataset, vocabulary and output folder lie.');
  const vocabulary = parseVocabulary(readFileSync(vocabularyFile, 'utf8'));
  if (vocabulary.pieces.length > 0x10000) throw new Error('tokens.u16 holds at most 65,536 different pieces.');
  const all = parts(data, limit);
  const reviews = all.flatMap((part) => part.reviews);
  const tokenizer = new WordPieceTokenizer(vocabulary);
  const tokens = reviews.map(({ text }) => Uint16Array.from(tokenizer.pieces(text).ids));
  const offsets = new Uint32Array(tokens.length + 1);
  tokens.forEach((ids, i) => {
    offsets[i + 1] = offsets[i] + ids.length;
  });
  const stream = new Uint16Array(offsets[tokens.length]);
  tokens.forEach((ids, i) => {
    stream.set(ids, offsets[i]);
  });
  mkdirSync(out, { recursive: true });
  const put = (name: string, array: Uint8Array | Uint16Array | Uint32Array) =>
    writeFileSync(join(out, name), new Uint8Array(array.buffer));
  put('tokens.u16', stream);
  put('offsets.u32', offsets);
  put(
    'labels.u8',
    Uint8Array.from(reviews, ({ label }) => label ?? UNKNOWN_LABEL),
  );
  put('ratings.u8', Uint8Array.from(reviews, ratingOf));
  if (resolve(vocabularyFile) !== resolve(out, 'vocab.txt')) copyFileSync(vocabularyFile, join(out, 'vocab.txt'));
  let start = 0;
  const splits: Record<string, { start: number; count: number }> = {};
  for (const { name, reviews } of all) {
    splits[name] = { start, count: reviews.length };
    start += reviews.length;
  }
  const index = { vocab: vocabulary.pieces.length, splits, names: reviews.map(({ name }) => name) };
  // Last, so that a folder with an index is complete.
  writeFileSync(join(out, 'index.json'), JSON.stringify(index));
  console.log(JSON.stringify({ ...splits, tokens: stream.length }));
}
