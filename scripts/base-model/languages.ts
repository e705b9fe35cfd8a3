// How often English is taken for another language (src/ml/text/tokenizer/language.ts), by a shipped vocabulary, and which
// texts in other languages are noticed:
// node scripts/run-ts.mjs scripts/base-model/languages.ts <folder of the dataset> [vocab.txt] [--told]
// With --told, the texts that were taken for another language, too.

import { readFileSync } from 'node:fs';
import { PROBE } from '../../src/ml/samples/probe';
import { FEW_WORDS, fallsToPieces, LanguageCheck } from '../../src/ml/text/tokenizer/language';
import { FOREIGN } from '../../src/ml/text/tokenizer/language.fixture';
import { parseVocabulary } from '../../src/ml/text/tokenizer/vocabulary';
import { WordPieceTokenizer } from '../../src/ml/text/tokenizer/wordpiece';
import { readLabelled } from './corpus';

const SENTENCE_END = /(?<=[.!?])\s+/;

export default async function main(args: string[]): Promise<void> {
  const [data, file = 'public/models/small/vocab.txt'] = args.filter((arg) => !arg.startsWith('--'));
  if (!data) throw new Error('Say where the dataset lies.');
  const vocabulary = parseVocabulary(readFileSync(file, 'utf8'));
  const [tokenizer, check] = [new WordPieceTokenizer(vocabulary), new LanguageCheck(vocabulary)];

  const look = (name: string, texts: readonly string[]) => {
    const looked = texts
      .map((text) => {
        const cut = tokenizer.pieces(text);
        return { text, counts: check.count(cut, text), foreign: check.seemsForeign(cut, text) };
      })
      .filter(({ counts }) => counts.words >= FEW_WORDS);
    const foreign = looked.filter((one) => one.foreign);
    const cutUp = looked.filter(({ counts }) => fallsToPieces(counts));
    const of = (some: readonly unknown[]) => `${some.length} (${((100 * some.length) / looked.length).toFixed(3)} %)`;
    const pieces = median(looked.map(({ counts }) => counts.pieces / counts.words)).toFixed(2);
    console.log(
      `${name}: of ${looked.length} foreign ${of(foreign)}, by pieces alone ${of(cutUp)}; ${pieces} pieces to a word`,
    );
    if (args.includes('--told')) for (const { text } of foreign) console.log(`  ${text}`);
  };

  const reviews = readLabelled(data, 'train').map(({ text }) => text);
  look('Reviews', reviews);
  look(
    'Their sentences',
    reviews.flatMap((text) => text.split(SENTENCE_END)),
  );
  look(
    'Sample reviews',
    PROBE.map(({ text }) => text),
  );
  for (const [language, sentences] of Object.entries(FOREIGN)) look(language, sentences);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
