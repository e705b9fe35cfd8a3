// Archives as other programs write them, and damaged, lying or oversized ones: taken where they can be, refused in words.

import 'fake-indexeddb/auto';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, read } from '../../storage/db';
import { gzip, imdbFiles, importFails, importFile, open, tar } from './datasets.fixture';
import { LIMITS } from './import/limits';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const SMALL = { ...LIMITS, texts: 50, entries: 100, unpacked: 200_000, characters: 1000, json: 500 };

/** Nothing is left of what failed. */
async function expectNothing() {
  expect(await read(['datasetRows'], (tx) => tx.objectStore('datasetRows').getAllKeys())).toEqual([]);
  expect(await read(['datasets'], (tx) => tx.objectStore('datasets').getAllKeys())).toEqual([]);
  expect(await read(['imports'], (tx) => tx.objectStore('imports').getAllKeys())).toEqual([]);
}

function zip(files: Readonly<Record<string, string>>, level: 0 | 6 = 6): Uint8Array<ArrayBuffer> {
  const entries: Zippable = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, [strToU8(text), { level }]]),
  );
  return zipSync(entries).slice();
}

describe('archives of other programs', () => {
  it('with long names and pax headers', async () => {
    const { service } = await open();
    const folder = `${'long/'.repeat(60)}ünïcödé`;
    const bytes = await tar({}, [
      {
        header: { name: 'x', size: 4, pax: { path: `${folder}/train/pos/1_9.txt`, comment: 'by pax' } },
        body: 'Good',
      },
      { header: { name: `${'n'.repeat(120)}/test/neg/2_1.txt`, size: 3 }, body: 'Bad' },
      { header: { name: 'a/pos/', type: 'directory', size: 0 } },
    ]);
    const { rows } = await importFile(service, await gzip(bytes));
    expect(rows).toMatchObject([
      { name: 'train/pos/1_9.txt', text: 'Good', label: 1, rating: 9, split: 'train' },
      { name: 'test/neg/2_1.txt', text: 'Bad', label: 0, rating: 1, split: 'test' },
    ]);
  });

  it.each<[string, 0 | 6]>([
    ['packed', 6],
    ['stored', 0],
  ])('a zip, %s, with 600 files', async (_name, level) => {
    const { service } = await open();
    const { rows, status } = await importFile(service, new Blob([zip(imdbFiles(120), level)]));
    expect(rows).toHaveLength(600);
    expect(status).toMatchObject({ skipped: 0 });
    const twin = await importFile(service, new Blob([await tar(imdbFiles(120))]));
    expect(rows).toEqual(twin.rows);
    // What an empty zip is, as a comment.
    const tricky = zipSync({ 'pos/1.txt': strToU8('Good') }, { level, comment: `PK\u0005\u0006${'\0'.repeat(18)}` });
    expect((await importFile(service, new Blob([tricky.slice()]))).rows).toHaveLength(1);
  });

  it('a zip of nothing but a table', async () => {
    const { service } = await open();
    const rows = Array.from({ length: 2000 }, (_, i) => `"Film ${i}, seen",${i % 2 ? 'positive' : 'negative'}\n`);
    const csv = `review,sentiment\n${rows.join('')}`;
    for (const level of [0, 6] as const) {
      const file = new Blob([zip({ 'IMDB Dataset.csv': csv, '__MACOSX/._IMDB Dataset.csv': 'Finder' }, level)]);
      const imported = await importFile(service, file);
      expect(imported.rows).toHaveLength(2000);
      expect(imported.rows[7]).toMatchObject({ text: 'Film 7, seen', label: 1 });
    }
    const broken = zip({ 'a.csv': csv });
    // Where the list, which 'PK' and 1, 2 begin, says that the file lies.
    broken[broken.findIndex((byte, i) => byte === 0x50 && broken[i + 2] === 1 && broken[i + 3] === 2) + 42] = 1;
    expect(await importFails(service, new Blob([broken.slice()]))).toMatch(/damaged/);
    const two = new Blob([zip({ 'a.csv': csv, 'b.csv': csv })]);
    expect(await importFails(service, two)).toMatch(/No texts were found. There are 2 other files/);
  });

  it('a folder, and names as Windows has them', async () => {
    const { service } = await open();
    const files = [
      { path: 'Data\\Train\\Positive\\a.TXT', file: new Blob(['Good']) },
      { path: 'data/valid/negative/b_3.txt', file: new Blob([Uint8Array.of(0x42, 0xe9)]) },
      { path: 'data/notes.txt', file: new Blob(['Notes']) },
      { path: 'data/pos/._b.txt', file: new Blob(['Finder']) },
    ];
    const { rows } = await importFile(service, new Blob(), { source: { kind: 'files', name: 'data', files } });
    expect(rows).toMatchObject([
      { name: 'Train/Positive/a.TXT', label: 1, rating: null, split: 'train' },
      { name: 'valid/negative/b_3.txt', text: 'Bé', label: 0, rating: 3, split: 'validation' },
    ]);
  });

  it('a folder by its handle', async () => {
    const { service } = await open();
    const { rows, status } = await importFile(service, new Blob(), {
      source: { kind: 'directory', name: 'data', handle: folder('data', imdbFiles(3)) },
    });
    expect(rows).toHaveLength(15);
    expect(status).toMatchObject({ skipped: 0 });
  });
});

describe('what is wrong in an archive', () => {
  it('is listed file by file, and the rest is taken', async () => {
    const { service } = await open(SMALL);
    const files: Record<string, string | Uint8Array> = {
      'train/pos/1.txt': 'Good',
      '../../train/pos/2.txt': 'Out',
      '/train/pos/3.txt': 'Root',
      'train/pos/4.txt': '',
      'train/pos/5.txt': ' \n',
      'train/pos/6.txt': Uint8Array.of(1, 0, 2),
      'train/pos/7.txt': 'x'.repeat(1001),
      'train/pos/8.txt': 'y'.repeat(5000),
    };
    const bytes = await tar(files, [
      { header: { name: 'train/neg/9.txt', type: 'symlink', linkname: '/etc/passwd', size: 0 } },
      { header: { name: 'train/pos/1.txt', size: 5 }, body: 'Again' },
      { header: { name: './train//pos/1.txt', size: 9 }, body: 'Once more' },
    ]);
    const { rows, status } = await importFile(service, new Blob([bytes]));
    expect(rows.map(({ text }) => text)).toEqual(['Good']);
    expect(status).toMatchObject({
      skipped: 10,
      problems: [
        { row: 2, message: '../../train/pos/2.txt: its path leads out of the archive' },
        { row: 3, message: '/train/pos/3.txt: its path leads out of the archive' },
        { row: 4, message: 'train/pos/4.txt: it is empty' },
        { row: 5, message: 'train/pos/5.txt: it is empty' },
        { row: 6, message: 'train/pos/6.txt: it is not text' },
        { row: 7, message: 'train/pos/7.txt: it is longer than 1,000 characters' },
        { row: 8, message: 'train/pos/8.txt: it is longer than 1,000 characters' },
        { row: 9, message: 'train/neg/9.txt: it is a link or a device, not a file' },
        { row: 10, message: 'train/pos/1.txt: it is there twice; the first was taken' },
        { row: 11, message: './train//pos/1.txt: it is there twice; the first was taken' },
      ],
    });
  });

  it('is not known where a file has holes: of GNU tar’s old form, and of POSIX’s', async () => {
    const { service } = await open(SMALL);
    const old = await tar({ 'train/pos/1.txt': 'x'.repeat(700), 'train/pos/2.txt': 'Between the holes' });
    // The second file's header, after the first's own and two blocks: the sum of its bytes is changed as its kind is.
    const header = old.subarray(1536, 2048);
    header[156] = 'S'.charCodeAt(0);
    const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    header.set(strToU8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(await importFails(service, new Blob([old]))).toMatch(/sparse file.*without --sparse/);
    expect(await importFails(service, await gzip(old))).toMatch(/sparse file/);
    const pax = { 'GNU.sparse.major': '1', 'GNU.sparse.name': 'train/pos/1.txt' };
    const posix = await tar({}, [{ header: { name: 'train/pos/1.txt', size: 4, pax }, body: 'Good' }]);
    expect(await importFails(service, new Blob([posix]))).toMatch(/sparse file/);
    await expectNothing();
  });

  it('is too much: texts, files, bytes', async () => {
    const { service } = await open(SMALL);
    const many = (n: number, path: string) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`${path}/${i}.txt`, `t${i}`]));
    expect(await importFails(service, new Blob([await tar(many(51, 'pos'))]))).toMatch(/more than 50 texts/);
    expect(await importFails(service, new Blob([await tar(many(101, 'x'))]))).toMatch(/more than 100 files/);
    expect(await importFails(service, new Blob([zip(many(101, 'x'))]))).toMatch(/more than 100 files/);
    expect(await importFails(service, await gzip(`a\n${'z'.repeat(300_000)}`))).toMatch(/unpacks to more than/);
    expect(await importFails(service, await gzip(await tar({ 'x.bin': 'z'.repeat(300_000) })))).toMatch(
      /unpacks to more/,
    );
    const list = JSON.stringify(Array.from({ length: 100 }, () => ({ text: 'Good' })));
    expect(await importFails(service, new Blob([list]))).toMatch(/read up to/);
    const lines = Array.from({ length: 51 }, (_, i) => `Line ${i}\n`).join('');
    expect(await importFails(service, new Blob([lines]))).toMatch(/more than 50 texts/);
    const files = Array.from({ length: 101 }, (_, i) => ({ path: `${i}`, file: new Blob(['x']) }));
    const folder = { source: { kind: 'files', name: 'f', files } } as const;
    expect(await importFails(service, new Blob(), folder)).toMatch(/more than 100 files/);
    await expectNothing();
  });

  it('is that nothing in it is a text', async () => {
    const { service } = await open();
    expect(await importFails(service, new Blob([await tar({ 'a/b.txt': 'x' })]))).toMatch(
      /No texts were found. There are 1/,
    );
    expect(await importFails(service, new Blob([zip({})]))).toMatch(/No texts were found/);
    expect(await importFails(service, new Blob([await tar({ 'pos/b.txt': '' })]))).toMatch(
      /no text in it that can be read/,
    );
    await expectNothing();
  });

  it('is a zip that lies or is cut off', async () => {
    const { service } = await open();
    const good = zip({ 'pos/1.txt': 'Good '.repeat(50), 'neg/2.txt': 'Bad '.repeat(50) });
    expect((await importFile(service, new Blob([good]))).rows).toHaveLength(2);
    await service.remove((await service.state()).datasets[0]?.id ?? '');
    for (const cut of [10, 60, good.length - 30, good.length - 10]) {
      expect(await importFails(service, new Blob([good.slice(0, cut)]))).toMatch(/cut off or damaged/);
    }
    const list = good.length - 22 - 2 * (46 + 9);
    const lies: [string, number, number][] = [
      ['checksum', list + 16, 1],
      ['packed size', list + 20, 200],
      ['packed size beyond all reason', list + 23, 255],
      ['size', list + 24, 3],
      ['place', list + 42, 7],
      ['signature of the list', list, 0],
    ];
    for (const [what, at, value] of lies) {
      const bad = good.slice();
      bad[at] = value;
      const outcome = await importFails(service, new Blob([bad])).catch(() => `took a wrong ${what}`);
      expect(outcome).toMatch(/cut off or damaged|no text in it that can be read/);
    }
    const huge = good.slice();
    huge[list + 27] = 127;
    const { rows, status } = await importFile(service, new Blob([huge]));
    expect([rows.length, status]).toMatchObject([1, { problems: [{ row: 1, message: /longer than 2,000,000/ }] }]);
    await service.remove((await service.state()).datasets[0]?.id ?? '');
    const encrypted = good.slice();
    encrypted[list + 8] = 1;
    expect(await importFails(service, new Blob([encrypted]))).toMatch(/encrypted/);
    await expectNothing();
  });

  it('is a zip of a table that is not as it was packed', async () => {
    const { service } = await open();
    const csv = `text,label\n${'A good film,1\nA bad film,0\n'.repeat(3)}`;
    const table = zip({ 'a.csv': csv }, 0);
    const list = table.length - 22 - (46 + 5);
    const lies: [string, number, number][] = [
      ['letter', 30 + 5 + csv.indexOf('good'), 0x77],
      ['checksum', list + 16, (table[list + 16] ?? 0) ^ 1],
      ['packed size', list + 20, 30],
      ['size', list + 24, 30],
    ];
    for (const [what, at, value] of lies) {
      const bad = table.slice();
      bad[at] = value;
      const outcome = await importFails(service, new Blob([bad])).catch(() => `took a wrong ${what}`);
      expect(outcome).toMatch(/cut off or damaged/);
    }
    await expectNothing();
  });

  it('is a damaged byte anywhere in a packed archive', async () => {
    const { service } = await open();
    const bytes = new Uint8Array(await (await gzip(await tar(imdbFiles(4)))).arrayBuffer());
    for (let at = 12; at < bytes.length - 8; at += Math.ceil(bytes.length / 40)) {
      const bad = bytes.slice();
      bad[at] = (bad[at] ?? 0) ^ 0x55;
      await importFails(service, new Blob([bad]));
    }
    await expectNothing();
  });
});

/** As the File System Access API gives it. */
function folder(name: string, files: Readonly<Record<string, string>>): FileSystemDirectoryHandle {
  const below = new Map<string, Record<string, string>>();
  const here: [string, string][] = [];
  for (const [path, text] of Object.entries(files)) {
    const [first = '', ...rest] = path.split('/');
    if (rest.length === 0) here.push([first, text]);
    else below.set(first, { ...below.get(first), [rest.join('/')]: text });
  }
  async function* entries() {
    for (const [file, text] of here) yield [file, { kind: 'file', getFile: async () => new Blob([text]) }] as const;
    for (const [child, inside] of below) yield [child, folder(child, inside)] as const;
  }
  return { kind: 'directory', name, entries } as unknown as FileSystemDirectoryHandle;
}
