// What is chosen or dropped, put together as a source; and what the columns of a table are taken for.

import fc from 'fast-check';
import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import type { ImportSource } from '../../../../wire/datasets';
import { TABLE } from '../table.fixture';
import { previewRows, splitOf, withLabel, withMeaning, withoutMeanings } from './columns';
import { datasetName } from './importing';
import { entryOffer, fileListOffer } from './sources';
import { TAR_END, tarPart } from './tar';

describe('sources', () => {
  const signal = new AbortController().signal;
  const listed = (path: string) =>
    Object.assign(new File(['x'], path.split('/').at(-1)!), { webkitRelativePath: path });

  const pathsOf = async (source: ImportSource) => {
    if (source.kind !== 'file') throw new Error('It is one archive.');
    const entries = await unpackTar(new Uint8Array(await source.file.arrayBuffer()), { strict: true });
    return entries.map(({ header }) => header.name);
  };

  it('a chosen folder: one archive of its texts, counted as they are found', async () => {
    const found: number[] = [];
    const files = Array.from({ length: 2000 }, (_, i) => listed(`data/train/pos/${i}_9.txt`));
    const source = await fileListOffer([...files, listed('data/imdb.vocab')]).gather((n) => found.push(n), signal);
    const paths = await pathsOf(source);
    expect(source).toMatchObject({ kind: 'file', name: 'data' });
    expect(paths).toHaveLength(2000);
    expect(paths[7]).toBe('data/train/pos/7_9.txt');
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found.every((n) => n > 0 && n <= 2001)).toBe(true);
  });

  it('archives hold any path and any size', async () => {
    const paths = fc.stringMatching(/^[a-zäß影]{1,120}(\/[a-z 影]{1,90}){0,3}$/u);
    const files = fc.array(fc.record({ path: paths, text: fc.string({ unit: 'binary', maxLength: 2000 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const packed = given.map(({ path, text }) => ({ path, file: new Blob([text]) }));
        const archive = new Blob([tarPart(packed.slice(0, 2)), tarPart(packed.slice(2)), TAR_END]);
        const entries = await unpackTar(new Uint8Array(await archive.arrayBuffer()), { strict: true });
        expect(entries.map(({ header }) => header.name)).toEqual(given.map(({ path }) => path));
        for (const [i, { data }] of entries.entries()) {
          expect(data ?? new Uint8Array()).toEqual(new Uint8Array(await packed[i]!.file.arrayBuffer()));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('a folder with one table in it is that table; with nothing to read it is refused', async () => {
    const table = listed('data/reviews.csv');
    const source = await fileListOffer([listed('data/README'), table]).gather(() => {}, signal);
    expect(source).toEqual({ kind: 'file', name: 'reviews.csv', file: table });
    const several = fileListOffer([table, listed('data/more.jsonl')]).gather(() => {}, signal);
    await expect(several).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('several tables'),
    });
    const nothing = fileListOffer([listed('data/README')]).gather(() => {}, signal);
    await expect(nothing).rejects.toMatchObject({ code: 'invalid' });
  });

  it('a dropped folder is walked to its ends, a batch of entries at a time', async () => {
    const tree = folder('data', [
      folder('train', [folder('pos', names(250)), folder('neg', names(3))]),
      folder('test', []),
      file('README.txt'),
    ]);
    const paths = await pathsOf(await entryOffer(tree).gather(() => {}, signal));
    expect(paths.toSorted()).toEqual(
      [
        'data/README.txt',
        ...Array.from({ length: 250 }, (_, i) => `data/train/pos/${i}.txt`),
        ...Array.from({ length: 3 }, (_, i) => `data/train/neg/${i}.txt`),
      ].toSorted(),
    );
  });

  it('is given up in the middle', async () => {
    const ended = new AbortController();
    const files = Array.from({ length: 2000 }, (_, i) => listed(`data/${i}.txt`));
    const gathering = fileListOffer(files).gather(() => {}, ended.signal);
    ended.abort();
    await expect(gathering).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('names a dataset after its source', () => {
    expect(datasetName('aclImdb_v1.tar.gz')).toBe('aclImdb_v1');
    expect(datasetName('https://here.example/data/Old%20ones.jsonl?v=2')).toBe('Old%20ones');
    expect(datasetName('folder')).toBe('folder');
    expect(datasetName('.csv')).toBe('Texts');
    expect(datasetName('')).toBe('Texts');
  });
});

describe('a table’s choices', () => {
  it('show the first rows as they would be read', () => {
    const rows = previewRows(TABLE, { text: 1, label: 2, split: 3, positive: null, ref: 0 });
    expect(rows).toEqual([
      { row: 0, text: 'Lovely', label: 1, split: 'Train', ref: '1' },
      { row: 1, text: 'A bore', label: 0, split: 'dev', ref: '3' },
      { row: 2, text: 'Hm', label: null, split: 'testing', ref: '5' },
    ]);
    expect(rows.map(({ split }) => splitOf(split))).toEqual(['train', 'validation', 'test']);
    expect(previewRows(TABLE, { text: 0, label: null, split: null, positive: null })[0]).toEqual({
      row: 0,
      text: '1',
      label: null,
      split: null,
      ref: '',
    });
  });

  it('know what is neither', () => {
    const choice = withLabel(TABLE, { text: 1, label: null, split: null, positive: null }, 0);
    expect(choice.positive).toBeNull();
    expect(previewRows(TABLE, choice).map(({ label }) => label)).toEqual([0, null, 1]);
  });

  it('take the person’s word for what is positive', () => {
    const choice = { text: 1, label: 2, split: null, positive: ['NEG '] };
    expect(previewRows(TABLE, choice).map(({ label }) => label)).toEqual([0, 1, null]);
  });

  it('take what one value means, and leave the others as they were found', () => {
    const column = TABLE.columns[0]!;
    const found = { text: 1, label: 0, split: null, positive: null };
    const labels = (choice: typeof found | ReturnType<typeof withMeaning>) =>
      previewRows(TABLE, choice).map(({ label }) => label);
    const without = withMeaning(column, found, ['1'], null);
    expect(without).toMatchObject({ positive: ['5'], negative: [] });
    expect(labels(without)).toEqual([null, null, 1]);
    const all = withMeaning(column, withMeaning(column, without, ['3'], 1), [' 5 ', 'later'], 0);
    expect(all).toMatchObject({ positive: ['3'], negative: [' 5 ', 'later'] });
    expect(labels(all)).toEqual([null, 1, 0]);
    expect(labels(withoutMeanings(all))).toEqual([0, null, 1]);
  });

  it('begin with no label in a column whose values say nothing', () => {
    const choice = withLabel(TABLE, { text: 1, label: 2, split: null, positive: ['Pos'] }, 3);
    expect(choice).toEqual({ text: 1, label: 3, split: null, positive: [], negative: [] });
    expect(previewRows(TABLE, choice).map(({ label }) => label)).toEqual([null, null, null]);
  });
});

// The parts of the browser's file entries that are used, a hundred entries at a time as Chromium gives them.

function file(name: string): FileSystemFileEntry {
  const entry = {
    name,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void) => done(new File([], name)),
  };
  return entry as unknown as FileSystemFileEntry;
}

function folder(name: string, inside: readonly FileSystemEntry[]): FileSystemDirectoryEntry {
  const createReader = () => {
    let at = 0;
    return {
      readEntries(done: (entries: readonly FileSystemEntry[]) => void) {
        done(inside.slice(at, at + 100));
        at += 100;
      },
    };
  };
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemDirectoryEntry;
}

function names(n: number): FileSystemEntry[] {
  return Array.from({ length: n }, (_, i) => file(`${i}.txt`));
}
