// Datasets out of CSV, TSV and JSON lines: labels, columns and encodings, bad rows listed, and what is exported read again.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import type { DatasetRow } from '../../wire/datasets';
import { decodeBytes } from '../encoding';
import { gzip, importFails, importFile, open } from './datasets.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const short = (rows: readonly DatasetRow[]) => rows.map(({ text, label }) => [text, label]);

async function importText(text: string | Uint8Array<ArrayBuffer>, more = {}) {
  const { service } = await open();
  return importFile(service, new Blob([text]), more);
}

const THREE = [
  ['Good, "very" good\nfilm', 1],
  ['Bad', 0],
  ['So so', null],
];

describe('tables', () => {
  it.each<[string, string]>([
    ['commas and a header', 'review,sentiment\n"Good, ""very"" good\nfilm",positive\nBad,negative\nSo so,\n'],
    ['CRLF', 'review,sentiment\r\n"Good, ""very"" good\nfilm",positive\r\nBad,negative\r\nSo so,neutral\r\n'],
    ['semicolons', 'text;label\n"Good, ""very"" good\nfilm";1\nBad;0\nSo so;\n'],
    ['tabs and no header', '1\t"Good, ""very"" good\nfilm"\n0\tBad\n\tSo so\n'],
    ['no last line break', 'label,text\npos,"Good, ""very"" good\nfilm"\nneg,Bad\n"",So so'],
    ['five stars', 'stars,comment\n5,"Good, ""very"" good\nfilm"\n1,Bad\n3,So so\n'],
    ['stars in words', 'text,label\n"Good, ""very"" good\nfilm",5 stars\nBad,1-Star\nSo so,3 stars\n'],
    ['ten stars', 'rating,comment\n9,"Good, ""very"" good\nfilm"\n2,Bad\n5,So so\n'],
    ['a label beside stars', 'text,rating,label\n"Good, ""very"" good\nfilm",2,true\nBad,9,false\nSo so,9,\n'],
    [
      'titles above',
      'Survey of 2024\n"exported on Monday, by hand"\n\nText;Label\n"Good, ""very"" good\nfilm";1\nBad;0\nSo so;\n',
    ],
    ['a title with commas above', 'Survey,,\nid,text,label\n1,"Good, ""very"" good\nfilm",1\n2,Bad,0\n3,So so,\n'],
    ['a line for Excel', 'sep=;\r\nText;Label\r\n"Good, ""very"" good\nfilm";1\r\nBad;0\r\nSo so;\r\n'],
    ['JSON lines', '{"text":"Good, \\"very\\" good\\nfilm","label":1}\n\n{"label":0,"text":"Bad"}\n{"text":"So so"}\n'],
    ['JSON', '[{"text":"Good, \\"very\\" good\\nfilm","label":"pos"},{"label":"neg","text":"Bad"},{"text":"So so"}]'],
    ['JSON in an object', '{\n"n": 3, "reviews": [["Good, \\"very\\" good\\nfilm", 1], ["Bad", 0], ["So so", null]]}'],
    [
      'JSON in an object, on a line',
      String.raw`{"name": "x", "reviews": [{"text":"Good, \"very\" good\nfilm","label":1},{"text":"Bad","label":0},{"text":"So so"}]}`,
    ],
    [
      'JSON in an object, on lines',
      '{"reviews": [\n["Good, \\"very\\" good\\nfilm", 1],\n["Bad", 0],\n["So so", null]\n]}\n',
    ],
    ['JSON in columns', String.raw`{"label": [1, 0, null], "text": ["Good, \"very\" good\nfilm", "Bad", "So so"]}`],
    [
      'JSON as pandas has it',
      String.raw`{"text":{"4":"Good, \"very\" good\nfilm","7":"Bad","9":"So so"},"label":{"4":1,"7":0,"9":null}}`,
    ],
    [
      'JSON as pandas splits it',
      String.raw`{"columns":["text","label"],"index":[0,1,2],"data":[["Good, \"very\" good\nfilm",1],["Bad",0],["So so",null]]}`,
    ],
  ])('are read with %s', async (_name, text) => {
    expect(short((await importText(text)).rows)).toEqual(THREE);
  });

  it('take for a label only what is said to mean one, where both are said', async () => {
    const text = 'text,b\nGut,zufrieden\nNa ja,neutral\nSchlecht,Unzufrieden\nSpäter,egal\n';
    const columns = { text: 0, label: 1, split: null, positive: ['zufrieden'], negative: ['unzufrieden'] };
    expect((await importText(text, { columns })).rows.map(({ label }) => label)).toEqual([1, null, 0, null]);
  });

  it.each<[string, readonly string[], readonly (0 | 1 | null)[]]>([
    ['five stars', ['1', '2', '3', '4', '5'], [0, 0, null, 1, 1]],
    ['ten stars', ['2', '5', '9'], [0, null, 1]],
    ['1 and 2', ['1', '2'], [0, 1]],
    ['0 and 4', ['0', '4'], [0, 1]],
    ['0, 1 and 2', ['0', '1', '2'], [0, null, 1]],
    ['five classes from 0 on', ['0', '1', '2', '3', '4'], [0, 0, null, 1, 1]],
    ['-1 and +1', ['-1', '+1'], [0, 1]],
    ['nothing for long', ['', 'neg', 'pos'], [null, 0, 1]],
    ['what is none, after nothing for long', ['', 'trams', 'buses'], [null, null, null]],
  ])('sorted by their labels are read by all of them: %s', async (_name, values, labels) => {
    const lines = values.flatMap((value) => Array.from({ length: 1100 }, (_, i) => `Text ${i},${value}`));
    // A slip is listed, and does not change what the others mean.
    const { rows, status } = await importText(`text,label\n${lines.join('\n')}\nSlip,77\n`);
    expect(rows.slice(0, lines.length).map(({ label }) => label)).toEqual(
      lines.map((_, i) => labels[Math.floor(i / 1100)]),
    );
    expect(status).toMatchObject({ skipped: values.includes('trams') ? 0 : 1 });
  });

  it('keep what the texts are called where they come from, and find it again in what they wrote', async () => {
    const table = new Blob(['Ticket-ID,comment,label\nT-17,Good,1\n,Bad,0\n=1+1,So so,\n']);
    const { service } = await open();
    const { id, rows } = await importFile(service, table);
    expect(rows.map(({ ref }) => ref)).toEqual(['T-17', undefined, '=1+1']);
    for (const format of ['csv', 'jsonl'] as const) {
      const again = await importFile(service, await service.export(id, format));
      expect(again.rows, format).toEqual(rows);
    }
    const none = { text: 1, label: 2, split: null, positive: null, ref: null };
    expect((await importFile(service, table, { columns: none })).rows[0]).not.toHaveProperty('ref');
    expect(await importFails(service, table, { columns: { ...none, ref: 3 } })).toMatch(/no column 4; there are 3/);
  });

  it('take splits, ratings and file names along', async () => {
    const { rows } = await importText('text,label,split,rating,file\nGood,1,dev,9,train/pos/1_9.txt\nBad,0,test,,\n');
    expect(rows).toMatchObject([
      { split: 'validation', rating: 9, name: 'train/pos/1_9.txt' },
      { split: 'test', rating: null, name: '' },
    ]);
  });

  it('of one column are a text a line, quotes and commas and all', async () => {
    const { rows } = await importText('"Great," he said, and left.\nNo, no, no\n\nFine\n');
    expect(rows.map(({ text }) => text)).toEqual(['"Great," he said, and left.', 'No, no, no', 'Fine']);
  });

  it('of tabs have quotation marks that are the texts’ own, where those do not quote', async () => {
    const texts = ['"Hello" she said', 'He said "no"', '"Alone', 'Fine', '"Wow"'];
    const { rows } = await importText(`text\tlabel\n${texts.map((text) => `${text}\t1\n`).join('')}`);
    expect(rows.map(({ text }) => text)).toEqual(texts);
    // Quoted throughout, but for a slip.
    const quoted = '"a\tb"\t1\n"c ""d"""\t0\n"e" f\t1\n"g"\t0\n'.repeat(2);
    expect((await importText(`text\tlabel\n${quoted}`)).rows[0]?.text).toBe('a\tb');
  });

  it('have no header because the first label is a y', async () => {
    const { rows } = await importText('A good film,y\nA bad one,n\nA fine one,y\n');
    expect(short(rows)).toEqual([
      ['A good film', 1],
      ['A bad one', 0],
      ['A fine one', 1],
    ]);
  });

  it('have a header whose names are not known, because one of them says whose text it is', async () => {
    const { rows } = await importText('Ticket;Kommentar\n17;Alles gut\n18;Leider kaputt\n');
    expect(rows.map(({ text, ref }) => [text, ref])).toEqual([
      ['Alles gut', '17'],
      ['Leider kaputt', '18'],
    ]);
    // A text that is the word, as others are.
    const words = await importText('Order;Arrived late\nOrder;Arrived soon\n');
    expect(words.rows).toHaveLength(2);
  });

  it('split into columns and data have names that are no texts, and lists too deep to be written', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const { rows } = await importText(`{"columns":["text",1,${deep}],"data":[["Good",2,3],["Bad",2,3]]}`);
    expect(rows.map(({ text }) => text)).toEqual(['Good', 'Bad']);
  });

  it('of one row of JSON have one text, whatever else is in it', async () => {
    const { rows } = await importText('{"tags":["a","b"],"text":"Good","label":1,"spans":[{"from":0}]}\n');
    expect(short(rows)).toEqual([['Good', 1]]);
  });

  it('are no JSON because a text begins with a bracket', async () => {
    const { rows } = await importText('[EXTERNAL] The parcel is late\n[n/a] Thank you\n');
    expect(rows.map(({ text }) => text)).toEqual(['[EXTERNAL] The parcel is late', '[n/a] Thank you']);
  });

  it('list bad rows and keep the rest', async () => {
    const lines = ['text,label', ...Array(20).fill('Fine,1'), ',1', 'What,maybe', '"  ",0', 'Bad,0'];
    const { status, rows } = await importText(lines.join('\n'));
    expect(rows).toHaveLength(21);
    expect(status).toMatchObject({
      skipped: 3,
      problems: [
        { row: 22, column: 'text', message: 'no text' },
        { row: 23, column: 'label', message: '“maybe” is no label' },
        { row: 24, column: 'text', message: 'no text' },
      ],
    });
  });

  it('list broken lines of JSON', async () => {
    const { status, rows } = await importText('{"text":"Good","label":1}\n{"text":\n[1]\n{"text":"Bad","label":0}\n');
    expect(rows).toHaveLength(2);
    expect(status).toMatchObject({ skipped: 2, problems: [{ row: 2 }, { row: 3 }] });
  });

  it('take the columns and the values that they are told', async () => {
    const text = 'a,b,c\nx,Gut,ja\ny,Schlecht,nein\nz,Na ja,\n';
    const columns = { text: 1, label: 2, split: null, positive: ['Ja'] };
    expect(short((await importText(text, { columns })).rows)).toEqual([
      ['b', 0],
      ['Gut', 1],
      ['Schlecht', 0],
      ['Na ja', null],
    ]);
    const { service } = await open();
    const wrong = { columns: { ...columns, label: 7 } };
    expect(await importFails(service, new Blob([text]), wrong)).toMatch(/no column 8; there are 3/);
    const unknown = { columns: { ...columns, positive: null } };
    expect(await importFails(service, new Blob([text]), unknown)).toMatch(/Say which of them mean positive/);
  });

  it.each<[string, (text: string) => Uint8Array<ArrayBuffer>]>([
    ['UTF-8', (text) => new TextEncoder().encode(text)],
    ['UTF-8 with a mark', (text) => new TextEncoder().encode(`\ufeff${text}`)],
    ['UTF-16 LE', (text) => utf16(text, true)],
    ['UTF-16 BE', (text) => utf16(text, false)],
    ['Latin-1', (text) => Uint8Array.from(text, (character) => character.charCodeAt(0))],
  ])('are read in %s', async (_name, encode) => {
    const rows = Array.from({ length: 300 }, (_, i) => `Très bon, naïve ÿ ${i},1\n`).join('');
    const text = `text,label\n${rows.replace(/^(.*),(.*),/gm, '"$1,$2",')}`;
    const { rows: read } = await importText(encode(text));
    expect(read).toHaveLength(300);
    expect(read[299]).toMatchObject({ text: 'Très bon, naïve ÿ 299', label: 1 });
  });

  it('are Latin-1 however late the first letter that shows it comes', async () => {
    const head = new TextEncoder().encode(`text,label\n${'Fine film indeed,1\n'.repeat(20_000)}`);
    const tail = Uint8Array.from('Tr\u00e8s bon,1\n', (character) => character.charCodeAt(0));
    const { service } = await open();
    const { rows } = await importFile(service, new Blob([head, tail]));
    expect(rows.at(-1)?.text).toBe('Très bon');
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array<ArrayBuffer>]>([
    ['cut off within a letter', (bytes) => Uint8Array.from([...bytes, 0x0a, 0xc3])],
    ['with a byte of Latin-1 in it', (bytes) => Uint8Array.from([...bytes, 0xe9, 0x0a])],
  ])('are UTF-8 although %s', async (_name, damage) => {
    const text = `text\n${'Très bon naïve ÿ\n'.repeat(20)}`;
    const { rows } = await importText(damage(new TextEncoder().encode(text)));
    expect(rows.slice(0, 20).every((row) => row.text === 'Très bon naïve ÿ')).toBe(true);
    expect(decodeBytes(damage(new TextEncoder().encode('Très bon naïve')))).toMatch(/^Très bon naïve/);
  });

  it('keep ids of more digits than numbers have', async () => {
    const [a, b] = ['1234567890123456789', '-12345678901234567890'];
    const texts = [String.raw`says \"${a}\" \\`, `12345678901234567, and more`];
    const objects = [`{"id":${a},"text":"${texts[0]}","label":1}`, `{"id": ${b} ,"text":"${texts[1]}","label":0}`];
    for (const json of [objects.join('\n'), `[${objects.join()}]`]) {
      expect((await importText(json)).rows).toMatchObject([
        { ref: a, text: `says "${a}" \\`, label: 1 },
        { ref: b, text: texts[1], label: 0 },
      ]);
    }
    // Numbers that are no ids stay numbers.
    const { rows } = await importText('{"text":"Good","label":1.0000000000000000000}\n{"text":"Bad","label":0}\n');
    expect(rows.map(({ label }) => label)).toEqual([1, 0]);
  });

  it('are read packed, and cut off they leave nothing', async () => {
    const { service } = await open();
    const file = await gzip(`text,label\n${Array.from({ length: 3000 }, (_, i) => `Film ${i},1\n`).join('')}`);
    expect((await importFile(service, file)).rows).toHaveLength(3000);
    for (const cut of [30, Math.floor(file.size / 2), file.size - 1]) {
      expect(await importFails(service, file.slice(0, cut))).toMatch(/cut off or damaged/);
    }
    expect((await service.state()).datasets).toHaveLength(1);
  });

  it('say what cannot be read', async () => {
    const { service } = await open();
    expect(await importFails(service, new Blob(['']))).toMatch(/nothing in it/);
    expect(await importFails(service, new Blob([' \n \n']))).toMatch(/nothing in it/);
    expect(await importFails(service, new Blob(['[{"text": "Good"']))).toMatch(/not valid JSON/);
    expect(await importFails(service, new Blob(['\x89PNG\r\n\x1a\n\0\0']))).toMatch(/neither text nor an archive/);
    expect(await importFails(service, new Blob([Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)]))).toMatch(/xz file/);
    const open8 = `text,label\nGood,1\n"Bad,0\n${'x'.repeat(6_000_000)}`;
    expect(await importFails(service, new Blob([open8]))).toMatch(/does not end|no text in it/);
    expect((await service.state()).datasets).toEqual([]);
  });

  it('peeked at show columns, examples and a guess', async () => {
    const { service } = await open();
    const file = new Blob(['id,review,sentiment\n1,Very good indeed,positive\n2,Bad,negative\n']);
    expect(await service.peek({ kind: 'file', name: 'x', file })).toEqual({
      kind: 'table',
      ...{ format: 'csv', encoding: 'UTF-8' },
      columns: [
        { name: 'id', examples: ['1', '2'], values: ['1', '2'], meanings: [0, 1] },
        { name: 'review', examples: ['Very good indeed', 'Bad'], values: ['Very good indeed', 'Bad'], meanings: null },
        { name: 'sentiment', examples: ['positive', 'negative'], values: ['positive', 'negative'], meanings: [1, 0] },
      ],
      guess: { text: 1, label: 2, split: null, positive: null, ref: 0 },
    });
    expect((await service.state()).importing).toEqual({ phase: 'idle' });
  });
});

describe('a dataset exported and imported again', () => {
  const rows = fc.array(
    fc.record({
      text: fc
        .oneof(
          fc.string({ unit: 'grapheme', minLength: 1 }),
          fc.stringMatching(/^[=+\-@'",;\n\r\t a]{1,12}$/),
          fc.constantFrom('=cmd|calc', "'=1", '-1', '{"a":1}', '[1]', 'text', '\u202eabc', '"', '""', 'a\r\nb'),
        )
        .filter((text) => text.trim() !== '' && !text.startsWith('\ufeff')),
      label: fc.constantFrom(0, 1, null),
      rating: fc.option(fc.integer({ min: 1, max: 10 })),
      split: fc.constantFrom('train', 'validation', 'test', 'none'),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it.each(['csv', 'jsonl'] as const)(
    'by %s is the same, whatever its texts',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(rows, async (wanted) => {
          const { service } = await open();
          const lines = wanted.map((row) => JSON.stringify(row)).join('\n');
          const first = await importFile(service, new Blob([lines]), { columns: columnsOf(wanted) });
          expect(first.rows).toMatchObject(wanted);
          const again = await importFile(service, await service.export(first.id, format), {
            columns: { text: 0, label: 1, split: 3, positive: null },
          });
          expect(again.rows).toEqual(first.rows);
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );
});

it.each(['csv', 'jsonl'] as const)('labels and refs that begin late are read again from %s', async (format) => {
  const { service } = await open();
  const lines = Array.from({ length: 1500 }, (_, i) =>
    JSON.stringify({ text: `Text ${i}`, label: i < 1200 ? null : i % 2, ref: i < 1300 ? '' : `T-${i}` }),
  );
  const columns = { text: 0, label: 1, split: null, positive: null, ref: 2 };
  const { id, rows } = await importFile(service, new Blob([lines.join('\n')]), { columns });
  expect(rows.filter(({ label }) => label !== null)).toHaveLength(300);
  const file = await service.export(id, format);
  expect((await importFile(service, file)).rows).toEqual(rows);
  const peek = await service.peek({ kind: 'file', name: 'x', file });
  const guess = peek.kind === 'table' ? peek.guess : null;
  expect((await importFile(service, file, { columns: guess })).rows).toEqual(rows);
});

it('members that only later objects have are columns, too', async () => {
  const { service } = await open();
  const lines = Array.from({ length: 1500 }, (_, i) =>
    JSON.stringify({ text: `Text ${i}`, ...(i >= 1200 && { label: i % 2 }) }),
  );
  for (const file of [new Blob([lines.join('\n')]), new Blob([`[${lines.join(',\n')}]`])]) {
    const { rows } = await importFile(service, file);
    expect(rows.filter(({ label }) => label !== null)).toHaveLength(300);
    const peek = await service.peek({ kind: 'file', name: 'x', file });
    expect(peek).toMatchObject({ columns: [{ name: 'text' }, { name: 'label' }], guess: { text: 0, label: 1 } });
    await service.remove((await service.state()).datasets[0]?.id ?? '');
  }
});

function columnsOf(rows: readonly object[]) {
  const names = Object.keys(rows[0] ?? {});
  const at = (name: string) => names.indexOf(name);
  return { text: at('text'), label: at('label'), split: at('split'), positive: null };
}

function utf16(text: string, little: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  [...`\ufeff${text}`].forEach((character, i) => {
    view.setUint16(2 * i, character.charCodeAt(0), little);
  });
  return new Uint8Array(view.buffer);
}

describe('what a table may hide', () => {
  it('names of members that every object of JavaScript has', async () => {
    const lines = [
      '{"constructor":"A good film","toString":"x","label":1}',
      '{"label":0}',
      '{"__proto__":"p","label":0}',
    ];
    const { rows, status } = await importText(lines.join('\n'), {
      columns: { text: 0, label: 2, split: null, positive: null },
    });
    expect(short(rows)).toEqual([['A good film', 1]]);
    expect(status).toMatchObject({ skipped: 2 });
  });

  it('UTF-32, whose mark begins as that of UTF-16 does', async () => {
    const { service } = await open();
    const units = Uint32Array.from([...'\ufefftext\nGood'], (character) => character.codePointAt(0) ?? 0);
    expect(await importFails(service, new Blob([units]))).toMatch(/UTF-32/);
  });

  it('a quotation mark that is never closed: no row after it is swallowed unseen', async () => {
    const { service } = await open();
    const fails = await importFails(service, new Blob(['text,label\nFine,1\n"good,1\nbad,0\nfine,1\n']));
    expect(fails).toMatch(/Row 3 does not end/);
    const many = 'Fine,1\n'.repeat(100);
    expect(await importFails(service, new Blob([`text,label\n${many}"good,1\nbad,0`]))).toMatch(/Row 102 does not end/);
  });
});
