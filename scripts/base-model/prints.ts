// The words of all reviews as the n-gram model knows them, as plain arrays for twin/phrases.py:
// node scripts/run-ts.mjs scripts/base-model/prints.ts <folder of the dataset> <prepared folder> [--limit <texts>]
// writes into <prepared folder>/words, little-endian, in the order of prepare.ts:
//   prints.u32    fingerprint of every word
//   begins.u8     1 where no run goes on from the word before
//   offsets.u32   where each review begins in them, and at last where the last one ends

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { words } from '../../src/ml/text/ngram/words';
import { limited, parts } from './corpus';

export default function main(args: string[]): void {
  const { limit, given } = limited(args);
  const [data, folder] = given;
  if (!data || !folder) throw new Error('Say where the dataset lies and where the prepared files lie.');
  const found = parts(data, limit).flatMap(({ reviews }) => reviews.map(({ text }) => words(text)));
  const offsets = new Uint32Array(found.length + 1);
  found.forEach((each, i) => {
    offsets[i + 1] = offsets[i] + each.length;
  });
  const prints = new Uint32Array(offsets[found.length]);
  const begins = new Uint8Array(prints.length);
  found.forEach((each, i) => {
    each.forEach((word, at) => {
      prints[offsets[i] + at] = word.print;
      begins[offsets[i] + at] = word.begins ? 1 : 0;
    });
  });
  const out = join(folder, 'words');
  mkdirSync(out, { recursive: true });
  for (const [name, array] of Object.entries({ 'prints.u32': prints, 'begins.u8': begins, 'offsets.u32': offsets }))
    writeFileSync(join(out, name), new Uint8Array(array.buffer));
  console.log(JSON.stringify({ reviews: found.length, words: prints.length }));
}
