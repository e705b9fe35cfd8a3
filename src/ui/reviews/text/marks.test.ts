// Stretches of a text: the words that count in it, and what two texts have in common.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stretchesOf, strongestWords, unchanged, wordAt } from './marks';

describe('marks', () => {
  const words = [
    { start: 0, end: 4, weight: 2 },
    { start: 5, end: 9, weight: -1 },
  ];

  it('cut the text into stretches that are the text again, whatever it is', () => {
    const places = fc.array(fc.tuple(fc.nat(40), fc.nat(12), fc.double({ min: -3, max: 3, noNaN: true })));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), places, (text, explained, spots) => {
        const found = spots.map(([start, length, weight]) => ({ start, end: start + length, weight }));
        expect(
          stretchesOf(text, explained, found)
            .map((stretch) => stretch.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('name their words, stronger ones with more strength', () => {
    expect(stretchesOf('good dull', 'good dull', words)).toEqual([
      { text: 'good', word: 0, strength: 1 },
      { text: ' ', word: null, strength: 0 },
      { text: 'dull', word: 1, strength: -0.5 },
    ]);
  });

  it('stay with their words while the text between changes', () => {
    const marked = stretchesOf('good but dull', 'good dull', words);
    expect(marked.filter(({ word }) => word !== null).map(({ text, word }) => [text, word])).toEqual([
      ['good', 0],
      ['dull', 1],
    ]);
  });

  it('find what two texts have in common, never the same letters twice', () => {
    expect(unchanged('aaa', 'aa')).toEqual({ head: 2, tail: 0 });
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const { head, tail } = unchanged(a, b);
        expect(head + tail).toBeLessThanOrEqual(Math.min(a.length, b.length));
        expect(a.slice(0, head)).toBe(b.slice(0, head));
        expect(a.slice(a.length - tail)).toBe(b.slice(b.length - tail));
      }),
    );
  });

  it('tell the word at a place', () => {
    expect([wordAt(words, 2), wordAt(words, 7), wordAt(words, 12)]).toEqual([0, 1, null]);
  });

  it('sum a word’s occurrences, whatever their case', () => {
    const text = 'Good good bad';
    const { positive, negative } = strongestWords(
      text,
      [
        { start: 0, end: 4, weight: 1 },
        { start: 5, end: 9, weight: 0.5 },
        { start: 10, end: 13, weight: -2 },
      ],
      5,
    );
    expect(positive).toEqual([{ text: 'Good', weight: 1.5, count: 2 }]);
    expect(negative).toEqual([{ text: 'bad', weight: -2, count: 1 }]);
  });
});
