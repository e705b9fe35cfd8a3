// A vocabulary that is learnt against one that counts all pairs anew for every merge, and what it is sure to hold.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, learnVocabulary, type VocabularyOptions } from './learn';
import { parseVocabulary } from './vocabulary';
import { WordPieceTokenizer } from './wordpiece';

const OPTIONS: VocabularyOptions = { size: 60, alphabet: 10, minCount: 2 };
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'é'), minLength: 1, maxLength: 9 });
const texts = fc.array(
  fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' ')),
  { minLength: 1, maxLength: 6 },
);

/** The same with everything counted anew for every merge. */
function naive(corpus: readonly string[], { size, minCount }: VocabularyOptions): string[] {
  const counted = [...countWords(corpus)].sort(([a], [b]) => (a < b ? -1 : 1));
  const letters = new Set(counted.flatMap(([text]) => [...text]));
  const pieces = [...SPECIAL, ...[...letters].sort()];
  const number = (piece: string) => (pieces.includes(piece) ? pieces.indexOf(piece) : pieces.push(piece) - 1);
  let words = counted.map(([text, count]) => ({
    count,
    ids: [...text].map((letter, i) => number(i > 0 ? `##${letter}` : letter)),
  }));
  while (pieces.length < size) {
    const pairs = new Map<string, number>();
    for (const { ids, count } of words) {
      for (let i = 1; i < ids.length; i++) {
        const key = `${ids[i - 1]} ${ids[i]}`;
        pairs.set(key, (pairs.get(key) ?? 0) + count);
      }
    }
    const order = [...pairs]
      .map(([key, count]) => ({ count, pair: key.split(' ').map(Number) }))
      .sort((a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
    const top = order[0];
    if (!top || top.count < minCount) break;
    const [first, second] = top.pair;
    const joined = number(pieces[first] + pieces[second].slice(2));
    words = words.map(({ ids, count }) => {
      const out: number[] = [];
      for (let i = 0; i < ids.length; i++) {
        if (ids[i] === first && ids[i + 1] === second) {
          out.push(joined);
          i++;
        } else out.push(ids[i]);
      }
      return { count, ids: out };
    });
  }
  return pieces;
}

describe('learning a vocabulary', () => {
  it('merges the pair that stands together most often, as counting anew every time does', () => {
    fc.assert(
      fc.property(texts, (corpus) => {
        expect(learnVocabulary(corpus, OPTIONS)).toEqual(naive(corpus, OPTIONS));
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of the texts', () => {
    fc.assert(
      fc.property(texts, (corpus) => {
        expect(learnVocabulary([...corpus].reverse(), OPTIONS)).toEqual(learnVocabulary(corpus, OPTIONS));
      }),
    );
  });

  it('gives a vocabulary that knows every word it was learnt from', () => {
    fc.assert(
      fc.property(texts, (corpus) => {
        const pieces = learnVocabulary(corpus, OPTIONS);
        const vocabulary = parseVocabulary(pieces.join('\n'));
        expect(Object.values(vocabulary.special)).toEqual([0, 1, 2, 3, 4]);
        const tokenizer = new WordPieceTokenizer(vocabulary);
        for (const text of corpus) expect([...tokenizer.pieces(text).ids]).not.toContain(vocabulary.special.unknown);
      }),
    );
  });

  it('leaves out rare letters, and stops where nothing stands together twice', () => {
    expect(learnVocabulary(['aaa b'], { size: 100, alphabet: 1, minCount: 5 })).toEqual([...SPECIAL, 'a', '##a']);
    expect(learnVocabulary(['', ' \u200b '], OPTIONS)).toEqual(SPECIAL);
    expect(learnVocabulary(['low low lower lowest'], { ...OPTIONS, minCount: 4 }).slice(-2)).toEqual(['lo', 'low']);
  });
});
