// Every file of results that is there is told in whole tables, and the page that draws them lets nothing through as markup.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageOf } from './page.mjs';
import { VIEWS } from './views.mjs';

const RESULTS = join(import.meta.dirname, '../results');
const fileOf = (id: string) => join(RESULTS, `${id}.json`);
const present = VIEWS.filter(({ id }) => existsSync(fileOf(id)));

describe('the summary of measurements', () => {
  it('knows every file of results', () => {
    const files = readdirSync(RESULTS).filter((name) => name.endsWith('.json'));
    const known = VIEWS.map(({ id }) => `${id}.json`);
    expect(files.filter((name) => !known.includes(name))).toEqual([]);
    expect(present.length).toBeGreaterThan(0);
  });

  it.each(present)('tells all of $id: as many cells as columns, numbers where bars are drawn', ({ id, tables }) => {
    const told = tables(JSON.parse(readFileSync(fileOf(id), 'utf8')) as object);
    expect(told.some(({ rows }) => rows.length > 0)).toBe(true);
    for (const { title, columns, rows, bars } of told) {
      for (const row of rows) {
        expect(row.length, `${title}: ${row[0]}`).toBe(columns.length);
        expect(row.filter((cell) => cell === undefined || Number.isNaN(cell))).toEqual([]);
        if (bars) expect(Number(row[bars.column]), `${title}: ${row[0]}`).toBeGreaterThan(0);
      }
    }
  });

  it('draws bars by ratio, and escapes what it is told', () => {
    const rows = [
      ['Millrace <b>', 1],
      ['another', 10],
      ['a third', 100],
    ];
    const bars = {
      column: 1,
      unit: 'ms',
      better: 'less' as const,
      ours: ([name]: readonly (string | number)[]) => /^M/.test(`${name}`),
    };
    const table = { title: 'A & B', columns: ['', 'ms'], rows, bars } as const;
    const page = pageOf([{ id: 'one', title: 'One', head: 'today', tables: [table] }]);
    expect(page).toContain('Millrace &lt;b&gt;');
    expect(page).toContain('A &amp; B');
    expect(page).not.toContain('<b>');
    const widths = [...page.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(3);
    expect((widths[1] ?? 0) - (widths[0] ?? 0)).toBeCloseTo((widths[2] ?? 0) - (widths[1] ?? 0), 0);
  });
});
