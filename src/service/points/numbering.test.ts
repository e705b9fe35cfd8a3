// Row numbers from before some edits lead to where those rows are now, or are refused.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edit, EMPTY_DATASET, PointsDocument } from './document';

/** Rows that are told apart by their one number. */
function documentOf(n: number): PointsDocument {
  const document = new PointsDocument();
  document.apply({ type: 'dataset', dataset: { ...EMPTY_DATASET, d: 1, columns: ['id'] } });
  document.apply({ type: 'append', rows: Float64Array.from({ length: n }, (_, i) => i) });
  return document;
}

const ids = (document: PointsDocument) => [...document.matrix().data];
const all = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

describe('row numbers read a few edits ago', () => {
  it('are followed to where the rows are now, by any edits and their undoing', () => {
    const step = fc.record({
      kind: fc.constantFrom('remove', 'append', 'undo'),
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 10 }), (n, steps) => {
        const document = documentOf(n);
        const before = ids(document);
        const { rev } = document;
        const past: Edit[] = [];
        let next = n;
        for (const { kind, picks } of steps) {
          const undone = kind === 'undo' ? past.pop() : undefined;
          if (undone) document.apply(undone);
          else if (kind === 'append') past.push(document.apply({ type: 'append', rows: Float64Array.of(next++) }));
          else if (document.n > 0) {
            const indices = Uint32Array.from(new Set(picks.map((pick) => pick % document.n))).sort();
            past.push(document.apply({ type: 'remove', indices }));
          }
        }
        const now = document.numbersNow(all(n), rev)!;
        for (const [i, at] of now.entries()) if (at >= 0) expect(ids(document)[at]).toBe(before[i]);
        // Nothing that is there without a break was lost sight of.
        const never = steps.every(({ kind }) => kind === 'append');
        if (never) expect(now).toEqual([...all(n)]);
      }),
    );
  });

  it('say which rows went', () => {
    const document = documentOf(5);
    const { rev } = document;
    document.apply({ type: 'remove', indices: Uint32Array.of(1, 3) });
    expect(document.numbersNow(all(5), rev)).toEqual([0, -1, 1, -1, 2]);
    expect(document.numbersNow(all(3), document.rev)).toEqual([0, 1, 2]);
  });

  it('cannot be told of other points, nor from long ago', () => {
    const document = documentOf(100);
    const { rev } = document;
    for (let i = 0; i < 16; i++) document.apply({ type: 'remove', indices: Uint32Array.of(0) });
    expect(document.numbersNow(Uint32Array.of(50), rev)).toEqual([34]);
    document.apply({ type: 'remove', indices: Uint32Array.of(0) });
    expect(document.numbersNow(Uint32Array.of(50), rev)).toBeNull();
    const latest = document.rev;
    document.apply({ type: 'dataset', dataset: EMPTY_DATASET });
    expect(document.numbersNow(Uint32Array.of(50), latest)).toBeNull();
    expect(document.numbersNow(Uint32Array.of(50), document.rev)).toEqual([50]);
  });
});
