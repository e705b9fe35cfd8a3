// The offer to bring deleted models back names those alone that were kept.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibraryModel } from '../../wire/library';

const remove = vi.fn<(ids: readonly string[]) => Promise<readonly string[]>>();
const restore = vi.fn<(ids: readonly string[]) => Promise<void>>(async () => {});
const showUndo = vi.fn<(title: string, undo: () => Promise<unknown>) => void>();

vi.mock('../../client', () => ({ service: { library: { remove, restore } } }));
vi.mock('../components/undo', () => ({ showUndo }));
vi.mock('../components/notify', () => ({ showDone: vi.fn(), showError: vi.fn(), settleError: vi.fn() }));

const { deleteModels } = await import('./actions');

const models = ['a', 'b', 'c'].map((id) => ({ id, name: `Model ${id}` }) as LibraryModel);

beforeEach(() => vi.clearAllMocks());

describe('deleting models', () => {
  it('offers to bring them all back where all were kept', async () => {
    remove.mockImplementation(async (ids) => ids);
    expect(await deleteModels(models)).toBe(true);
    expect(await deleteModels(models.slice(0, 1))).toBe(true);
    expect(showUndo.mock.calls.map(([title]) => title)).toEqual(['3 models deleted', 'Model a deleted']);
    await showUndo.mock.calls[0]?.[1]();
    expect(restore).toHaveBeenCalledExactlyOnceWith(['a', 'b', 'c']);
  });

  it('offers it of those alone that were kept, and not where none was', async () => {
    remove.mockResolvedValue(['b']);
    expect(await deleteModels(models)).toBe(true);
    expect(showUndo.mock.calls.map(([title]) => title)).toEqual(['3 models deleted, 2 of them for good']);
    await showUndo.mock.calls[0]?.[1]();
    expect(restore).toHaveBeenCalledExactlyOnceWith(['b']);
    showUndo.mockClear();
    remove.mockResolvedValue([]);
    expect(await deleteModels(models)).toBe(true);
    expect(showUndo).not.toHaveBeenCalled();
  });

  it('offers nothing where nothing was deleted', async () => {
    remove.mockRejectedValue(new Error('in use'));
    expect(await deleteModels(models)).toBe(false);
    expect(showUndo).not.toHaveBeenCalled();
  });
});
