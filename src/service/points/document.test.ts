// The points' document and its history: any edits undone and done again, row by row, within a bound of bytes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dataset, type Edit, EMPTY_DATASET, PointsDocument } from './document';
import { EditHistory, type Step } from './history';

function dataset(rows: readonly (readonly number[])[], d = rows[0]?.length ?? 2): Dataset {
  return {
    data: Float64Array.from(rows.flat()),
    n: rows.length,
    d,
    columns: Array.from({ length: d }, (_, i) => `c${i}`),
    source: 'test',
  };
}

function contents(document: PointsDocument) {
  const { rev: _, mean: __, ...info } = document.info();
  return { ...info, data: [...document.matrix().data] };
}

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => (x === 0 ? 0 : x));
const row = fc.array(value, { minLength: 2, maxLength: 2 });
const command = fc.oneof(
  fc.record({ type: fc.constant('append' as const), rows: fc.array(row, { minLength: 1, maxLength: 5 }) }),
  fc.record({ type: fc.constant('remove' as const), picks: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }) }),
  fc.record({ type: fc.constant('move' as const), picks: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), row }),
  fc.record({ type: fc.constant('replace' as const), rows: fc.array(row, { maxLength: 6 }) }),
  fc.record({ type: fc.constant('undo' as const) }),
  fc.record({ type: fc.constant('redo' as const) }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function picked(picks: readonly number[], n: number): Uint32Array {
  return Uint32Array.from(new Set(picks.map((pick) => pick % n))).sort();
}

function toEdit(action: Command, n: number): Edit | null {
  switch (action.type) {
    case 'append':
      return { type: 'append', rows: Float64Array.from(action.rows.flat()) };
    case 'remove':
      return n === 0 ? null : { type: 'remove', indices: picked(action.picks, n) };
    case 'move': {
      if (n === 0) return null;
      const indices = picked(action.picks, n);
      return { type: 'overwrite', indices, rows: Float64Array.from(Array.from(indices, () => action.row).flat()) };
    }
    case 'replace':
      return { type: 'dataset', dataset: dataset(action.rows, 2) };
    default:
      return null;
  }
}

class Editor {
  readonly document = new PointsDocument();
  readonly history = new EditHistory<never>();
  private readonly step = (step: Step<never>): Step<never> => ({ edit: this.document.apply(step.edit) });

  run(action: Command): boolean {
    if (action.type === 'undo') return this.history.undo(this.step);
    if (action.type === 'redo') return this.history.redo(this.step);
    const edit = toEdit(action, this.document.n);
    if (edit) this.history.push({ edit: this.document.apply(edit) });
    return edit !== null;
  }
}

describe('the document', () => {
  it('comes back to where it was by undoing any sequence of edits, and forth by redoing', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.array(command, { maxLength: 30 }), (start, actions) => {
        const editor = new Editor();
        editor.document.apply({ type: 'dataset', dataset: dataset(start, 2) });
        const before = contents(editor.document);
        for (const action of actions) editor.run(action);
        const after = contents(editor.document);
        let undone = 0;
        while (editor.run({ type: 'undo' })) undone++;
        expect(contents(editor.document)).toEqual(before);
        for (; undone > 0; undone--) editor.run({ type: 'redo' });
        expect(contents(editor.document)).toEqual(after);
      }),
    );
  });

  it('keeps smallest, largest and mean values as if looked for anew', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (actions) => {
        const editor = new Editor();
        for (const action of actions) {
          editor.run(action);
          const { data, n } = editor.document.matrix();
          const column = (j: number) => Array.from({ length: n }, (_, i) => data[2 * i + j]!);
          const { min, max, mean } = editor.document.info();
          expect(min).toEqual(n === 0 ? [] : [0, 1].map((j) => Math.min(...column(j))));
          expect(max).toEqual(n === 0 ? [] : [0, 1].map((j) => Math.max(...column(j))));
          expect(mean).toHaveLength(n === 0 ? 0 : 2);
          for (const [j, value] of mean.entries()) {
            expect(value).toBeCloseTo(column(j).reduce((a, b) => a + b, 0) / n, 6);
          }
        }
      }),
    );
  });

  it('removes and inserts the right rows', () => {
    const document = new PointsDocument();
    document.apply({ type: 'dataset', dataset: dataset([[0], [1], [2], [3], [4]]) });
    const back = document.apply({ type: 'remove', indices: Uint32Array.of(0, 2, 3) });
    expect([...document.matrix().data]).toEqual([1, 4]);
    document.apply(back);
    expect([...document.matrix().data]).toEqual([0, 1, 2, 3, 4]);
  });

  it('counts a revision per edit, and a generation per edit that is not an addition', () => {
    const document = new PointsDocument();
    const { rev, generation } = document;
    document.apply({ type: 'append', rows: Float64Array.of(1, 2) });
    expect([document.rev - rev, document.generation - generation]).toEqual([1, 0]);
    document.apply({ type: 'overwrite', indices: Uint32Array.of(0), rows: Float64Array.of(3, 4) });
    expect([document.rev - rev, document.generation - generation]).toEqual([2, 1]);
  });

  it('tells what has to be saved, from the first changed row on', () => {
    const document = new PointsDocument();
    document.apply({ type: 'dataset', dataset: dataset([[0], [1], [2], [3]]) });
    expect(document.takeUnsaved()).toBe(0);
    expect(document.takeUnsaved()).toBe(Number.POSITIVE_INFINITY);
    document.apply({ type: 'append', rows: Float64Array.of(4) });
    expect(document.takeUnsaved()).toBe(4);
    document.apply({ type: 'overwrite', indices: Uint32Array.of(2, 3), rows: Float64Array.of(9, 9) });
    document.apply({ type: 'append', rows: Float64Array.of(5) });
    const from = document.takeUnsaved();
    expect(from).toBe(2);
    document.markUnsaved(from);
    expect(document.takeUnsaved()).toBe(2);
  });

  it('starts empty on the plane', () => {
    const { n, d, columns } = new PointsDocument().info();
    expect({ n, d, columns }).toEqual({ n: EMPTY_DATASET.n, d: 2, columns: ['x', 'y'] });
  });
});

describe('the history of edits', () => {
  it('forgets the oldest past its bound of bytes, but never the newest', () => {
    const document = new PointsDocument();
    const history = new EditHistory<never>(1000);
    const big = new Float64Array(4000).fill(1);
    for (const rows of [Float64Array.of(1, 1), Float64Array.of(2, 2), big]) {
      history.push({ edit: document.apply({ type: 'append', rows }) });
    }
    history.push({ edit: document.apply({ type: 'dataset', dataset: EMPTY_DATASET }) });
    const step = (s: Step<never>): Step<never> => ({ edit: document.apply(s.edit) });
    expect(history.undo(step)).toBe(true);
    expect(document.n).toBe(2002);
    expect(history.canUndo).toBe(false);
  });

  it('counts the fits that it keeps, too', () => {
    const document = new PointsDocument();
    const history = new EditHistory<{ readonly responsibilities: Float32Array }>(10_000);
    const step = (): Step<never> => ({ edit: document.apply({ type: 'append', rows: Float64Array.of(1, 1) }) });
    for (let i = 0; i < 8; i++) history.push({ ...step(), fit: { responsibilities: new Float32Array(1000) } });
    const taken = [];
    while (history.undo(step)) taken.push(document.n);
    expect(taken).toHaveLength(2);
  });

  it('takes one stroke of additions back as one step', () => {
    const document = new PointsDocument();
    const history = new EditHistory<never>();
    const step = (s: Step<never>): Step<never> => ({ edit: document.apply(s.edit) });
    const add = (x: number, stroke?: string) =>
      history.push({ edit: document.apply({ type: 'append', rows: Float64Array.of(x, x) }) }, stroke);
    add(1);
    for (const x of [2, 3, 4]) add(x, 'a');
    for (const x of [5, 6]) add(x, 'b');
    const sizes = [document.n];
    while (history.undo(step)) sizes.push(document.n);
    expect(sizes).toEqual([6, 4, 1, 0]);
    while (history.redo(step)) sizes.push(document.n);
    expect(sizes.slice(4)).toEqual([1, 4, 6]);
  });

  it('forgets a huge value that was taken back', () => {
    const document = new PointsDocument();
    document.apply({ type: 'append', rows: Float64Array.of(1, 2, 3, 4) });
    const back = document.apply({ type: 'append', rows: Float64Array.of(1e30, 1e30) });
    document.apply(back);
    expect(document.info().mean).toEqual([2, 3]);
  });

  it('cannot redo once something else was done', () => {
    const document = new PointsDocument();
    const history = new EditHistory<never>();
    const step = (s: Step<never>): Step<never> => ({ edit: document.apply(s.edit) });
    history.push({ edit: document.apply({ type: 'append', rows: Float64Array.of(1, 1) }) });
    history.undo(step);
    expect(history.canRedo).toBe(true);
    history.push({ edit: document.apply({ type: 'append', rows: Float64Array.of(2, 2) }) });
    expect(history.canRedo).toBe(false);
  });
});
