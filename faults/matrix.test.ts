// The plan of cases, and the ledger of what was acknowledged.

import { describe, expect, it } from 'vitest';
import { ACTIVITIES } from './activities';
import { Ledger, outcomeOf } from './activities/ledger';
import { FAULTS } from './harm';
import { areFor, casesOf, MOMENTS } from './matrix';

describe('the cases', () => {
  it('are at least 300, each fault with each activity that it has to do with', () => {
    const cases = casesOf(1, 2);
    expect(cases.length).toBeGreaterThanOrEqual(300);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.map(({ number }) => number)).toEqual(cases.map((_, i) => i + 1));
    for (const fault of FAULTS) {
      for (const activity of ACTIVITIES) {
        const n = cases.filter((one) => one.fault === fault && one.activity === activity).length;
        expect(n, `${fault.id}/${activity.id}`).toBe(areFor(fault, activity) ? 2 : 0);
      }
    }
    for (const moment of MOMENTS) expect(cases.some((one) => one.moment === moment)).toBe(true);
    for (const { share } of cases) expect(share > 0 && share < 1).toBe(true);
  });

  it('are the same for a seed, and others for another; more moments add cases and change none', () => {
    const plan = (seed: number, each: number) =>
      casesOf(seed, each)
        .map(({ name, share, seed: own }) => `${name} ${share} ${own}`)
        .sort();
    expect(plan(7, 2)).toEqual(plan(7, 2));
    expect(plan(8, 2)).not.toEqual(plan(7, 2));
    expect(plan(7, 5)).toEqual(expect.arrayContaining(plan(7, 2)));
  });
});

describe('the ledger', () => {
  const lookup = (values: Record<string, string>) => (key: string) => values[key] ?? null;

  it('holds what was acknowledged to be there, and nothing else in its place', async () => {
    const ledger = new Ledger();
    ledger.asked('a', '1', 'acknowledged');
    expect(await ledger.compare(lookup({ a: '1' }))).toEqual([]);
    expect(await ledger.compare(lookup({}))).toEqual(['a is not there, and should be “1”']);
    expect(await ledger.compare(lookup({ a: '2' }))).toHaveLength(1);
    ledger.asked('a', null, 'acknowledged');
    expect(await ledger.compare(lookup({ a: '1' }))).toEqual(['a is “1”, and should be not there']);
    expect(ledger.acknowledged).toBe(2);
  });

  it('allows what nobody answered to be done or not, and what was refused not to be', async () => {
    const ledger = new Ledger();
    ledger.given('a', '0');
    ledger.asked('a', '1', 'unknown');
    for (const a of ['0', '1']) expect(await ledger.compare(lookup({ a }))).toEqual([]);
    expect(await ledger.compare(lookup({}))).toEqual(['a is not there, and should be “0” or “1”']);
    ledger.asked('b', '1', 'refused');
    expect(await ledger.compare(lookup({ a: '0', b: '1' }))).toEqual(['b is “1”, and should be not there']);
  });

  it('takes an engine that went away for an open question, and full storage for a refusal', () => {
    const outcome = (status: number) => outcomeOf({ status, json: {} });
    expect([200, 507, 404, 503, 500, 0].map(outcome)).toEqual([
      ...['acknowledged', 'refused', 'refused', 'unknown', 'unknown', 'unknown'],
    ]);
  });
});
