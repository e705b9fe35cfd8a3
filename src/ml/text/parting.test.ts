// Texts parted for training, validation and test: equal ones stay together, shares hold by label, and the seed decides.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partTexts } from './parting';

const texts = fc.array(
  fc.record({ key: fc.nat({ max: 40 }), label: fc.integer({ min: -1, max: 1 }), test: fc.boolean() }),
  { maxLength: 200 },
);
const shares = fc
  .tuple(fc.nat({ max: 10 }), fc.nat({ max: 10 }), fc.nat({ max: 10 }))
  .filter((parts) => parts.some((part) => part > 0))
  .map((parts): [number, number, number] => {
    const sum = parts[0] + parts[1] + parts[2];
    return [parts[0] / sum, parts[1] / sum, parts[2] / sum];
  });

type Texts = readonly { readonly key: number; readonly label: number; readonly test: boolean }[];

function part(rows: Texts, parts: readonly [number, number, number], seed: number, keep = false): Uint8Array {
  return partTexts({
    keys: Float64Array.from(rows, ({ key }) => key),
    labels: Int8Array.from(rows, ({ label }) => label),
    fixed: keep ? Uint8Array.from(rows, ({ test }) => (test ? 1 : 0)) : null,
    ...{ shares: parts, seed },
  });
}

describe('parting texts', () => {
  it('keeps equal texts in one part, and is the same for the same seed', () => {
    fc.assert(
      fc.property(texts, shares, fc.nat(), fc.boolean(), (rows, parts, seed, keep) => {
        const splits = part(rows, parts, seed, keep);
        const of = new Map<number, number>();
        rows.forEach(({ key, label }, i) => {
          if (label === -1) return;
          expect(of.get(key) ?? splits[i]).toBe(splits[i]);
          of.set(key, splits[i] ?? -1);
        });
        expect(part(rows, parts, seed, keep)).toEqual(splits);
      }),
    );
  });

  it('puts labelled texts, and no others, into parts that have a share', () => {
    fc.assert(
      fc.property(texts, shares, fc.nat(), (rows, parts, seed) => {
        const splits = part(rows, parts, seed);
        rows.forEach(({ label }, i) => {
          const split = splits[i] ?? -1;
          expect(split < 3).toBe(label >= 0);
          if (split < 3) expect(parts[split]).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('gives each part its share of each label, but for the size of a group', () => {
    fc.assert(
      fc.property(texts, shares, fc.nat(), (rows, parts, seed) => {
        // Each text under one label.
        const clean = rows.map((row) => ({ ...row, label: row.key % 2 }));
        const splits = part(clean, parts, seed);
        for (const label of [0, 1]) {
          const members = clean.flatMap((row, i) => (row.label === label ? [i] : []));
          const sizes = new Map<number, number>();
          for (const i of members) sizes.set(clean[i]?.key ?? 0, (sizes.get(clean[i]?.key ?? 0) ?? 0) + 1);
          const largest = Math.max(0, ...sizes.values());
          parts.forEach((share, p) => {
            const n = members.filter((i) => splits[i] === p).length;
            expect(Math.abs(n - share * members.length)).toBeLessThanOrEqual(2 * largest + 1e-9);
          });
        }
      }),
    );
  });

  it('leaves the test part that came, and what repeats it, where it was', () => {
    fc.assert(
      fc.property(texts, shares, fc.nat(), (rows, parts, seed) => {
        const splits = part(rows, parts, seed, true);
        const tested = new Set(rows.filter(({ test }) => test).map(({ key }) => key));
        rows.forEach(({ key, label, test }, i) => {
          if (test || (label >= 0 && tested.has(key))) expect(splits[i]).toBe(2);
        });
      }),
    );
  });

  it('parts by the seed', () => {
    const rows = Array.from({ length: 100 }, (_, key) => ({ key, label: key % 2, test: false }));
    expect(part(rows, [0.5, 0, 0.5], 1)).not.toEqual(part(rows, [0.5, 0, 0.5], 2));
  });
});
