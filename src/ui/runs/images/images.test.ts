// The image view's logic without a view: addresses, answers in words, the evaluation's tables, and a folder's way from
// being handed over to being taken. Drawings are in try/drawing.test.ts.

import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../../../wire/deferred';
import { ServiceError } from '../../../wire/errors';
import type { DiscoveredDataset, ImageSetSummary } from '../../../wire/images';
import type { ImageEvaluationReport } from '../../../wire/runs';
import { fileListOffer, type Offer } from '../../reviews/datasets/import/sources';
import { IN_ORDER, likeliest, shownClasses } from './answer/ranking';
import { datasetOf } from './datasetOf';
import { choose, giveUp, IMAGE_FOLDERS, look, take } from './datasets/opening';
import { confusionRows, mostConfused, wrongOf } from './evaluation/figures';
import { linkTo, placeAt } from './place';
import { EMPTY, useImages } from './store';
import { followImages, imageModels, kept } from './sync';
import { overridesFor, trainOn } from './training';
import { wordsFor } from './try/ModelPicker';

const fake = vi.hoisted(() => ({
  discover: async (): Promise<unknown> => [],
  take: async (_names: unknown): Promise<unknown> => undefined,
  taken: [] as unknown[],
  started: [] as unknown[],
  shown: [] as unknown[],
  models: async (): Promise<unknown> => [],
  listener: null as ((event: unknown) => void) | null,
}));

vi.mock('../../../client', () => ({
  service: {
    images: {
      state: async () => ({ sets: [] }),
      discover: () => fake.discover(),
      take: (names: unknown) => {
        fake.taken.push(names);
        return fake.take(names);
      },
    },
    configs: {
      list: async () => [
        { id: 'mine', kind: 'image', shipped: false },
        { id: 'bert', kind: 'text', shipped: true },
        { id: 'cnn', kind: 'image', shipped: true },
      ],
    },
    runs: {
      state: async () => ({ active: null, queue: [], rev: 0 }),
      models: () => fake.models(),
      start: async (request: unknown) => {
        fake.started.push(request);
        return 'r1';
      },
    },
  },
  subscribe: (listener: (event: unknown) => void) => {
    fake.listener = listener;
    return () => {};
  },
}));
vi.mock('../../components/notify', () => ({
  showError: (error: unknown) => fake.shown.push(error),
  settleError: () => {},
}));

const SET: ImageSetSummary = {
  id: 's1',
  name: 'Shapes: "mine"',
  source: 'shapes.zip',
  shipped: false,
  created_at: '2026-11-21T17:00:00Z',
  classes: ['circle', 'square'],
  parts: [{ part: 'train', n: 4, counts: [2, 2] }],
  bytes: 400,
  size: { width: 32, height: 20, same: true },
  unreadable: [],
  unreadable_count: 0,
};

beforeEach(() => {
  giveUp();
  useImages.setState(EMPTY, true);
  fake.discover = async () => [];
  fake.take = async () => undefined;
  fake.taken.length = 0;
  fake.started.length = 0;
  fake.shown.length = 0;
});

describe('addresses', () => {
  it('name what they were made for', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text !== 'datasets');
    fc.assert(
      fc.property(id, (text) => {
        const model = { view: 'try', model: text } as const;
        const set = { view: 'datasets', set: text } as const;
        expect(placeAt(linkTo(model).slice(1))).toEqual(model);
        expect(placeAt(linkTo(set).slice(1))).toEqual(set);
      }),
    );
  });

  it('name the view alone', () => {
    expect(placeAt('/runs/images')).toEqual({ view: 'try', model: null });
    expect(placeAt('/runs/images/datasets')).toEqual({ view: 'datasets', set: null });
    expect(placeAt('/runs/images/%E0%A4%A')).toEqual({ view: 'try', model: '%E0%A4%A' });
  });
});

describe('an answer', () => {
  it('stands in the order of the classes, or the likeliest first where they are many', () => {
    expect(shownClasses(['a', 'b', 'c'], [0.2, 0.7, 0.1]).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const names = Array.from({ length: 30 }, (_, i) => `c${i}`);
    const shown = shownClasses(
      names,
      names.map((_, i) => i / 435),
    );
    expect(shown).toHaveLength(IN_ORDER);
    expect(shown[0]).toMatchObject({ label: 29, name: 'c29' });
    expect(likeliest([0.2, 0.5, 0.3])).toBe(1);
  });

  it('comes from a model that is told by its best figure', () => {
    expect(wordsFor({ name: 'Digits', metrics: { val_acc: 0.9812, val_loss: 0.1 } })).toBe('Digits, 98.1 % right');
    expect(wordsFor({ name: 'Digits', metrics: { val_acc: 0.9, test_acc: 0.8 } })).toBe('Digits, 80.0 % right');
    expect(wordsFor({ name: 'Digits (last)', metrics: {} })).toBe('Digits (last)');
  });

  it('comes from the newest run’s best model at first', () => {
    const common = { name: 'Digits', epoch: 4, step: 9, bytes: 1, created_at: '', metrics: {} };
    const model = (id: string, run: string, role: 'best' | 'last', kind: 'image' | 'text' = 'image') => ({
      ...common,
      ...{ id, run, role, kind },
    });
    const listed = [
      model('t', 'new', 'last', 'text'),
      model('nl', 'new', 'last'),
      model('nb', 'new', 'best'),
      model('ob', 'old', 'best'),
      model('ol', 'old', 'last'),
    ];
    expect(imageModels(listed).map(({ id }) => id)).toEqual(['nb', 'nl', 'ob', 'ol']);
  });
});

describe('models', () => {
  it('are those that the later of two questions found', async () => {
    const model = { id: 'gone', run: 'r', role: 'best', kind: 'image' };
    const slow = deferred<unknown>();
    const answers = [slow.promise, Promise.resolve([])];
    fake.models = () => answers.shift() ?? Promise.resolve([]);
    const end = followImages();
    const moved = (rev: number) => fake.listener?.({ type: 'runs', state: { active: null, queue: [], rev } });
    moved(1);
    moved(2);
    await vi.waitFor(() => expect(useImages.getState().models).toEqual([]));
    slow.resolve([model]);
    await slow.promise;
    await Promise.resolve();
    expect(useImages.getState().models).toEqual([]);
    end();
  });
});

describe('an evaluation', () => {
  const REPORT: ImageEvaluationReport = {
    part: 'test',
    classes: ['a', 'b', 'c'],
    n: 10,
    loss: 0.5,
    accuracy: 0.6,
    macro_f1: 0.6,
    per_class: [],
    confusion: Uint32Array.of(3, 1, 0, 0, 3, 0, 2, 1, 0),
    wrong: [
      { item: 7, label: 2, predicted: 0, probability: 0.9, loss: 3 },
      { item: 3, label: 0, predicted: 1, probability: 0.8, loss: 2 },
    ],
  };

  it('has a row for each class, in counts and shares', () => {
    const rows = confusionRows(REPORT);
    expect(rows.map((row) => row.map(({ count }) => count))).toEqual([
      [3, 1, 0],
      [0, 3, 0],
      [2, 1, 0],
    ]);
    expect(rows[2]?.[0]).toEqual({ label: 2, predicted: 0, count: 2, share: 2 / 3 });
    expect(confusionRows({ ...REPORT, confusion: new Uint32Array(9) })[0]?.[0]?.share).toBe(0);
  });

  it('tells what is confused most, and the wrong ones of a cell', () => {
    expect(mostConfused(REPORT, 2)).toMatchObject([
      { label: 2, predicted: 0, count: 2 },
      { label: 0, predicted: 1, count: 1 },
    ]);
    expect(wrongOf(REPORT, null)).toHaveLength(2);
    expect(wrongOf(REPORT, { label: 0, predicted: 1 }).map(({ item }) => item)).toEqual([3]);
    expect(wrongOf(REPORT, { label: 1, predicted: 0 })).toEqual([]);
  });

  it('finds the dataset that a run learnt from, by the id in its configuration first', () => {
    const other = { ...SET, id: 'Digits', name: 'Other' };
    const byName = { ...SET, id: 's2', name: 'Digits' };
    const found = (data: unknown, dataset: string) => datasetOf({ resolved: { data }, dataset }, [byName, other]);
    expect(found({ dataset: 'Digits' }, 'Before it was renamed')).toBe(other);
    expect(found({ dataset: 'digits' }, 'Digits')).toBe(byName);
    expect(found({ dataset: null, train_data_dir: 'data/Other/train' }, 'Other')).toBe(other);
    expect(found({ dataset: 'gone' }, 'gone')).toBeNull();
    expect(found(3, '')).toBeNull();
    expect(datasetOf({ resolved: null, dataset: '' }, [other])).toBeNull();
  });
});

describe('training', () => {
  it('starts the shipped configuration on a set, or waits for its turn', async () => {
    expect(await trainOn({ ...SET, shipped: true })).toBe('r1');
    expect(fake.started).toEqual([
      expect.objectContaining({
        config: { id: 'cnn' },
        overrides: ['data.dataset="Shapes: \\"mine\\""'],
        when_busy: 'queue',
      }),
    ]);
  });

  it('reads images of a size that it can read in good time', () => {
    const grey = { coloured: false };
    const sizeOf = (width: number, height: number) =>
      overridesFor({ ...SET, size: { width, height, same: true } }, grey).at(-1);
    expect(overridesFor(SET, { coloured: true })).toContain('model.channels=3');
    expect(sizeOf(8, 8)).toBe('model.image_size=16');
    expect(sizeOf(4000, 3000)).toBe('model.image_size=64');
    expect(overridesFor({ ...SET, size: null }, grey).join()).not.toContain('image_size');
    expect(overridesFor({ ...SET, shipped: true }, grey)).toHaveLength(1);
  });

  it('goes through few images more often, and gives up later', () => {
    const effort = (n: number) =>
      overridesFor({ ...SET, parts: [{ part: 'train', n, counts: [n] }] }, { coloured: false }).slice(1, -1);
    expect(effort(90)).toEqual(['trainer.epochs=60', 'trainer.early_stopping=20']);
    // 25 steps an epoch.
    expect(effort(1000)).toEqual(['trainer.epochs=20', 'trainer.early_stopping=7']);
    expect(effort(2000)).toEqual([]);
    expect(effort(60_000)).toEqual([]);
  });
});

describe('opening a folder', () => {
  const offered: Offer = {
    name: 'shapes',
    folder: true,
    gather: async () => ({ kind: 'file', name: 'shapes', file: new Blob(['x']) }),
  };
  const found = (name: string, more: Partial<DiscoveredDataset> = {}): DiscoveredDataset => ({
    ...{ name, kind: 'images', classes: ['a', 'b'], parts: [], bytes: 1, problem: null },
    ...more,
  });
  const finding = () => useImages.getState().finding;

  it('lists what was found, all that can be taken chosen, and takes it', async () => {
    fake.discover = async () => [found('one'), found('words', { kind: 'texts' }), found('bad', { problem: 'Empty.' })];
    await look(offered);
    expect(finding()).toMatchObject({ stage: 'found', chosen: ['one', 'words'] });
    choose('one', false);
    choose('one', true);
    await Promise.all([take(), take()]);
    expect(fake.taken).toEqual([['words', 'one']]);
    expect(finding().stage).toBe('choose');
    expect(useImages.getState().takenTexts).toEqual(['words']);
  });

  it('says why a source was not looked through', async () => {
    fake.discover = async () => {
      throw new ServiceError('malformed', 'The archive ends too soon.');
    };
    await look(offered);
    expect(finding()).toEqual({
      stage: 'choose',
      refusal: { name: 'shapes', message: 'The archive ends too soon.' },
    });
  });

  it('stays at its choice where nothing can be taken at present', async () => {
    fake.discover = async () => [found('one')];
    fake.take = async () => {
      throw new ServiceError('conflict', 'One at a time.');
    };
    await look(offered);
    await take();
    expect(finding()).toMatchObject({ stage: 'found', starting: false, chosen: ['one'] });
    expect(fake.shown).toHaveLength(1);
  });

  it('forgets what was given up, whatever comes of it later', async () => {
    const held = deferred<unknown>();
    fake.discover = () => held.promise;
    const looking = look(offered);
    await vi.waitFor(() => expect(finding().stage).toBe('looking'));
    giveUp();
    held.resolve([found('late')]);
    await looking;
    expect(finding().stage).toBe('choose');
  });

  it('gathers images and texts of a folder, and says what was expected where there are none', async () => {
    const listed = (path: string) =>
      Object.assign(new File(['x'], path.split('/').at(-1)!), { webkitRelativePath: path });
    const { signal } = new AbortController();
    const gather = (...paths: string[]) => fileListOffer(paths.map(listed), IMAGE_FOLDERS).gather(() => {}, signal);
    const source = await gather('d/train/a/1.PNG', 'd/train/b/2.txt', 'd/.DS_Store', 'd/labels.csv');
    if (source.kind !== 'file') throw new Error('It is one archive.');
    // Two headers, two files filled up to a block, and the end.
    expect(source.file.size).toBe(512 * (2 + 2 + 2));
    await expect(gather('d/labels.csv')).rejects.toThrow(/neither images nor texts/);
  });
});

describe('sets', () => {
  it('keep their identity while they are as they were', () => {
    const other = { ...SET, id: 's2' };
    const before = [SET, other];
    expect(kept(before, structuredClone(before))).toBe(before);
    const next = kept(before, [{ ...SET, name: 'New' }, structuredClone(other)]);
    expect(next).not.toBe(before);
    expect(next[1]).toBe(other);
  });
});
