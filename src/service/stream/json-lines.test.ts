// Tables as JSON: one row a line, of any size, and whole documents up to a size.

import { describe, expect, it } from 'vitest';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { readTableFile } from './files';

describe('JSON, one row a line', () => {
  it('keeps every line in its place, broken ones as rows of nothing, names from all of the first rows', async () => {
    const lines = [
      '{"a": 1, "y": 0}',
      '',
      '{"y": 1, "a": 2, "z": true}',
      '{broken',
      '[1]',
      '{"a": "NA", "y": {"k": 1}}',
    ];
    expect(await readTableFile(new Blob([`\uFEFF${lines.join('\r\n')}\r\n`]))).toEqual({
      columns: ['a', 'y', 'z'],
      rows: [[1, 0, null], [2, 1, true], [], [], [null, '{"k":1}', null]],
    });
  });

  it('has the members of later objects as columns, too', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => JSON.stringify({ a: i, y: 1, ...(i >= 2000 && { z: i }) }));
    lines[5] = 'broken';
    const { columns, rows } = await readTableFile(new Blob([lines.join('\n')]));
    expect(columns).toEqual(['a', 'y', 'z']);
    for (const i of [0, 1999, 2999]) expect(rows[i]).toEqual([i, 1, i >= 2000 ? i : null]);
    expect(rows[5]).toEqual([]);
  });

  it('may be lists', async () => {
    const { columns, rows } = await readTableFile(new Blob(['[1, 2]\n[3]\n{"a": 1}\nnull']));
    expect(columns).toEqual(['Column 1', 'Column 2']);
    expect(rows).toEqual([[1, 2], [3], [], []]);
  });

  it('is put together over the pieces that it is read in', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => ({ name: `é“${i}\\"`, y: i }));
    const table = await readTableFile(new Blob([rows.map((row) => JSON.stringify(row)).join('\n')]));
    expect(table.rows).toEqual(rows.map(({ name, y }) => [name, y]));
  });

  it('gives up a line without an end, in its place', async () => {
    const long = new Blob(['[1, 2]\n[1, 3]\n[', '1,'.repeat(6_000_000), '1]\n[5, 6]\n']);
    expect((await readTableFile(long)).rows).toEqual([[1, 2], [1, 3], [], [5, 6]]);
  });

  it('has columns of different names, whatever they were called', async () => {
    const { columns } = await readTableFile(new Blob(['x,x,x (2),y,x\n1,2,3,4,5\n']));
    expect(columns).toEqual(['x', 'x (3)', 'x (2)', 'y', 'x (4)']);
  });

  it('lets other work through', async () => {
    const text = '{"a": 0.123456, "y": 1}\n'.repeat(200_000);
    let turns = 0;
    const others = setInterval(() => turns++, 0);
    await readTableFile(new Blob([text]));
    clearInterval(others);
    expect(turns).toBeGreaterThan(0);
  });
});

describe('a JSON document', () => {
  it('is read whole, written over one line or many', async () => {
    const table = { columns: ['a', 'y'], data: [[1, 2]] };
    for (const text of [JSON.stringify(table), `${JSON.stringify(table, null, 2)}\n`]) {
      expect(await readTableFile(new Blob([text]))).toEqual({ columns: ['a', 'y'], rows: [[1, 2]] });
    }
  });

  it('is refused past its size, with what is accepted instead', async () => {
    const large = new Blob(['[', ' '.repeat(STREAM_LIMITS.json_bytes), '[1, 2]]']);
    await expect(readTableFile(large)).rejects.toMatchObject({
      ...{ code: 'too_large', message: expect.stringContaining('one row a line, or as CSV') },
    });
  });
});
