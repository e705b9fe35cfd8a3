// What people's files look like, and what must come of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../wire/errors';
import type { TableOptions, TableResult } from '../../wire/table';
import { readTable } from './read';
import { readHead } from './text';

const AUTO: TableOptions = { header: 'auto', columns: null };

function read(input: string | Uint8Array, options: Partial<TableOptions> = {}, limit?: number): Promise<TableResult> {
  return readTable(new Blob([input as BlobPart]), { ...AUTO, ...options }, () => {}, limit);
}

function rowsOf({ points }: TableResult): number[][] {
  return Array.from({ length: points.n }, (_, i) => [...points.data.subarray(i * points.d, (i + 1) * points.d)]);
}

function keptNames(result: TableResult): string[] {
  return result.columns.filter((column) => column.kept).map((column) => column.name);
}

async function failure(input: string | Uint8Array, options: Partial<TableOptions> = {}): Promise<ServiceError> {
  const error: unknown = await read(input, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ServiceError);
  return error as ServiceError;
}

describe('what was made to be hard to read', () => {
  const deep = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;

  it.each([
    ['a cell', `[[1, 2], [3, ${deep}]]`, 'too deeply'],
    ['a member', `[{"x": 1, "y": 2}, {"x": 3, "y": ${deep}}]`, 'too deeply'],
  ])('%s that is nested without end is left out, and named', async (_, json, words) => {
    const { problems, points } = await read(json);
    expect(points.n).toBe(1);
    expect(problems[0]?.message).toContain(words);
  });

  it('a row has no members but its own', async () => {
    const { points, problems } = await read('[{"x": 1, "toString": 2}, {"x": 3}]');
    expect(points.n).toBe(1);
    expect(problems).toEqual([{ row: 2, column: 'toString', message: 'no value' }]);
  });

  it('names that are nested without end are words', async () => {
    expect(keptNames(await read(`{"columns": ["x", ${deep}], "data": [[1, 2]]}`))[1]).toContain('too deeply');
    expect((await failure(deep)).code).toBe('invalid');
  });

  // With an expression that looks back from each blank this takes minutes.
  it('a long row of blanks before a letter is no number', async () => {
    const { points, problems } = await read(
      `x,y\n${'1,2\n'.repeat(9)}${' '.repeat(200_000)}a,4\n"${'\n'.repeat(100_000)}b",6\n`,
    );
    expect(points.n).toBe(9);
    expect(problems).toHaveLength(2);
  });
});

describe('delimited text', () => {
  it('that begins with # in its cells is no comment', async () => {
    const colours = await read('colour,x,y\n#ff0000,1,2\nred,3,4\n#00ff00,5,6\n');
    expect(rowsOf(colours)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const noted = await read('x,y\n# by hand, at night\n1,2\n#3,4\n##\n#done\n5,6\n');
    expect(rowsOf(noted)).toEqual([
      [1, 2],
      [5, 6],
    ]);
    expect(noted.problems).toEqual([{ row: 4, column: 'x', message: '“#3” is not a number' }]);
  });

  it.each([
    ['comma', 'x,y\n1,2\n3,4\n'],
    ['comma', 'x, y\r\n1, 2\r\n3, 4\r\n'],
    ['comma', 'x,y\r1,2\r3,4\r'],
    ['tab', 'x\ty\n1\t2\n3\t4'],
    ['semicolon', 'x;y\n1;2\n3;4'],
    ['bar', 'x|y\n1|2\n3|4'],
    ['spaces', '  x    y\n  1    2\n  3    4\n'],
    ['comma', '"x","y"\n"1","2"\n"3","4"\n'],
    ['comma', '\ufeffx,y\n1,2\n3,4\n'],
    ['comma', '# made by hand\nx,y\n1,2\n\n3,4\n\n'],
    ['comma', ',x,y\n0,1,2\n1,3,4\n'],
    ['spaces', '"x" "y"\n"7" 1 2\n"3" 3 4\n'],
    ['comma', 'x,y\nred,1,2\nblue,3,4\n'],
    ['comma', 'x,y\n1,2,\n3,4,\n'],
    ['semicolon', 'sep=;\nx;y\n1;2\n3;4\n'],
    ['comma', 'sep=,\r\nx,y\r\n1,2\r\n3,4\r\n'],
  ])('reads %s: %j', async (separator, text) => {
    const result = await read(text);
    expect(result.separator).toBe(separator);
    expect(result.header).toBe(true);
    expect(keptNames(result)).toEqual(['x', 'y']);
    expect(rowsOf(result)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(result.skipped).toBe(0);
  });

  it('takes a title for no header that is one short', async () => {
    const titled = await read('Results\n1,2\n3,4\n');
    expect(rowsOf(titled)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('passes over titles above the names, unless there are to be none', async () => {
    for (const titles of ['Results\n', 'Results,\n"made by hand, on Monday",\n\n']) {
      const titled = await read(`${titles}x,y\n1,2\n3,4\n5,6\n`);
      expect(keptNames(titled)).toEqual(['x', 'y']);
      expect([titled.points.n, titled.skipped, titled.header]).toEqual([3, 0, true]);
    }
    expect((await read('Results\nx,y\n1,2\n3,4\n5,6\n', { header: false })).skipped).toBe(2);
  });

  it('reads decimal commas where commas do not separate', async () => {
    const result = await read('länge;breite\n1,5;2,25\n-3,5e2;,5\n');
    expect(result.separator).toBe('semicolon, decimal comma');
    expect(keptNames(result)).toEqual(['länge', 'breite']);
    expect(rowsOf(result)).toEqual([
      [1.5, 2.25],
      [-350, 0.5],
    ]);
  });

  it('reads UTF-16 and Windows-1252', async () => {
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...'é,y\n1,2\n3,4'].flatMap((c) => [c.charCodeAt(0), 0])]);
    const latin = new Uint8Array([0xe9, ...new TextEncoder().encode(',y\n1,2\n3,4')]);
    expect(keptNames(await read(utf16))).toEqual(['é', 'y']);
    expect(keptNames(await read(latin))).toEqual(['é', 'y']);
  });

  it('finds the encoding by all of it, not by its beginning', async () => {
    const plain = '1,x\n'.repeat(40_000);
    const late = (...bytes: number[]) => new Uint8Array([...new TextEncoder().encode(`n,${plain}2,`), ...bytes, 10]);
    const at = (source: Uint8Array<ArrayBuffer>) => readHead(new Blob([source])).then(({ encoding }) => encoding);
    expect(await at(late(0xe9))).toBe('windows-1252');
    expect(await at(late(0xc3, 0xa9))).toBe('utf-8');
    // Cut off within a letter, after others that are whole.
    expect(await at(new Uint8Array([0xc3, 0xa9, ...late(), 0xc3, 0xa9, 0xc3]))).toBe('utf-8');
    await expect(at(late(0))).rejects.toThrow('not a text file');
  });

  it('takes a first row of numbers for data unless told otherwise', async () => {
    expect((await read('1,2\n3,4')).points.n).toBe(2);
    const years = await read('2019,2020\n3,4', { header: true });
    expect(keptNames(years)).toEqual(['2019', '2020']);
    expect(rowsOf(years)).toEqual([[3, 4]]);
    expect((await read('x,y\n1,2', { header: false })).skipped).toBe(1);
  });

  it('leaves out columns that are not numbers, and says which', async () => {
    const result = await read('species,x,island,y\nAdelie,1,Dream,2\nGentoo,3,Biscoe,4\n');
    expect(keptNames(result)).toEqual(['x', 'y']);
    expect(result.columns.filter((column) => !column.numeric).map((column) => column.name)).toEqual([
      'species',
      'island',
    ]);
  });

  it('keeps the chosen columns in the order of the file, as their names are', async () => {
    const result = await read('a,b,c\n1,2,3\n4,5,6', { columns: [2, 0, 2] });
    expect(keptNames(result)).toEqual(['a', 'c']);
    expect(rowsOf(result)).toEqual([
      [1, 3],
      [4, 6],
    ]);
  });

  it('names columns once each', async () => {
    expect(keptNames(await read('x,x,\n1,2,3\n4,5,6'))).toEqual(['x', 'x (2)', 'column 3']);
  });

  it('reports rows with missing or bad values by row and column', async () => {
    const result = await read('x,y\n1,2\n,4\n5,NA\n7,eight\n9,1e400\n11,0x10\n1,2,3\n13,14\n');
    expect(rowsOf(result)).toEqual([
      [1, 2],
      [13, 14],
    ]);
    expect(result.skipped).toBe(6);
    expect(result.problems).toEqual([
      { row: 3, column: 'x', message: 'no value' },
      { row: 4, column: 'y', message: 'no value' },
      { row: 5, column: 'y', message: '“eight” is not a number' },
      { row: 6, column: 'y', message: '“1e400” is too large (up to 1e100)' },
      { row: 7, column: 'y', message: '“0x10” is not a number' },
      { row: 8, column: null, message: '3 values where 2 columns were expected' },
    ]);
  });

  it('counts all faults and lists a hundred', async () => {
    const result = await read(`x,y\n1,2\n${'oops,3\n'.repeat(250)}${'3,4\n'.repeat(2000)}`);
    expect([result.points.n, result.skipped, result.problems.length]).toEqual([2001, 250, 100]);
  });

  it('keeps the first rows up to the limit and says that there are more', async () => {
    const text = `x,y\n${'1,2\n'.repeat(3000)}`;
    expect((await read(text, {}, 2999)).truncated).toBe(true);
    expect((await read(text, {}, 2999)).points.n).toBe(2999);
    expect((await read(text, {}, 3000)).truncated).toBe(false);
    expect((await read(text, {}, 10)).points.n).toBe(10);
  });

  it('keeps quoted line breaks and delimiters together over pieces', async () => {
    const row = (i: number) => `"a ""note"",\nof two lines",${i},${-i}\n`;
    const text = `note,x,y\n${Array.from({ length: 80_000 }, (_, i) => row(i)).join('')}`;
    expect(text.length).toBeGreaterThan(2 * 1024 * 1024);
    const result = await read(text);
    expect([result.points.n, result.skipped]).toEqual([80_000, 0]);
    expect(rowsOf(result)[79_999]).toEqual([79_999, -79_999]);
  });

  it('takes one column', async () => {
    const result = await read('height\n1.5\n1.6\n1.7');
    expect([result.points.n, result.points.d]).toEqual([3, 1]);
  });

  it('takes the first sixteen of many columns', async () => {
    const line = Array.from({ length: 20 }, (_, j) => j).join(',');
    const result = await read(`${line.replace(/\d+/g, 'c$&')}\n${line}\n${line}`);
    expect(result.points.d).toBe(16);
    expect(result.columns.filter((column) => column.numeric && !column.kept)).toHaveLength(4);
  });
});

describe('JSON', () => {
  it.each([
    ['rows', '[[1, 2], [3, 4]]', ['column 1', 'column 2']],
    ['rows under names', '[["x", "y"], [1, 2], [3, 4]]', ['x', 'y']],
    ['objects', '[{"x": 1, "y": 2, "who": "a"}, {"y": 4, "x": 3}]', ['x', 'y']],
    ['columns and data', '{"columns": ["x", "y"], "index": [0, 1], "data": [[1, 2], [3, 4]]}', ['x', 'y']],
    ['the REST body', '{"points": [[1, 2], [3, 4]], "n_components": 2}', ['column 1', 'column 2']],
    ['lists by name', '{"x": [1, 3], "y": [2, 4]}', ['x', 'y']],
    ['an object a line', '{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n', ['x', 'y']],
    ['numbers as text', '[["1", "2"], ["3", "4"]]', ['column 1', 'column 2']],
  ])('reads %s', async (_name, text, names) => {
    const result = await read(text);
    expect(result.format).toBe('json');
    expect(keptNames(result)).toEqual(names);
    expect(rowsOf(result)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('reads a list of numbers as one column', async () => {
    expect(rowsOf(await read('[1, 2, 3]'))).toEqual([[1], [2], [3]]);
  });

  it.each(['\n', ','])('has the members of later objects as columns, too (%j)', async (between) => {
    const rows = Array.from({ length: 1100 }, (_, i) => JSON.stringify({ x: i, y: i, ...(i >= 1050 && { z: i }) }));
    const json = between === ',' ? `[${rows.join(between)}]` : rows.join(between);
    const { columns } = await read(json);
    expect(columns.map(({ name }) => name)).toEqual(['x', 'y', 'z']);
    expect(rowsOf(await read(json, { columns: [0, 2] }))).toHaveLength(50);
  });

  it('reports rows by number', async () => {
    const result = await read('[{"x": 1, "y": 2}, {"x": null, "y": 3}, {"x": 4, "y": "b"}, 5]');
    expect(result.problems.map((problem) => [problem.row, problem.column])).toEqual([
      [2, 'x'],
      [3, 'y'],
      [4, 'x'],
    ]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['', 'invalid', /nothing in it/],
    ['  \n\n ', 'invalid', /nothing in it/],
    ['x,y\n', 'invalid', /no row of numbers under it/],
    ['name,town\nAnn,York\nBob,Hull\n', 'invalid', /No column of numbers/],
    ['[1, 2', 'malformed', /not valid JSON/],
    ['[]', 'invalid', /no rows/],
    ['{"a": 1}', 'invalid', /no table/],
    ['x,y\n1,2\n"3,4\n5,6\n', 'malformed', /Row 3 opens a quotation mark/],
    ['x,y\n,2\n3,\n', 'invalid', /every chosen column/],
  ])('%j is %s', async (text, code, message) => {
    const error = await failure(text);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('says what a binary file is', async () => {
    expect((await failure(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).message).toMatch(/spreadsheet/);
    expect((await failure(new Uint8Array([0x1f, 0x8b, 8, 0]))).message).toMatch(/compressed/);
    expect((await failure(Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) % 256))).message).toMatch(/not a text/);
  });

  it('refuses more columns than anybody can choose from', async () => {
    const error = await failure(`${'1,'.repeat(100_000)}1`);
    expect(error).toMatchObject({ code: 'too_large', message: expect.stringContaining('100,001 columns') });
    const json = await failure(`[${JSON.stringify(Array(3000).fill(1))}]`);
    expect(json.code).toBe('too_large');
  });

  it('refuses columns that do not exist, and too many', async () => {
    expect((await failure('x,y\n1,2', { columns: [5] })).message).toMatch(/no column 6; there are 2/);
    expect((await failure('x,y\n1,2', { columns: Array(17).fill(0) })).message).toMatch(/at most 16/);
  });
});

describe('by property', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 });
  const table = fc
    .integer({ min: 2, max: 6 })
    .chain((d) => fc.array(fc.array(number, { minLength: d, maxLength: d }), { minLength: 2, maxLength: 30 }));
  const dialect = fc.constantFrom(',', ';', '\t', '|', ' ');

  it('what is written in any dialect comes back to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        dialect,
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        async (rows, delimiter, comma, eol) => {
          const decimalComma = comma && delimiter !== ',';
          const cell = (value: number) => (decimalComma ? String(value).replace('.', ',') : String(value));
          const names = rows[0]!.map((_, j) => `v${j}`);
          const text = [names, ...rows.map((row) => row.map(cell))].map((row) => row.join(delimiter)).join(eol);
          const result = await read(text);
          // -0 and 0 print alike.
          expect(rowsOf(result)).toEqual(rows.map((row) => row.map((value) => value + 0)));
          expect(keptNames(result)).toEqual(names);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('JSON comes back to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect(rowsOf(await read(JSON.stringify(rows)))).toEqual(rows.map((row) => row.map((value) => value + 0)));
      }),
    );
  });

  it('any text gives a table or a ServiceError, and rows in = rows out + rows skipped', async () => {
    const soup = fc.string({ unit: fc.constantFrom(...'0123456789.,;\t|"\n\r -ex{}[]#é'), maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(soup, fc.string(), fc.json()), async (text) => {
        try {
          const { points, columns, problems, skipped } = await read(text);
          expect(points.data).toHaveLength(points.n * points.d);
          expect(points.data.every(Number.isFinite)).toBe(true);
          expect(columns.filter((column) => column.kept)).toHaveLength(points.d);
          expect(problems.length).toBe(Math.min(100, skipped));
        } catch (error) {
          expect(error).toBeInstanceOf(ServiceError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('any bytes give a table or a ServiceError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const outcome = await read(bytes).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ServiceError);
      }),
      { numRuns: 300 },
    );
  });
});
