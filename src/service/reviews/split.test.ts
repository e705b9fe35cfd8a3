// Labelled texts split for training: equal texts stay on one side, shares hold, and nothing is learnt from what judges.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalText, split, splitParted, textsOf } from './split';

const text = fc.record({ text: fc.string({ maxLength: 3 }), label: fc.constantFrom(0, 1) });

describe('split', () => {
  it('loses nothing but texts that contradict themselves, and keeps equal texts on one side', () => {
    fc.assert(
      fc.property(fc.array(text), fc.double({ min: 0, max: 0.5, noNaN: true }), fc.integer(), (texts, share, seed) => {
        const { train, held_out } = split(texts, share, seed);
        const normal = (item: { text: string }) => item.text.trim().toLowerCase().replace(/\s+/g, ' ');
        const learnt = new Set(train.map(normal));
        expect(held_out.some((item) => learnt.has(normal(item)))).toBe(false);
        for (const item of texts) expect([...train, ...held_out].map(normal)).toContain(normal(item));
        for (const label of new Set(texts.map((item) => item.label))) {
          expect(train.some((item) => item.label === label)).toBe(true);
        }
      }),
    );
  });

  it('keeps the share in each label and depends on the seed alone', () => {
    const texts = Array.from({ length: 1000 }, (_, i) => ({ text: `review ${i}`, label: i % 4 === 0 ? 1 : 0 }));
    const first = split(texts, 0.2, 7);
    expect(first.held_out.filter((item) => item.label === 1)).toHaveLength(50);
    expect(first.held_out.filter((item) => item.label === 0)).toHaveLength(150);
    expect(split(texts, 0.2, 7)).toEqual(first);
    expect(split(texts, 0.2, 8)).not.toEqual(first);
  });
});

it('takes texts for equal however their accents are put together', () => {
  const twins = Array.from({ length: 40 }, (_, i) => [`Café ${i}`, `CAFE\u0301  ${i}`]).flat();
  const { train, held_out } = split(
    twins.map((twin) => ({ text: twin, label: 1 })),
    0.5,
    3,
  );
  const plain = ({ text: one }: { text: string }) => one.normalize('NFD').toLowerCase().replace(/\s+/g, ' ');
  const learnt = new Set(train.map(plain));
  expect(held_out).toHaveLength(40);
  expect(held_out.filter((item) => learnt.has(plain(item)))).toEqual([]);
});

describe('splitParted', () => {
  const parted = fc.record({
    text: fc.string({ maxLength: 2 }),
    label: fc.constantFrom(0, 1),
    part: fc.constantFrom('train' as const, 'held_out' as const, null),
  });

  it('never learns from what judges, nor from what says the same', () => {
    fc.assert(
      fc.property(
        fc.array(parted),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.integer(),
        (texts, share, seed) => {
          const { train, held_out } = splitParted(texts, share, seed);
          const judging = textsOf(texts.filter(({ part }) => part === 'held_out'));
          expect(train.some(({ text }) => judging.has(normalText(text)))).toBe(false);
          const learnt = textsOf(train);
          expect(held_out.some(({ text }) => learnt.has(normalText(text)))).toBe(false);
          // What was learnt from does not begin to judge.
          const wrong = held_out.filter(({ text, part }) => part === 'train' && !judging.has(normalText(text)));
          expect(wrong).toEqual([]);
        },
      ),
    );
  });
});
