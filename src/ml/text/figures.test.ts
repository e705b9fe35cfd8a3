// Figures of a dataset's texts: words against a regular expression, keys of equal texts, and parts counted anew.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, FigureCollector, refigure, textKey } from './figures';

const words = (text: string) => countWords(text, () => {});

function collect(rows: readonly (readonly [text: string, label: number, split: number])[]) {
  const collector = new FigureCollector();
  for (const row of rows) collector.add(...row);
  return collector;
}

describe('words', () => {
  it('are runs of letters and digits in any script', () => {
    expect(words('Don’t panic: 42 ways, naïve!')).toBe(6);
    expect(words('हिन्दी में')).toBe(2);
    expect(words('😀 — …')).toBe(0);
    expect(words('𝒜𝒷 Ж')).toBe(2);
    expect(words('')).toBe(0);
  });

  it('agree with a regular expression, whatever the text', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(texts, (text) => {
        const seen = new Set<number>();
        const expected = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
        expect(countWords(text, (key) => seen.add(key))).toBe(expected.length);
        expect(seen.size).toBe(new Set(expected).size);
      }),
    );
  });
});

describe('keys of texts', () => {
  it('pass over case and white space, and nothing else', () => {
    expect(textKey('  A  Good\n\tfilm ')).toBe(textKey('a good film'));
    expect(textKey('Caf\u00e9')).toBe(textKey('cafe\u0301'));
    expect(textKey('agood film')).not.toBe(textKey('a good film'));
    const normal = (text: string) => text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(textKey(a) === textKey(b)).toBe(normal(a) === normal(b));
      }),
    );
  });

  it('are whole numbers that doubles hold', () => {
    fc.assert(fc.property(fc.string(), (text) => Number.isSafeInteger(textKey(text)) && textKey(text) >= 0));
  });
});

describe('figures', () => {
  it('count what people ask first', () => {
    const figures = collect([
      ['Good film', 1, 0],
      ['good  FILM', 0, 2],
      ['Bad film, very bad', 0, 0],
      ['  ', -1, 3],
      ['Another one', 1, 1],
    ]).finish();
    expect(figures).toMatchObject({ vocabulary: 6, duplicates: 1, contradictions: 1, leaks: 1, empty: 1 });
    expect(figures.splits).toEqual([
      { split: 'train', positive: 1, negative: 1, unlabelled: 0 },
      { split: 'validation', positive: 1, negative: 0, unlabelled: 0 },
      { split: 'test', positive: 0, negative: 1, unlabelled: 0 },
      { split: 'none', positive: 0, negative: 0, unlabelled: 1 },
    ]);
    expect(figures.length).toMatchObject({ median: 2, max: 4 });
    // numpy.percentile([0, 2, 2, 2, 4], 95)
    expect(figures.length.p95).toBeCloseTo(3.6, 12);
  });

  it('have a histogram that holds each text once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3000 }), { minLength: 1, maxLength: 60 }), (lengths) => {
        const { bins, max } = collect(lengths.map((n) => ['w '.repeat(n), 1, 0])).finish().length;
        expect(max).toBe(Math.max(...lengths));
        expect(bins[0]?.from).toBe(0);
        expect(bins.at(-1)?.to).toBe(max + 1);
        for (const [i, { from, to, n }] of bins.entries()) {
          if (i > 0) expect(from).toBe(bins[i - 1]?.to);
          expect(to).toBeGreaterThan(from);
          expect(n).toBe(lengths.filter((length) => length >= from && length < to).length);
        }
      }),
    );
  });

  it('are there for no texts', () => {
    expect(new FigureCollector().finish()).toEqual({
      ...{ splits: [], vocabulary: 0, duplicates: 0, contradictions: 0, leaks: 0, empty: 0 },
      length: { median: 0, p95: 0, max: 0, bins: [] },
    });
  });

  it('are the same for other parts as if the texts had come in them', () => {
    const row = fc.tuple(fc.constantFrom('a', 'b', 'A ', 'c d'), fc.integer({ min: -1, max: 1 }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(fc.array(row), fc.nat(), (rows, seed) => {
        const splits = Uint8Array.from(rows, (_, i) => (seed >> (i % 8)) & 3);
        const before = collect(rows).finish();
        const keys = Float64Array.from(rows, ([text]) => textKey(text));
        const labels = Int8Array.from(rows, ([, label]) => label);
        const fresh = collect(rows.map(([text, label], i) => [text, label, splits[i] ?? 0])).finish();
        expect(refigure(before, keys, labels, splits)).toEqual(fresh);
      }),
    );
  });

  it('count more different words than a table begins with', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `w${i}`).join(' ');
    expect(collect([[text, 1, 0]]).finish()).toMatchObject({ vocabulary: 20_000, length: { max: 20_000 } });
  });
});
