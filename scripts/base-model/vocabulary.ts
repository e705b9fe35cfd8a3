// Learns the vocabulary of the encoders from the unlabelled reviews, and says how many pieces a review has:
// node scripts/run-ts.mjs scripts/base-model/vocabulary.ts <folder of the dataset> <vocab.txt to write> [known vocab.txt]
// With a third argument it also says how far the two vocabularies agree.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DEFAULT_VOCABULARY, learnVocabulary } from '../../src/ml/text/tokenizer/learn';
import { parseVocabulary } from '../../src/ml/text/tokenizer/vocabulary';
import { WordPieceTokenizer } from '../../src/ml/text/tokenizer/wordpiece';
import { readCorpus } from './corpus';

export default function main([data, out, known]: string[]): void {
  if (!data || !out) throw new Error('Say where the dataset lies and where the vocabulary goes.');
  const { validation, unlabelled } = readCorpus(data);
  const pieces = learnVocabulary(unlabelled, DEFAULT_VOCABULARY);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${pieces.join('\n')}\n`);
  const texts = validation.map(({ text }) => text);
  console.log(JSON.stringify({ learnt_from: unlabelled.length, ...figures(pieces, texts) }));
  if (!known) return;
  const other = readFileSync(known, 'utf8').trimEnd().split('\n');
  const shared = new Set(other);
  const common = pieces.filter((piece) => shared.has(piece)).length;
  console.log(JSON.stringify({ known, ...figures(other, texts), common }));
}

/** How long the validation reviews are in these pieces, and the share of pieces that are [UNK]. */
function figures(pieces: readonly string[], texts: readonly string[]) {
  const tokenizer = new WordPieceTokenizer(parseVocabulary(pieces.join('\n')));
  let count = 0;
  let unknown = 0;
  for (const text of texts) {
    const { ids } = tokenizer.pieces(text);
    count += ids.length;
    unknown += ids.filter((id) => id === tokenizer.special.unknown).length;
  }
  return { pieces: pieces.length, mean_pieces_a_review: count / texts.length, unknown: unknown / count };
}
