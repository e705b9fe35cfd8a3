// What the figures of a dataset mean: where they warn, and the shares of a bar.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DatasetFigures } from '../../../../wire/datasets';
import {
  judgeBalance,
  judgeDuplicates,
  judgeLeaks,
  judgeLength,
  judgeSplits,
  judgeTexts,
  judgeVocabulary,
  totalsOf,
} from './judge';
import { sharesOf } from './shares';

describe('figures', () => {
  const figures = (part: Partial<DatasetFigures>): DatasetFigures => ({
    splits: [
      { split: 'train', positive: 400, negative: 400, unlabelled: 0 },
      { split: 'test', positive: 100, negative: 100, unlabelled: 0 },
    ],
    length: { median: 120, p95: 400, max: 900, bins: [] },
    vocabulary: 9_000,
    duplicates: 0,
    contradictions: 0,
    leaks: 0,
    empty: 0,
    ...part,
  });
  const only = (positive: number, negative: number, unlabelled = 0) =>
    figures({ splits: [{ split: 'none', positive, negative, unlabelled }] });

  it('are fine where nothing is wrong', () => {
    const all = figures({});
    const verdicts = [
      judgeTexts({ n: 1000, figures: all }),
      judgeBalance(all),
      judgeSplits(all),
      judgeLength(all),
      judgeVocabulary(all, 1000),
      judgeDuplicates(all, 1000),
      judgeLeaks(all),
    ];
    expect(verdicts.map(({ care }) => care)).toEqual(Array(7).fill('fine'));
    expect(totalsOf(all)).toEqual({ positive: 500, negative: 500, unlabelled: 0 });
  });

  it('warn of what misleads', () => {
    expect(judgeTexts({ n: 0, figures: only(0, 0) }).care).toBe('care');
    expect(judgeTexts({ n: 40, figures: only(20, 20) }).care).toBe('look');
    expect(judgeTexts({ n: 1000, figures: figures({ empty: 3 }) }).says).toContain('3 texts');
    expect(judgeBalance(only(10, 0)).care).toBe('care');
    expect(judgeBalance(only(95, 5)).care).toBe('care');
    expect(judgeBalance(only(75, 25)).care).toBe('look');
    expect(judgeBalance(only(0, 0, 50)).care).toBe('look');
    expect(judgeSplits(only(50, 50)).care).toBe('look');
    const long = judgeLength(figures({ length: { median: 300, p95: 900, max: 2000, bins: [] } }));
    expect(long).toEqual({
      care: 'look',
      says: expect.stringContaining('that a training reads unless told otherwise'),
    });
    expect(judgeVocabulary(figures({ vocabulary: 0 }), 1000).care).toBe('care');
    expect(judgeVocabulary(figures({ vocabulary: 300 }), 1000).care).toBe('look');
    expect(judgeDuplicates(figures({ duplicates: 30 }), 1000).care).toBe('look');
    expect(judgeDuplicates(figures({ duplicates: 3 }), 1000).care).toBe('fine');
    expect(judgeDuplicates(figures({ contradictions: 1 }), 1000).care).toBe('look');
    expect(judgeDuplicates(figures({ contradictions: 30 }), 1000).care).toBe('care');
    expect(judgeLeaks(figures({ leaks: 1 })).care).toBe('look');
    expect(judgeLeaks(figures({ leaks: 10 })).care).toBe('care');
    expect(judgeLeaks(only(50, 50)).care).toBe('fine');
  });
});

describe('shares', () => {
  it('are together 1, none below 0, wherever the marks stand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 98 }),
        fc.boolean(),
        (a, more, keepTest) => {
          const { train, validation, test } = sharesOf({ train: a, validation: Math.min(99, a + more) }, keepTest);
          expect(train + validation + test).toBeCloseTo(1, 12);
          expect(Math.min(train, validation, test)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
