// Which suites are measured, and how long that is said to take.

import { describe, expect, it } from 'vitest';
import { type Known, minutesInAll, type PlanOptions, planOf, type Suite } from './plan.mjs';

const SUITES: readonly Suite[] = [
  { id: 'points', minutes: [3, 1] },
  { id: 'drift', minutes: [6, 2], needsData: true },
  { id: 'hour', minutes: [60, 60], onlyWhenNamed: true, lasts: ({ minutes }) => minutes },
];
const OPTIONS: PlanOptions = { only: [], quick: false, rounds: 7, data: undefined, resume: false, minutes: 60 };
const NOW = Date.parse('2026-01-02T00:00:00Z');

function measured(options: Partial<PlanOptions>, known: Record<string, Known> = {}): string[] {
  const plan = planOf(SUITES, { ...OPTIONS, ...options }, (id) => known[id] ?? null, NOW);
  return plan.filter(({ why }) => why === null).map(({ id }) => id);
}

describe('the plan of measurements', () => {
  it('leaves out what has to be named, and what lacks its data', () => {
    expect(measured({})).toEqual(['points']);
    expect(measured({ data: 'aclImdb' })).toEqual(['points', 'drift']);
    expect(measured({ only: ['hour'] })).toEqual(['hour']);
    expect(measured({ only: ['drift'] })).toEqual([]);
  });

  it('goes on after what is measured in the same way and not long ago, when asked to', () => {
    const before = { date: '2026-01-01T12:00:00Z', quick: false, rounds: 7, seconds: 90 };
    expect(measured({}, { points: before })).toEqual(['points']);
    expect(measured({ resume: true }, { points: before })).toEqual([]);
    expect(measured({ resume: true, quick: true }, { points: before })).toEqual(['points']);
    expect(measured({ resume: true, rounds: 3 }, { points: before })).toEqual(['points']);
    expect(measured({ resume: true }, { points: { ...before, date: '2025-12-24T12:00:00Z' } })).toEqual(['points']);
  });

  it('says how long it takes: as before where that was the same, by estimate otherwise', () => {
    const inAll = (options: Partial<PlanOptions>, known: Known | null = null) =>
      minutesInAll(planOf(SUITES, { ...OPTIONS, ...options }, () => known, NOW));
    const before = { date: '2025-12-24T12:00:00Z', quick: false, rounds: 7, seconds: 90 };
    expect(inAll({})).toBe(3);
    expect(inAll({ quick: true, data: 'aclImdb' })).toBe(3);
    expect(inAll({}, before)).toBe(1.5);
    expect(inAll({ quick: true }, before)).toBe(1);
    expect(inAll({ only: ['hour'], minutes: 5 })).toBe(5);
  });
});
