// The view's logic without a view: choices kept, what is asked of the service, which dataset is on show.

import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatasetsState, ImportPeek, ImportRequest } from '../../../wire/datasets';
import { deferred } from '../../../wire/deferred';
import { ServiceError } from '../../../wire/errors';
import type { ServiceEvent } from '../../../wire/events';
import { exportName } from '../exporting/exports';
import { begin, change, chooseAgain, closeForm, offer } from './import/importing';
import { blobOffer, type Offer, urlOffer } from './import/sources';
import { NEW, shownAt } from './list/place';
import { EMPTY, type Ready, useDatasets } from './store';
import { followDatasets, kept } from './sync';
import { TABLE } from './table.fixture';

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
  persistQuietly: async () => null,
  subscribe: (listener: (event: unknown) => void) => {
    fake.listeners.add(listener);
    return () => fake.listeners.delete(listener);
  },
}));
vi.mock('../../components/notify', () => ({
  showError: (error: unknown) => fake.shown.push(error),
  settleError: () => {},
}));

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
    expect(await offer('dataset', blobOffer('my reviews.csv', new Blob(['x'])))).toBe(true);
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
    expect(await offer('dataset', blobOffer('half.tar.gz', new Blob(['x'])))).toBe(false);
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
    expect(await looking).toBe(false);
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
