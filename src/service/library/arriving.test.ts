// Models on their way in: how far one is, giving up that one before and while it is stored, and that nothing of it stays.

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ARCHIVE_LIMITS } from '../../ml/modules';
import { StorageUnavailableError } from '../../storage/errors';
import { listModels, type ModelRecord } from '../../storage/models';
import { deferred } from '../../wire/deferred';
import type { LibraryService, ModelSource } from '../../wire/library';
import { nodeLibraryEnv } from './env.node';
import { bytesOf, fileOf, modelNamed, type Opened, openWithModels } from './library.fixture';
import { recognise } from './recognise';

/**
 * Workers in this thread; those that read can be held, a quarter of their way. And what happens once a mixture is stored, and
 * why none can be deleted.
 */
const world = vi.hoisted(() => ({ held: false, ended: 0, stored: async () => {}, stuck: null as string | null }));

vi.mock('./env.node', async (original) => {
  const { nodeLibraryEnv: real } = await original<typeof import('./env.node')>();
  const { heldEnv } = await import('./held.fixture');
  return { nodeLibraryEnv: () => heldEnv(real(), ['inspect', 'recognise'], world) };
});

vi.mock('../../storage/models', async (original) => {
  const real = await original<typeof import('../../storage/models')>();
  const addModel = async (model: Omit<ModelRecord, 'version'>) => {
    const added = await real.addModel(model);
    await world.stored();
    return added;
  };
  const deleteModel = async (id: string) => {
    if (world.stuck !== null) throw new StorageUnavailableError(world.stuck);
    await real.deleteModel(id);
  };
  return { ...real, addModel, deleteModel };
});

let opened: Opened;
let library: LibraryService;
let archive: ModelSource;

beforeAll(async () => {
  opened = await openWithModels();
  library = opened.service.library;
  const { id } = await modelNamed(library, 'Two groups');
  archive = fileOf((await library.package(id, {})).file);
});

afterAll(() => opened.service.shutdown());
afterEach(() => {
  world.held = false;
  world.stored = async () => {};
  world.stuck = null;
});

const names = async () => (await library.list()).map(({ name }) => name);
const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { readonly code?: string; readonly message?: string }) => `${error.code}: ${error.message}`,
  );
const GIVEN_UP = 'conflict: It was cancelled, and nothing of it was kept.';

describe('a model on its way in', () => {
  it.each(['inspect', 'import'] as const)('tells how far it is, and ends with its worker: %s', async (how) => {
    const before = await names();
    const from = opened.events.length;
    const told = () =>
      opened.events
        .slice(from)
        .flatMap((event) =>
          event.type === 'library' ? event.state.arriving.map(({ progress }) => progress.share) : [],
        );
    const ended = world.ended;
    world.held = true;
    const outcome = outcomeOf(how === 'inspect' ? library.inspect(archive) : library.import(archive, 'New'));
    await vi.waitFor(() => expect(told()).toContain(0.25), { interval: 5 });
    // Others are answered meanwhile.
    expect(await names()).toEqual(before);
    await library.cancelImport();
    expect(await outcome).toBe(GIVEN_UP);
    expect(world.ended - ended).toBe(1);
    expect((await library.state()).arriving).toEqual([]);
    expect(await names()).toEqual(before);
  });

  it('leaves nothing behind where it is given up while it is stored', async () => {
    const before = await names();
    const stored = (await listModels()).length;
    world.stored = async () => {
      world.stored = async () => {};
      void library.cancelImport();
    };
    expect(await outcomeOf(library.import(archive, 'New'))).toBe(GIVEN_UP);
    expect(await names()).toEqual(before);
    expect(await listModels()).toHaveLength(stored);
    // And comes in where it is not.
    await library.import(archive, 'New');
    expect(await names()).toEqual(['New', ...before]);
  });

  it('says so where it was stored when it was given up, and cannot be taken away again', async () => {
    const before = await names();
    world.stuck = 'The storage does not answer.';
    world.stored = async () => library.cancelImport();
    expect(await outcomeOf(library.import(archive, 'Stuck'))).toBe(
      'unavailable: It had been stored when it was cancelled, and could not be taken away again. The storage does not answer.',
    );
    expect(await names()).toEqual(['Stuck', ...before]);
  });

  it('is given up at once while it waits for another change to end', async () => {
    const before = await names();
    const [storing, done] = [deferred<void>(), deferred<void>()];
    world.stored = () => {
      storing.resolve();
      return done.promise;
    };
    const first = outcomeOf(library.import(archive, 'First'));
    await storing.promise;
    const ended = world.ended;
    const second = outcomeOf(library.import(archive, 'Second'));
    // It is read, and waits for its turn.
    await vi.waitFor(() => expect(world.ended - ended).toBe(1), { interval: 5 });
    await library.cancelImport();
    expect(await second).toBe(GIVEN_UP);
    done.resolve();
    expect(await first).toBe(GIVEN_UP);
    expect(await names()).toEqual(before);
  });
});

describe('what arrives by an id of its caller’s', () => {
  it('is told of and given up alone', async () => {
    const before = await names();
    world.held = true;
    const imported = outcomeOf(library.import(archive, 'New'));
    const [look, other] = ['look', 'other look'].map((id) => outcomeOf(library.inspect(archive, id)));
    const named = outcomeOf(library.import(archive, 'Named', 'named'));
    const told = async () =>
      (await library.state()).arriving.map(({ id, kind, progress }) => [id, kind, progress.share]);
    const unnamed = [expect.any(String), 'import', 0.25];
    await vi.waitFor(async () =>
      expect(await told()).toEqual([
        unnamed,
        ['look', 'look', 0.25],
        ['other look', 'look', 0.25],
        ['named', 'import', 0.25],
      ]),
    );
    await library.cancelArrival('look');
    await library.cancelArrival('nobody’s');
    expect(await look).toBe('conflict: The look was cancelled.');
    await library.cancelArrival('named');
    expect(await named).toBe(GIVEN_UP);
    expect(await told()).toEqual([unnamed, ['other look', 'look', 0.25]]);
    // And every import at once: the look of another goes on.
    const another = outcomeOf(library.import(archive, 'Another', 'another'));
    await library.cancelImport();
    expect([await imported, await another]).toEqual([GIVEN_UP, GIVEN_UP]);
    expect(await told()).toEqual([['other look', 'look', 0.25]]);
    await library.cancelArrival('other look');
    await other;
    expect(await told()).toEqual([]);
    expect(await names()).toEqual(before);
  });
});

describe('what is read', () => {
  const folder: ModelSource = {
    ...{ kind: 'files', name: 'own' },
    files: ['train.js', 'more/data.csv'].map((path) => {
      return { path: `own/${path}`, file: new Blob([bytesOf(`export function train() {} // ${path}`)]) };
    }),
  };
  const sizeOf = (source: ModelSource) =>
    source.kind === 'file' ? source.file.size : source.files.reduce((sum, { file }) => sum + file.size, 0);

  it('is told in bytes of the file or folder, from none to all of them', async () => {
    for (const source of [archive, folder]) {
      const { host } = nodeLibraryEnv().spawn();
      expect(await host.passed()).toEqual({ done: 0, total: 0 });
      await host.inspect(source);
      expect(await host.passed()).toEqual({ done: sizeOf(source), total: sizeOf(source) });
    }
  });

  it('ends where it is given up', async () => {
    const stop = () => {
      throw new Error('enough');
    };
    for (const source of [archive, folder]) {
      await expect(recognise(source, ARCHIVE_LIMITS, stop)).rejects.toThrow('enough');
    }
  });
});
