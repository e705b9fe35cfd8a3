// Normal forms against JavaScript's own, and runs of combining marks that would take it minutes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textKey } from './figures';
import { normalised } from './normal';

describe('a normal form', () => {
  it('is JavaScript’s own, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom('NFC' as const, 'NFD'),
        (text, form) => {
          expect(normalised(text, form)).toBe(text.normalize(form));
        },
      ),
    );
    const thirty = `a${'\u0316\u0301'.repeat(15)}b`;
    expect(normalised(thirty, 'NFC')).toBe(thirty.normalize('NFC'));
    expect(normalised(`${thirty}a\u0301`, 'NFC')).toBe(`${thirty}a\u0301`.normalize('NFC'));
  });

  it('parts runs of more marks, and is its own normal form then', () => {
    const text = `a${'\u0301\u0316'.repeat(50)}`;
    const made = normalised(text, 'NFC');
    expect(made.replaceAll('\u034f', '')).toHaveLength(text.normalize('NFC').length);
    expect(made.normalize('NFC')).toBe(made);
  });

  it('takes two million marks in a moment', () => {
    const text = `a${'\u0301\u0316'.repeat(1e6)}`;
    // Whole, they would take the engine twenty minutes: the test would not come to its end.
    const composed = normalised(text, 'NFC');
    for (const made of [composed, normalised(text, 'NFD')]) expect(made.split('\u0316')).toHaveLength(1e6 + 1);
    expect(textKey(text)).not.toBe(textKey(`${text}\u0301`));
  });
});
