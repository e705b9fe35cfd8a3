// The view's logic without a view: sources put together, choices kept, what is asked of the service, what figures mean.

import fc from 'fast-check';
import { unpackTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatasetFigures, DatasetsState, ImportPeek, ImportRequest, ImportSource } from '../../../wire/datasets';
import { deferred } from '../../../wire/deferred';
import { ServiceError } from '../../../wire/errors';
import type { ServiceEvent } from '../../../wire/events';
import { exportName } from '../exporting/exports';
import { positiveValues, previewRows, splitOf, type TablePeek, toggled, withLabel } from './import/columns';
import { begin, change, chooseAgain, closeForm, datasetName, offer } from './import/importing';
import { blobOffer, entryOffer, fileListOffer, type Offer, urlOffer } from './import/sources';
import { TAR_END, tarPart } from './import/tar';
import { NEW, shownAt } from './list/place';
import {
  judgeBalance,
  judgeDuplicates,
  judgeLeaks,
  judgeLength,
  judgeSplits,
  judgeTexts,
  judgeVocabulary,
  totalsOf,
} from './look/judge';
import { sharesOf } from './look/shares';
import { EMPTY, type Ready, useDatasets } from './store';
import { followDatasets, kept } from './sync';

const fake = vi.hoisted(() => ({
  peeked: [] as unknown[],
  imported: [] as unknown[],
  asked: 0,
  shown: [] as unknown[],
  listeners: new Set<(event: unknown) => void>(),
  peek: async (): Promise<unknown> => ({}),
  import: async (): Promise<unknown> => 'd1',
  state: async (): Promise<unknown> => ({}),
}));

vi.mock('../../../client', () => ({
  service: {
    datasets: {
      state: () => {
        fake.asked++;
        return fake.state();
      },
      peek: (source: unknown) => {
        fake.peeked.push(source);
        return fake.peek();
      },
      import: (request: unknown) => {
        fake.imported.push(request);
        return fake.import();
      },
    },
  },
  subscribe: (listener: (event: unknown) => void) => {
    fake.listeners.add(listener);
    return () => fake.listeners.delete(listener);
  },
}));
vi.mock('../../components/notify', () => ({
  showError: (error: unknown) => fake.shown.push(error),
  settleError: () => {},
}));

const TABLE: TablePeek = {
  kind: 'table',
  format: 'csv',
  encoding: 'UTF-8',
  columns: [
    { name: 'stars', examples: ['1', '3', '5'], values: ['1', '3', '5'], meanings: [0, null, 1] },
    { name: 'said', examples: ['Lovely', 'A bore', 'Hm'], values: ['Lovely', 'A bore', 'Hm'], meanings: null },
    { name: 'mood', examples: ['Pos', 'neg', ' '], values: ['Pos', 'neg', ' '], meanings: [1, 0, null] },
    { name: 'set', examples: ['Train', 'dev', 'testing'], values: ['Train', 'dev', 'testing'], meanings: null },
  ],
  guess: { text: 1, label: 2, split: null, positive: null },
};

beforeEach(() => {
  closeForm('dataset');
  closeForm('reviews');
  useDatasets.setState(EMPTY, true);
  fake.peeked.length = 0;
  fake.imported.length = 0;
  fake.shown.length = 0;
  fake.asked = 0;
  fake.peek = async () => TABLE;
  fake.import = async () => 'd1';
});

const formOf = (into: 'dataset' | 'reviews') => useDatasets.getState().forms[into];

describe('the import form', () => {
  it('looks, keeps the guess, takes changes, begins, and is ready for the next', async () => {
    await offer('dataset', blobOffer('my reviews.csv', new Blob(['x'])));
    expect(formOf('dataset')).toMatchObject({ stage: 'ready', name: 'my reviews', columns: TABLE.guess });
    change('dataset', { name: ' Mine ', columns: { text: 1, label: 2, split: 3, positive: ['Pos'] } });
    await begin('dataset');
    expect(fake.imported).toEqual([
      expect.objectContaining({
        name: 'Mine',
        into: 'dataset',
        columns: { text: 1, label: 2, split: 3, positive: ['Pos'] },
      } satisfies Partial<ImportRequest>),
    ]);
    expect(formOf('dataset')).toEqual({ stage: 'choose', refusal: null });
    // Should it fail, the choices can be made otherwise.
    chooseAgain('dataset');
    expect(formOf('dataset')).toMatchObject({ stage: 'ready', name: ' Mine ', starting: false });
  });

  it('asks for no columns where there is no table', async () => {
    fake.peek = async () => ({ kind: 'texts', format: 'tar.gz', examples: [] }) satisfies ImportPeek;
    await offer('reviews', blobOffer('aclImdb_v1.tar.gz', new Blob(['x'])));
    await begin('reviews');
    expect(fake.imported).toEqual([expect.objectContaining({ name: 'aclImdb_v1', into: 'reviews', columns: null })]);
    expect(formOf('dataset').stage).toBe('choose');
  });

  it('says why a source was not taken, and keeps nothing of it', async () => {
    fake.peek = async () => {
      throw new ServiceError('malformed', 'The archive ends too soon.');
    };
    await offer('dataset', blobOffer('half.tar.gz', new Blob(['x'])));
    expect(formOf('dataset')).toEqual({
      stage: 'choose',
      refusal: { name: 'half.tar.gz', message: 'The archive ends too soon.', link: null },
    });
  });

  it('links to what another site has, and to nothing that is no web address', async () => {
    fake.peek = async () => {
      throw new ServiceError('invalid', 'Another site.');
    };
    const linkOf = async (address: string) => {
      await offer('dataset', urlOffer(address, 'https://here.example/app/'));
      const form = formOf('dataset');
      return form.stage === 'choose' ? form.refusal?.link : undefined;
    };
    expect(await linkOf('https://there.example/a.tar.gz')).toBe('https://there.example/a.tar.gz');
    expect(await linkOf('javascript:alert(1)')).toBeNull();
    expect(await linkOf('data/a.tar.gz')).toBeNull();
    expect(fake.peeked.at(-1)).toEqual({ kind: 'url', url: 'https://here.example/app/data/a.tar.gz' });
  });

  it('stays at its choices when the import cannot begin', async () => {
    fake.import = async () => {
      throw new ServiceError('conflict', 'One at a time.');
    };
    await offer('dataset', blobOffer('a.csv', new Blob(['x'])));
    await begin('dataset');
    expect(formOf('dataset')).toMatchObject({ stage: 'ready', starting: false });
    expect(fake.shown).toHaveLength(1);
  });

  it('begins once, however often it is told to', async () => {
    await offer('dataset', blobOffer('a.csv', new Blob(['x'])));
    await Promise.all([begin('dataset'), begin('dataset')]);
    expect(fake.imported).toHaveLength(1);
  });

  it('forgets what was given up, whatever comes of it later', async () => {
    const held = deferred<unknown>();
    fake.peek = () => held.promise;
    const looking = offer('dataset', blobOffer('first.csv', new Blob(['x'])));
    closeForm('dataset');
    held.resolve(TABLE);
    await looking;
    expect(formOf('dataset').stage).toBe('choose');

    let given: AbortSignal | null = null;
    const slow: Offer = {
      name: 'folder',
      folder: true,
      gather: (_, signal) =>
        new Promise((_resolve, reject) => {
          given = signal;
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    };
    const walking = offer('dataset', slow);
    fake.peek = async () => TABLE;
    await offer('dataset', blobOffer('second.csv', new Blob(['x'])));
    await walking;
    expect(given).toMatchObject({ aborted: true });
    expect(formOf('dataset')).toMatchObject({ stage: 'ready', name: 'second' });
  });

  it('shows a table without a guess from its first column on', async () => {
    fake.peek = async () => ({ ...TABLE, guess: null });
    await offer('dataset', blobOffer('a.csv', new Blob(['x'])));
    const form = formOf('dataset') as Ready;
    expect(form.columns).toEqual({ text: 0, label: null, split: null, positive: null });
  });
});

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
    const rows = previewRows(TABLE, { text: 1, label: 2, split: 3, positive: null });
    expect(rows).toEqual([
      { row: 0, text: 'Lovely', label: 1, split: 'Train' },
      { row: 1, text: 'A bore', label: 0, split: 'dev' },
      { row: 2, text: 'Hm', label: null, split: 'testing' },
    ]);
    expect(rows.map(({ split }) => splitOf(split))).toEqual(['train', 'validation', 'test']);
    expect(previewRows(TABLE, { text: 0, label: null, split: null, positive: null })[0]).toEqual({
      row: 0,
      text: '1',
      label: null,
      split: null,
    });
  });

  it('know what is neither', () => {
    const choice = withLabel(TABLE, { text: 1, label: null, split: null, positive: null }, 0);
    expect(choice.positive).toBeNull();
    expect(positiveValues(TABLE.columns[0]!, null)).toEqual(['5']);
    expect(previewRows(TABLE, choice).map(({ label }) => label)).toEqual([0, null, 1]);
  });

  it('take the person’s word for what is positive', () => {
    const choice = { text: 1, label: 2, split: null, positive: ['NEG '] };
    expect(positiveValues(TABLE.columns[2]!, choice.positive)).toEqual(['NEG ']);
    expect(previewRows(TABLE, choice).map(({ label }) => label)).toEqual([0, 1, null]);
    expect(toggled(['neg'], 'Pos', true)).toEqual(['neg', 'Pos']);
    expect(toggled(['neg', 'Pos'], 'neg', false)).toEqual(['Pos']);
  });

  it('begin with nothing positive in a column whose values say nothing', () => {
    const choice = withLabel(TABLE, { text: 1, label: 2, split: null, positive: ['Pos'] }, 3);
    expect(choice).toEqual({ text: 1, label: 3, split: null, positive: [] });
    expect(previewRows(TABLE, choice).map(({ label }) => label)).toEqual([0, 0, 0]);
  });
});

describe('which dataset is on show', () => {
  const datasets = [{ id: 'b' }, { id: 'a' }];
  it.each([
    ['/reviews/datasets', 'b'],
    ['/reviews/datasets/a', 'a'],
    ['/reviews/datasets/a?x=1', 'a'],
    ['/reviews/datasets/new', NEW],
    ['/reviews/datasets/gone', 'b'],
    ['/reviews/datasets/%E0%A4%A', 'b'],
  ])('%s: %s', (location, shown) => expect(shownAt(location, datasets)).toBe(shown));
  it('the import form where there is none', () => expect(shownAt('/reviews/datasets/a', [])).toBe(NEW));
});

describe('figures', () => {
  const figures = (part: Partial<DatasetFigures>): DatasetFigures => ({
    splits: [
      { split: 'train', positive: 400, negative: 400, unlabelled: 0 },
      { split: 'test', positive: 100, negative: 100, unlabelled: 0 },
    ],
    length: { median: 120, p95: 400, max: 900, bins: [] },
    vocabulary: 9_000,
    duplicates: 0,
    contradictions: 0,
    leaks: 0,
    empty: 0,
    ...part,
  });
  const only = (positive: number, negative: number, unlabelled = 0) =>
    figures({ splits: [{ split: 'none', positive, negative, unlabelled }] });

  it('are fine where nothing is wrong', () => {
    const all = figures({});
    const verdicts = [
      judgeTexts({ n: 1000, figures: all }),
      judgeBalance(all),
      judgeSplits(all),
      judgeLength(all),
      judgeVocabulary(all, 1000),
      judgeDuplicates(all, 1000),
      judgeLeaks(all),
    ];
    expect(verdicts.map(({ care }) => care)).toEqual(Array(7).fill('fine'));
    expect(totalsOf(all)).toEqual({ positive: 500, negative: 500, unlabelled: 0 });
  });

  it('warn of what misleads', () => {
    expect(judgeTexts({ n: 0, figures: only(0, 0) }).care).toBe('care');
    expect(judgeTexts({ n: 40, figures: only(20, 20) }).care).toBe('look');
    expect(judgeTexts({ n: 1000, figures: figures({ empty: 3 }) }).says).toContain('3 texts');
    expect(judgeBalance(only(10, 0)).care).toBe('care');
    expect(judgeBalance(only(95, 5)).care).toBe('care');
    expect(judgeBalance(only(75, 25)).care).toBe('look');
    expect(judgeBalance(only(0, 0, 50)).care).toBe('look');
    expect(judgeSplits(only(50, 50)).care).toBe('look');
    expect(judgeLength(figures({ length: { median: 300, p95: 900, max: 2000, bins: [] } })).care).toBe('look');
    expect(judgeVocabulary(figures({ vocabulary: 0 }), 1000).care).toBe('care');
    expect(judgeVocabulary(figures({ vocabulary: 300 }), 1000).care).toBe('look');
    expect(judgeDuplicates(figures({ duplicates: 30 }), 1000).care).toBe('look');
    expect(judgeDuplicates(figures({ duplicates: 3 }), 1000).care).toBe('fine');
    expect(judgeDuplicates(figures({ contradictions: 1 }), 1000).care).toBe('look');
    expect(judgeDuplicates(figures({ contradictions: 30 }), 1000).care).toBe('care');
    expect(judgeLeaks(figures({ leaks: 1 })).care).toBe('look');
    expect(judgeLeaks(figures({ leaks: 10 })).care).toBe('care');
    expect(judgeLeaks(only(50, 50)).care).toBe('fine');
  });
});

describe('shares', () => {
  it('are together 1, none below 0, wherever the marks stand', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 98 }),
        fc.boolean(),
        (a, more, keepTest) => {
          const { train, validation, test } = sharesOf({ train: a, validation: Math.min(99, a + more) }, keepTest);
          expect(train + validation + test).toBeCloseTo(1, 12);
          expect(Math.min(train, validation, test)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('file names of exports', () => {
  it('are legal everywhere and keep every script', () => {
    expect(exportName('Meine Texte: "alt"/neu', 'csv')).toBe('Meine-Texte-alt-neu.csv');
    expect(exportName('レビュー 1', 'jsonl')).toBe('レビュー-1.jsonl');
    expect(exportName('../..', 'archive')).toBe('dataset.tar.gz');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(exportName(name, 'csv')).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u);
      }),
    );
  });
});

describe('mirroring', () => {
  it('what did not change keeps its identity', () => {
    const dataset = (id: string, name: string) => ({ id, name }) as unknown as DatasetsState['datasets'][number];
    const before = [dataset('a', 'A'), dataset('b', 'B')];
    expect(kept(before, structuredClone(before))).toBe(before);
    const renamed = kept(before, [dataset('a', 'A'), dataset('b', 'C')]);
    expect(renamed[0]).toBe(before[0]);
    expect(renamed[1]).toEqual({ id: 'b', name: 'C' });
    expect(kept(before, [dataset('b', 'B')])).toEqual([before[1]]);
    expect(kept(before, [dataset('new', 'N'), ...before])).toHaveLength(3);
  });

  const stateOf = (name: string): DatasetsState => ({
    datasets: [],
    importing: { phase: 'failed', name, message: '' },
    exporting: null,
  });
  const tell = (event: ServiceEvent) => fake.listeners.forEach((listener) => void listener(event));

  it('one line for all who follow; events are newer than what was asked before them', async () => {
    const held = deferred<unknown>();
    fake.state = () => held.promise;
    const stops = [followDatasets(), followDatasets()];
    expect(fake.listeners.size).toBe(1);
    expect(fake.asked).toBe(1);
    tell({ type: 'datasets', state: stateOf('event') });
    held.resolve(stateOf('asked'));
    await held.promise;
    expect(useDatasets.getState().state?.importing).toMatchObject({ name: 'event' });
    fake.state = async () => stateOf('anew');
    tell({ type: 'reset' });
    await vi.waitFor(() => expect(useDatasets.getState().state?.importing).toMatchObject({ name: 'anew' }));
    stops[0]!();
    expect(fake.listeners.size).toBe(1);
    stops[1]!();
    expect(fake.listeners.size).toBe(0);
  });

  it('says that the service could not be asked', async () => {
    fake.state = async () => {
      throw new ServiceError('unavailable', 'No engine runs.');
    };
    const stop = followDatasets();
    await vi.waitFor(() => expect(useDatasets.getState().unreachable).toBe('No engine runs.'));
    stop();
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
