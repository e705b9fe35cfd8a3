// Whether drift is proposed again once it was answered: more must have come in since, however full the window was then.

import { describe, expect, it } from 'vitest';
import type { DriftReport, DriftState } from '../../wire/drift';
import { RETRAIN_DEFAULTS } from '../../wire/retrain';
import { type Answered, answeredSchema, propose } from './proposal';

/** What is proposed where a window of 500 is full, and so many have come in by the latest look. */
function kindFor(answered: Answered | null, seen: number, more: Partial<DriftReport> = {}) {
  const found = { model: 'm', drifted: true, n_current: 500, seen, at: '2026-01-02', tests: [], ...more };
  const report = found as unknown as DriftReport;
  const situation = { available: { new_texts: 40, old_texts: 0, held_out: 40 }, labelled: 40, serving: 'm' };
  const options = { ...RETRAIN_DEFAULTS, mode: 'ask' } as const;
  return propose({ ...situation, options, answered, drift: { report } as DriftState }).kind;
}

const answeredAt = (seen: number, model: string | null = 'm'): Answered => ({
  ...{ at: '2026-01-01', labelled: 40 },
  ...{ model, seen },
});

describe('drift that was answered', () => {
  it('is proposed again once ten more came in, though the window was full', () => {
    expect(kindFor(null, 800)).toBe('ask');
    expect(kindFor(answeredAt(800), 809)).toBe('none');
    expect(kindFor(answeredAt(800), 810)).toBe('ask');
    expect(kindFor(answeredAt(800), 810, { at: '2026-01-01' })).toBe('none');
  });

  it('is counted anew for another model, and where the counting began anew', () => {
    expect(kindFor(answeredAt(800, 'other'), 9)).toBe('none');
    expect(kindFor(answeredAt(800, 'other'), 10)).toBe('ask');
    expect(kindFor(answeredAt(800), 700)).toBe('ask');
  });

  it('is read as earlier versions kept it', () => {
    const earlier = { at: '2026-01-01', n_current: 500, labelled: 40 };
    const answered = answeredSchema.parse(earlier);
    expect(answered).toEqual(answeredAt(500, null));
    expect(kindFor(answered, 509)).toBe('none');
    expect(kindFor(answered, 2000)).toBe('ask');
    expect(answeredSchema.parse(answeredAt(7))).toEqual(answeredAt(7));
  });
});
