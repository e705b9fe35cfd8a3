// A character that becomes several pieces is one word again where words are marked.

import { expect, it } from 'vitest';
import { parseVocabulary } from '../tokenizer/vocabulary';
import { WordPieceTokenizer } from '../tokenizer/wordpiece';
import { readText } from './reader';
import { wordWeights } from './words';

it('shows a character once, however many pieces it became', () => {
  // A Hangul syllable is three letters once accents are taken off.
  const pieces = [
    '[PAD]',
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '[MASK]',
    '\u1112',
    '##\u1161',
    '##\u11ab',
    '##\u1100\u116e\u11a8',
  ];
  const tokenizer = new WordPieceTokenizer(parseVocabulary(pieces.join('\n')));
  const text = '한국';
  const read = readText(tokenizer, text, 32);
  expect(read.ids).toHaveLength(6);
  expect(wordWeights(read, text, [1, 2, 3, 4])).toEqual([{ start: 0, end: 2, weight: 10 }]);
});
