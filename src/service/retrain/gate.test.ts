// The gate between a new version and the one that serves: its accuracy, its exact sign test, and the report that it leaves.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './gate';
import { gateReportSchema } from './report-schema';
import type { JudgingText } from './sets';

const OPTIONS = { min_accuracy: 0.7, alpha: 0.05 };
const CHAMPION = { id: 'a', name: 'Old one' };

/** One text for each sign pair: + right, − wrong, champion first. */
function ask(sets: Partial<Record<JudgingText['set'], readonly string[]>>, options = OPTIONS) {
  const pairs = Object.entries(sets).flatMap(([set, list]) => list.map((pair) => ({ set, pair })));
  const texts = pairs.map(({ set }, i) => ({ set, text: `text ${i}`, label: i % 2 }) as JudgingText);
  const logits = (at: number) =>
    Float32Array.from(pairs, ({ pair }, i) => (pair[at] === '+' ? 1 : -1) * (i % 2 === 1 ? 2 : -2));
  return decide({
    ...{ champion: CHAMPION, challenger: 'b', options, texts },
    logits: { champion: logits(0), challenger: logits(1) },
  });
}

const times = (n: number, pair: string) => Array.from({ length: n }, () => pair);
const failed = (report: ReturnType<typeof ask>) => report.reasons.flatMap(({ held }, i) => (held ? [] : [i]));

describe('the gate', () => {
  it('asks for the accuracy on all held-out texts, the probe not among them', () => {
    expect(ask({ new: [...times(7, '-+'), ...times(3, '--')] }).passed).toBe(true);
    expect(ask({ new: [...times(6, '-+'), ...times(4, '--')] }).passed).toBe(false);
    expect(ask({ new: [...times(6, '-+'), ...times(4, '--')], old: times(10, '++') }).passed).toBe(true);
    expect(ask({ new: [...times(6, '-+'), ...times(4, '--')], probe: times(10, '++') }).passed).toBe(false);
  });

  it('tests the old texts and the probe together, one-sided and exactly', () => {
    // P(5 of 5 lost) = 1/32 < 0.05; P(4 of 4) = 1/16.
    expect(failed(ask({ new: times(20, '++'), old: times(3, '+-'), probe: times(2, '+-') }))).toEqual([1]);
    expect(failed(ask({ new: times(20, '++'), old: times(2, '+-'), probe: times(2, '+-') }))).toEqual([]);
    expect(failed(ask({ new: [...times(20, '++'), ...times(6, '+-')] }))).toEqual([]);
    const report = ask({ new: times(20, '++'), old: [...times(5, '+-'), ...times(2, '-+'), '++'] });
    expect(report.sets[1]).toMatchObject({ set: 'old', lost: 5, won: 2, p_value: expect.closeTo(29 / 128, 10) });
    expect(report.reasons[1]?.sentence).toContain('p = 0.23');
  });

  it('says what its figures are', () => {
    const { sets } = ask({ new: [...times(8, '++'), '+-', '--'] });
    expect(sets[0]).toMatchObject({
      champion: { n: 10, accuracy: 0.9 },
      challenger: { n: 10, accuracy: 0.8, interval: [expect.closeTo(0.4902, 4), expect.closeTo(0.9433, 4)] },
    });
    const right = 8 * Math.log1p(Math.exp(-2)) + 2 * Math.log1p(Math.exp(2));
    expect(sets[0]?.challenger.loss).toBeCloseTo(right / 10, 6);
  });

  it('needs eight held-out texts', () => {
    expect(ask({ new: times(7, '++'), probe: times(50, '++') }).passed).toBe(false);
    expect(ask({ new: times(4, '++'), old: times(4, '++') }).passed).toBe(true);
    expect(ask({ probe: times(50, '++') }).reasons.map(({ held }) => held)).toEqual([false, false, true]);
  });

  it('keeps the beginning of a long text', () => {
    const texts = [{ set: 'new', text: 'long '.repeat(100_000), label: 1 }] as const;
    const logits = { champion: Float32Array.of(2), challenger: Float32Array.of(-2) };
    const { flips } = decide({ champion: CHAMPION, challenger: 'b', options: OPTIONS, texts, logits });
    expect(flips[0]?.text.length).toBeLessThanOrEqual(600);
    expect(flips[0]?.text).toMatch(/^long .*…$/);
  });

  it('is a report that can be stored, whatever the texts', () => {
    const pair = fc.constantFrom('++', '+-', '-+', '--');
    const sets = fc.record({ new: fc.array(pair), old: fc.array(pair), probe: fc.array(pair, { maxLength: 300 }) });
    fc.assert(
      fc.property(sets, (all) => {
        const report = ask(all);
        expect(gateReportSchema.parse(report)).toEqual(report);
        expect(report.passed).toBe(report.reasons.every(({ held }) => held));
        const flips = Object.values(all)
          .flat()
          .filter((one) => one[0] !== one[1]).length;
        expect(report.flips).toHaveLength(Math.min(200, flips));
        expect(report.sets.reduce((sum, { lost, won }) => sum + lost + won, 0)).toBe(flips);
      }),
    );
  });
});
