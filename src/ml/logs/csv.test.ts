// Lightning's CSV: what Python's csv makes of Lightning's rows, and what comes back of what was written.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingMetricsCsv, readMetricsCsv, writeMetricsCsv } from './csv';
import { LogError } from './errors';
import golden from './golden/metrics.json';
import { jsonRows, type MetricRow, tableOf } from './metrics';

const PYTHON: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };

function goldenRows(): MetricRow[] {
  return golden.rows.map((row) => {
    const values = new Map(Object.entries(row).map(([name, text]) => [name, PYTHON[text ?? ''] ?? Number(text)]));
    const [epoch, step] = [values.get('epoch') ?? null, values.get('step') ?? null];
    values.delete('epoch');
    values.delete('step');
    return { epoch, step, values };
  });
}

describe('reading', () => {
  it('takes what Lightning writes: blanks, quotes, nan and inf, columns that came later', () => {
    const { table, problems } = readMetricsCsv(golden.file);
    expect(problems).toEqual([]);
    expect(table.rows).toEqual(goldenRows());
    expect(table.columns).toEqual([
      'lr-AdamW',
      'train_loss',
      'val_loss',
      'val_acc',
      'test_acc, top 1',
      'the "odd" one',
    ]);
  });

  it('takes other line ends, a byte-order mark, rows that are short, and a header that comes again', () => {
    const { table, problems } = readMetricsCsv('\uFEFFstep,acc\n1,0.5\n\nstep,acc\n2\n3,True\n4,False\n');
    expect(problems).toEqual([]);
    expect(table.rows.map(({ epoch, step, values }) => [epoch, step, values.get('acc')])).toEqual([
      [null, 1, 0.5],
      [null, 2, undefined],
      [null, 3, 1],
      [null, 4, 0],
    ]);
  });

  it('names what it leaves out, with row and column', () => {
    const { table, problems } = readMetricsCsv('epoch,step,acc,acc,,note\n0,1,0.5,0.6,7,good\n0,nan,1,,,,9\n');
    expect(problems).toEqual([
      { row: 1, column: 'acc', message: 'comes twice; the second is left out' },
      { row: 1, column: '', message: 'column 5 has no name and is left out' },
      { row: 2, column: 'note', message: '“good” is not a number' },
      { row: 3, column: null, message: 'has 7 cells under 6 columns' },
      { row: 3, column: 'step', message: 'must be a finite number, not NaN' },
    ]);
    expect(table.rows).toEqual([
      { epoch: 0, step: 1, values: new Map([['acc', 0.5]]) },
      { epoch: 0, step: null, values: new Map([['acc', 1]]) },
    ]);
  });

  it('takes words that objects have of themselves for words', () => {
    const { table, problems } = readMetricsCsv('acc,loss\nconstructor,-Constructor\n1,2\n');
    expect(table.rows.map(({ values }) => [...values])).toEqual([
      [],
      [
        ['acc', 1],
        ['loss', 2],
      ],
    ]);
    expect(problems.map(({ column, message }) => [column, message])).toEqual([
      ['acc', '“constructor” is not a number'],
      ['loss', '“-Constructor” is not a number'],
    ]);
  });

  it('refuses a file without a header, and reads any other text without an error of another kind', () => {
    expect(() => readMetricsCsv('')).toThrow(LogError);
    expect(() => readMetricsCsv(',,\n1,2,3\n')).toThrow('no header');
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ab1.,"\r\n -'), maxLength: 60 }));
    fc.assert(
      fc.property(text, (csv) => {
        try {
          expect(readMetricsCsv(csv).table.rows.length).toBeLessThanOrEqual(csv.length);
        } catch (error) {
          expect(error).toBeInstanceOf(LogError);
        }
      }),
    );
  });
});

describe('writing', () => {
  it('puts epoch and step first, then columns as they first appear, and blanks for no value', () => {
    const rows = goldenRows();
    expect(writeMetricsCsv(tableOf(rows))).toBe(
      [
        'epoch,step,lr-AdamW,train_loss,val_loss,val_acc,"test_acc, top 1","the ""odd"" one"',
        ',49,0.00003,,,,,',
        '0,49,,0.6931471824645996,,,,',
        '0,99,,,0.52,0.75,,',
        '1,149,,nan,,,,',
        '1,199,,,inf,1,,',
        '2,200,,,,,0.875,-inf',
        '',
      ].join('\r\n'),
    );
  });

  it('refuses a column that would be taken for the place', () => {
    const row = (name: string): MetricRow => ({ epoch: 0, step: 0, values: new Map([[name, 1]]) });
    for (const name of ['epoch', ' step', '', '  ']) {
      expect(() => writeMetricsCsv(tableOf([row(name)]))).toThrow(LogError);
    }
  });

  it('is read back to the same table, bit for bit', () => {
    const name = fc
      .string({ unit: fc.oneof(fc.constantFrom(...'ab",\r\n\' =;\t'), fc.string({ minLength: 1, maxLength: 1 })) })
      .filter((text) => !['', 'epoch', 'step'].includes(text.trim()));
    const place = fc.option(fc.nat());
    const values = fc.uniqueArray(fc.tuple(name, fc.double()), { selector: ([key]) => key, maxLength: 5 });
    const row = fc.record({ epoch: place, step: place, values: values.map((pairs) => new Map(pairs)) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const table = tableOf(rows);
        const read = readMetricsCsv(writeMetricsCsv(table));
        expect(read.problems).toEqual([]);
        expect(read.table).toEqual(table);
      }),
      { numRuns: 500 },
    );
  });
});

describe('reading in pieces', () => {
  it.each(['\r\n', '\n'])('comes to the same as the rows one by one, with lines ended by %j', (end) => {
    const lines = Array.from({ length: 25_003 }, (_, i) => `${i},${i / 8},"${i % 2}"`);
    for (const count of [9_999, 10_000, 20_000, 25_003]) {
      const reading = readingMetricsCsv(['step,"a ""b""",c', ...lines.slice(0, count), ''].join(end));
      let pieces = 0;
      let next = reading.next();
      for (; !next.done; next = reading.next()) pieces++;
      const { table, problems } = next.value;
      expect(problems).toEqual([]);
      expect(table.columns).toEqual(['a "b"', 'c']);
      expect(table.rows.map(({ step }) => step)).toEqual(Array.from({ length: count }, (_, i) => i));
      expect(table.rows.at(-1)?.values).toEqual(
        new Map([
          ['a "b"', (count - 1) / 8],
          ['c', (count - 1) % 2],
        ]),
      );
      expect(pieces).toBeGreaterThanOrEqual(Math.ceil(count / 10_000));
    }
  });
});

describe('rows as JSON', () => {
  it('have every column, null for none and for what JSON has no number for', () => {
    const row: MetricRow = { epoch: 0, step: null, values: new Map([['a', Number.NaN]]) };
    const other: MetricRow = { epoch: 1, step: 4, values: new Map([['b', 2]]) };
    expect(jsonRows(tableOf([row, other]))).toEqual([
      { epoch: 0, step: null, a: null, b: null },
      { epoch: 1, step: 4, a: null, b: 2 },
    ]);
  });
});
