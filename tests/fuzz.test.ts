// The fuzz itself, in short: every subject gets a few of its inputs, so that neither the samples nor what changes them falls
// behind the parsers. The long run is `npm run fuzz`.

import { describe, expect, it } from 'vitest';
import { drive } from '../faults/fuzz/driver';
import { SUBJECTS } from '../faults/fuzz/subjects';

const INPUTS = 30;
/** Of those behind the service, which look at all that is stored after each input: these alone, and a few inputs. */
const BEHIND = new Set(['config', 'question']);
const FEW = 2;

const watch = { begins: () => {}, ends: () => {} };
const subjects = SUBJECTS.filter(({ name, stored = false }) => !stored || BEHIND.has(name));

describe.each(subjects.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  it('is read or refused in the product’s own words', async () => {
    const to = subject.stored ? FEW : INPUTS;
    const { accepted, refused, failures } = await drive(subject, { seed: 2, from: 0, to }, watch);
    expect(failures.filter(({ kind }) => kind !== 'slow')).toEqual([]);
    expect(accepted + refused).toBe(to);
  });
});
