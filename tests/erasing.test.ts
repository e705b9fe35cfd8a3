// The painter and the service's document together: strokes that follow one another faster than the points come
// back must erase what was under them, and no other points.

import { describe, expect, it } from 'vitest';
import { Painter } from '../src/plane/painter';
import { EMPTY_DATASET, PointsDocument } from '../src/service/points/document';
import { allNow, numbersNow, sortedIndices } from '../src/service/points/rows';

const view = { cx: 0, cy: 0, ux: 0.1, uy: 0.1 };
const ROW = [0, 5, 10, 15, 20].flatMap((x) => [x, 0]);

function started() {
  const document = new PointsDocument();
  document.apply({ type: 'dataset', dataset: EMPTY_DATASET });
  document.apply({ type: 'append', rows: Float64Array.from(ROW) });
  const painter = new Painter();
  painter.setPoints(document.matrix().data.slice());
  const { rev } = document;
  return {
    document,
    rev,
    erase(x: number) {
      painter.brush(view, Float64Array.of(x, 0), 10);
      const there = numbersNow(document, painter.brushed(), rev).filter((index) => index >= 0);
      document.apply({ type: 'remove', indices: sortedIndices(Uint32Array.from(there), document.n) });
      return [...document.matrix().data].filter((_, i) => i % 2 === 0);
    },
  };
}

describe('erasing faster than the points come back', () => {
  it('takes what was under each stroke alone', () => {
    const { erase } = started();
    expect(erase(5)).toEqual([0, 10, 15, 20]);
    expect(erase(15)).toEqual([0, 10, 20]);
    // Nothing is there any more, under the same stroke again.
    expect(erase(5)).toEqual([0, 10, 20]);
  });

  it('refuses to change a row that went, and finds one that has another number', () => {
    const { document, rev, erase } = started();
    erase(5);
    expect([...allNow(document, Uint32Array.of(3), rev)]).toEqual([2]);
    expect(() => allNow(document, Uint32Array.of(1), rev)).toThrow('no longer there');
  });
});
