// Files that come to a module arrive all or none, and none is renamed, deleted or duplicated while its text could not be kept.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibraryModel, ModuleInfo } from '../../../wire/library';
import { useModels } from '../store';
import { NO_MODULE, useModule } from './store';

const kept = new Map<string, string>();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const createModule = vi.fn(async (..._asked: unknown[]) => 'made');
/** A path that cannot be written. */
let refused = '';

vi.mock('../../../client', () => ({
  service: {
    library: {
      createModule,
      readModuleFile: async (_: string, path: string) => new TextEncoder().encode(kept.get(path)),
      writeModuleFile: async (_: string, path: string, bytes: Uint8Array | null) => {
        if (path === refused && bytes) throw new Error('full');
        if (bytes) kept.set(path, text(bytes));
        else kept.delete(path);
      },
    },
  },
}));
const showUndo = vi.fn<(title: string, undo: () => Promise<unknown>) => void>();
vi.mock('../../components/undo', () => ({ showUndo }));
vi.mock('../../components/notify', () => ({ showDone: vi.fn(), showError: vi.fn(), settleError: vi.fn() }));
const goTo = vi.fn();
vi.mock('../views', () => ({ goTo }));

const { bringFiles, deleteFile, duplicateModule, renameFile, takeOffered } = await import('./actions');

const file = (path: string, said: string) => ({ path, file: new Blob([said]) });
const info = (folder: string) => ({ folder }) as ModuleInfo;

beforeEach(() => {
  vi.clearAllMocks();
  refused = '';
  kept.clear();
  kept.set('mine/a.csv', 'old');
  const files = [...kept.keys()].map((path) => ({ path, bytes: 3, text: true }));
  useModule.setState({ ...NO_MODULE, id: 'm', info: info('mine'), files });
});

describe('files that come to a module', () => {
  it('lie in its folder, where its scripts look for them, and can be taken back', async () => {
    expect(await bringFiles('m', [file('a.csv', 'new'), file('lib/b.js', '1')])).toBe(true);
    expect([...kept]).toEqual([
      ['mine/a.csv', 'new'],
      ['mine/lib/b.js', '1'],
    ]);
    expect(showUndo.mock.calls[0]?.[0]).toBe('2 files added, 1 in place of what was there');
    await showUndo.mock.calls[0]?.[1]();
    expect([...kept]).toEqual([['mine/a.csv', 'old']]);
  });

  it('come all or none', async () => {
    refused = 'mine/b.csv';
    expect(await bringFiles('m', [file('a.csv', 'new'), file('b.csv', '1')])).toBe(false);
    expect([...kept]).toEqual([['mine/a.csv', 'old']]);
    expect(showUndo).not.toHaveBeenCalled();
  });

  it('wait, when they are dropped, until it is said that they are its own', async () => {
    const gather = async () => ({ kind: 'file', name: 'c.csv', file: new Blob(['c']) }) as const;
    useModule.setState({ offered: { name: 'c.csv', gather } });
    expect(kept.has('mine/c.csv')).toBe(false);
    await takeOffered('m');
    expect(kept.get('mine/c.csv')).toBe('c');
    expect(useModule.getState().offered).toBeNull();
  });
});

it('what could not be kept is not left behind by what is done to its file', async () => {
  refused = 'mine/a.csv';
  const desk = { phase: 'open', path: 'mine/a.csv', text: 'typed', kept: 'old', trouble: null } as const;
  useModule.setState({ desk });
  expect(await renameFile('m', 'mine/a.csv', 'mine/b.csv')).toBe(false);
  expect(await deleteFile('m', 'mine/a.csv')).toBe(false);
  await duplicateModule({ id: 'm', name: 'Net' });
  expect(createModule).not.toHaveBeenCalled();
  expect([...kept]).toEqual([['mine/a.csv', 'old']]);
  expect(useModule.getState().desk).toMatchObject({ text: 'typed', trouble: expect.stringContaining('full') });
  // Others may go: that may be what makes room.
  kept.set('mine/c.csv', 'c');
  expect(await deleteFile('m', 'mine/c.csv')).toBe(true);
});

it('a duplicate has a name of its own, and is gone to', async () => {
  const model = (name: string) => ({ id: name, name }) as LibraryModel;
  useModels.setState({ models: [model('Net'), model('Net copy')] });
  await duplicateModule(model('Net'));
  expect(createModule).toHaveBeenCalledExactlyOnceWith('Net copy 2', { copy_of: 'Net' });
  expect(goTo).toHaveBeenCalledExactlyOnceWith({ view: 'model', id: 'made' });
});
