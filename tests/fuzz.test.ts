// The fuzz itself, in short: every subject gets a few of its inputs, so that neither the samples nor what changes them falls
// behind the parsers. The long run is `npm run fuzz`.

import { describe, expect, it } from 'vitest';
import { drive } from '../faults/fuzz/driver';
import { SUBJECTS } from '../faults/fuzz/subjects';

/** Inputs of a parser, and of one behind the service, where each is followed by a look at all that is stored. */
const [QUICK, BEHIND] = [50, 2];
const SLOW = new Set(['csv', 'json', 'jsonl']);

const watch = { begins: () => {}, ends: () => {} };

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))('%s', (name, subject) => {
  it('is read or refused in the product’s own words', async () => {
    const { store } = await subject.open();
    const to = store ? BEHIND : SLOW.has(name) ? 20 : QUICK;
    const { accepted, refused, failures } = await drive(subject, { seed: 2, from: 0, to }, watch);
    expect(failures.filter(({ kind }) => kind !== 'slow')).toEqual([]);
    expect(accepted + refused).toBe(to);
  });
});
