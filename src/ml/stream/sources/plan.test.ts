// Planning a large table in stretches, and numbers that no scaling survives.

import { describe, expect, it } from 'vitest';
import { createSource, planningTable } from './index';
import { planTable } from './table';

const HEADERS = ['a', 'kind', 'name', 'y'];
const ROWS = Array.from({ length: 50_000 }, (_, i) => [i % 7 ? i : '', i % 2 ? 'x' : 'z', `n${i}`, i % 3]);

describe('a plan made in stretches', () => {
  it('pauses on the way, and is the same', () => {
    const planning = planningTable(HEADERS, ROWS, 'y');
    let pauses = 0;
    let step = planning.next();
    for (; !step.done; step = planning.next()) pauses += 1;
    expect(pauses).toBeGreaterThan(10);
    expect(step.value).toEqual(planTable(HEADERS, ROWS, 'y'));
    const missing = ROWS.filter(([a]) => a === '').length;
    expect(step.value).toMatchObject({ features: ['a', 'kind = x', 'kind = z'], left_out: ['name'], missing });
    const table = { id: 'file', headers: HEADERS, rows: ROWS, target: 'y' } as const;
    const [planned, plain] = [createSource({ ...table, plan: step.value }), createSource(table)];
    expect(planned.info.length).toBe(ROWS.length - missing);
    expect(planned.next(100)).toEqual(plain.next(100));
  });
});

it('a number too large to be scaled ends the stream at its row, as one that is none', () => {
  const rows = [...ROWS.slice(1, 4), [1e308, 'x', 'n', 1], ...ROWS.slice(1, 40)];
  const source = createSource({ id: 'file', headers: HEADERS, rows, target: 'y' });
  expect(source.next(10)?.n).toBe(3);
  expect(() => source.next(10)).toThrow('Row 4, column "a": "1e+308" is too large.');
});
